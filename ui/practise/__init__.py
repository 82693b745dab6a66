"""Chords to guess."""
