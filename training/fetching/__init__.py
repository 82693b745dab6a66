"""Recorded chords and notes that others publish, brought here and checked."""
