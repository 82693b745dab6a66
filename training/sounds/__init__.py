"""Sounds to train on: chords are drawn, voiced, played on instruments, and spoilt as the world does it."""
