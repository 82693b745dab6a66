"""Notes made of sines, for tests that need to know exactly what they hear."""

import numpy as np

from preprocessing.layout import SAMPLE_RATE

A4 = 69  # MIDI


def note(midi: float, seconds: float = 2.0, level: float = 0.1, partials: int = 6) -> np.ndarray:
    """A MIDI number, perhaps with a fraction -> partials that weaken with their number, float32 [samples]."""
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    frequency = 440 * 2 ** ((midi - A4) / 12)
    sines = [np.sin(2 * np.pi * k * frequency * times) / k for k in range(1, partials + 1)]
    return (level * np.sum(sines, axis=0)).astype(np.float32)


def together(*notes: float, **how: float) -> np.ndarray:
    """Several notes at once, float32 [samples]."""
    return np.sum([note(midi, **how) for midi in notes], axis=0, dtype=np.float32)
