"""Notes made of sines, for tests that need to know exactly what they hear."""

import numpy as np

from model.export.midi import voicing
from model.harte import parse
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
    """Several notes at once, or none, float32 [samples]."""
    return np.sum([0 * note(A4, **how), *(note(midi, **how) for midi in notes)], axis=0, dtype=np.float32)


def sines(name: str) -> NoteBank:
    """An instrument without overtones, recorded at every octave."""
    times = np.arange(int(4.5 * SAMPLE_RATE)) / SAMPLE_RATE
    notes = {n: 0.5 * np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * times) for n in range(36, 90, 12)}
    return NoteBank(name, {n: ((sound * 2**15).astype(np.int16),) for n, sound in notes.items()})


def progression(labels: str, seconds: float = 2.0, cents: float = 0.0) -> np.ndarray:
    """Chords one after the other, over their bass, float32 [samples]; "N" is silence: "C:maj N G:7/3"."""
    voiced = [[midi + cents / 100 for midi in voicing(parse(label))] for label in labels.split()]
    return np.concatenate([together(*notes, seconds=seconds) for notes in voiced])


def clicks(seconds: float, pace: float = 0.5, metre: int = 4, level: float = 0.3) -> np.ndarray:
    """A burst of noise every `pace` seconds, the first of each bar twice as loud, float32 [samples]."""
    fade = np.linspace(1, 0, SAMPLE_RATE // 50) ** 2
    burst = np.random.default_rng(0).normal(size=len(fade)) * fade
    sound = np.zeros(int(seconds * SAMPLE_RATE) + len(burst), np.float32)
    for beat, time in enumerate(np.arange(0, seconds - 1e-6, pace)):
        start = round(time * SAMPLE_RATE)
        sound[start : start + len(burst)] += level * (1 if beat % metre == 0 else 0.5) * burst
    return sound[: int(seconds * SAMPLE_RATE)]
