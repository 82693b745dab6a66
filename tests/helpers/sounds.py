"""Notes made of sines, for tests that need to know exactly what they hear."""

import numpy as np

from preprocessing.layout import SAMPLE_RATE
from training.sounds.banks import NoteBank

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


def sines(name: str) -> NoteBank:
    """An instrument without overtones, recorded at every octave."""
    times = np.arange(int(4.5 * SAMPLE_RATE)) / SAMPLE_RATE
    notes = {n: 0.5 * np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * times) for n in range(36, 90, 12)}
    return NoteBank(name, {n: ((sound * 2**15).astype(np.int16),) for n, sound in notes.items()})
