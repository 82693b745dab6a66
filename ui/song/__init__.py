"""The answer for a song: its chart, its tools, corrections, and what is taken away."""
