"""The chord vocabulary, the networks and the recogniser."""

__version__ = "0.1.0"  # of Chordscope, as in pyproject.toml
