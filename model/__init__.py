"""The chord vocabulary, the networks and the recogniser."""
