"""Notes -> audio: a voicing played on a bank of notes, as one waveform."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from preprocessing.audio import SAMPLE_RATE
from training.banks import NoteBank

CONCERT_SPREAD = 9.0  # cents: how far from A440 a tuned instrument usually is
WIDEST_TUNING = 48.0  # cents: half a semitone, less a little: beyond it the next note's name is right
QUIETEST_NOTE = 0.16  # amplitude, -16 dB: a note still quieter may as well be missing
LATEST = 0.4  # seconds of a chord's beginning that may be missing: of a short one, something must be left
FADE_IN = 0.002  # seconds


@dataclass(frozen=True)
class Performance:
    """How a chord is played.

    seconds: length of the clip. late: how much of the beginning is missing, as when a recording starts after
    the chord, seconds. lead: silence before the first note, seconds. held: seconds until the notes
    are let go. release: time constant of their decay then, seconds. onsets: each note's start after the
    first's, seconds. cents: each note's distance from equal temperament at A440. levels: their amplitudes.
    vibrato: depth in cents.
    """

    seconds: float
    late: float
    lead: float
    held: float
    release: float
    onsets: tuple[float, ...]
    cents: tuple[float, ...]
    levels: tuple[float, ...]
    vibrato: float


def perform(
    notes: int, rng: np.random.Generator, seconds: float | None = None, widest: float = WIDEST_TUNING
) -> Performance:
    """Draw how a chord of so many notes is played: strummed or struck, long or short, in tune or less so.

    seconds: length of the clip, random if None. widest: how many cents from A440 an instrument may be.
    """
    if seconds is None:
        seconds = float(rng.choice([rng.uniform(0.3, 1.2), rng.uniform(1.0, 4.0), 4.0], p=(0.45, 0.45, 0.1)))
    lead = rng.uniform(0, 0.35 * seconds) if rng.random() < 0.3 else 0.0
    late = rng.uniform(0, LATEST) if not lead and rng.random() < 0.2 else 0.0
    held = seconds - lead if rng.random() < 0.75 else rng.uniform(0.3, 1.0) * (seconds - lead)
    gap = rng.uniform(0, min(0.06, 0.1 * seconds)) if rng.random() < 0.6 else 0.0  # seconds between strings
    order = np.arange(notes) if rng.random() < 0.75 else np.arange(notes)[::-1]
    onsets = order * gap * rng.uniform(0.7, 1.3, notes)
    tuning = rng.normal(0, CONCERT_SPREAD) if rng.random() < 0.5 else rng.uniform(-1, 1) * widest
    spread = rng.choice([0.0, 3.0, 7.0], p=(0.2, 0.5, 0.3))  # cents: the notes among themselves
    cents = np.clip(tuning + rng.normal(0, 1, notes) * spread, -widest, widest)
    levels = 10 ** (rng.normal(0, rng.choice([1.0, 3.0, 5.0]), notes) / 20)
    return Performance(
        seconds=seconds,
        late=late,
        lead=lead,
        held=held,
        release=10 ** rng.uniform(-1.7, -0.3),
        onsets=tuple(onsets.tolist()),
        cents=tuple(cents.tolist()),
        levels=tuple(np.clip(levels, QUIETEST_NOTE, 4).tolist()),
        vibrato=rng.uniform(3, 25) if rng.random() < 0.12 else 0.0,
    )


def play(
    banks: Sequence[NoteBank], notes: Sequence[int], how: Performance, rng: np.random.Generator
) -> np.ndarray:
    """Play MIDI notes, each on a bank of its own: float32 [seconds * 16000], peak 0.5."""
    sound = np.zeros(int(how.seconds * SAMPLE_RATE), dtype=np.float32)
    parts = zip(banks, notes, how.onsets, how.cents, how.levels, strict=True)
    for bank, note, onset, cents, level in parts:
        recorded, take = bank.nearest(note, rng)
        shifted = transpose(take, note - recorded + cents / 100)
        if how.vibrato:
            shifted = add_vibrato(shifted, how.vibrato, rng)
        shifted = let_go(shifted[int(how.late * SAMPLE_RATE) :], how.held - onset, how.release)
        start = int((how.lead + onset) * SAMPLE_RATE)
        stop = min(len(sound), start + len(shifted))
        sound[start:stop] += level * shifted[: max(0, stop - start)]
    return 0.5 * sound / max(np.abs(sound).max(), 1e-6)


def transpose(samples: np.ndarray, semitones: float) -> np.ndarray:
    """Raise the pitch by playing faster (or lower it by playing slower)."""
    return soxr.resample(samples, SAMPLE_RATE * 2 ** (semitones / 12), SAMPLE_RATE, quality="LQ")


def add_vibrato(samples: np.ndarray, depth: float, rng: np.random.Generator) -> np.ndarray:
    """A pitch that wavers by `depth` cents, 4 to 7 times a second."""
    rate, phase = rng.uniform(4, 7), rng.uniform(0, 2 * np.pi)
    places = np.arange(len(samples), dtype=np.float64)
    swing = (2 ** (depth / 1200) - 1) * SAMPLE_RATE / (2 * np.pi * rate)
    places += swing * np.sin(2 * np.pi * rate * places / SAMPLE_RATE + phase)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def let_go(samples: np.ndarray, held: float, release: float) -> np.ndarray:
    """Damp a note after `held` seconds, with the time constant `release`; without clicks at either end."""
    samples = samples.copy()
    fade = min(len(samples), int(FADE_IN * SAMPLE_RATE))
    samples[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    after = samples[max(0, int(held * SAMPLE_RATE)) :]
    after *= np.exp(-np.arange(len(after), dtype=np.float32) / (release * SAMPLE_RATE))
    return samples
