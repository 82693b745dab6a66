"""Notes -> audio: a voicing played on a bank of notes, as one waveform."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from preprocessing.layout import SAMPLE_RATE
from training.sounds.banks import NoteBank

CONCERT_SPREAD = 9.0  # cents: how far from A440 a tuned instrument usually is
WIDEST_TUNING = 45.0  # cents: the samples are off as well, and at 50 the next note is right
QUIETEST_NOTE = 0.13  # amplitude, -18 dB: a note still quieter may as well be missing
QUIETER = (6.0, 14.0)  # dB: how much one note of a chord may lack, as a string that is hardly touched
LONGEST_ROLL = 0.5  # share of the clip that may pass until the last note of a rolled chord
LATEST = 0.4  # seconds of a chord's beginning that may be missing: of a short one, something must be left
FADE_IN = 0.002  # seconds
VIBRATO_ROOM = 0.05  # seconds by which a wavering note may run ahead


@dataclass(frozen=True)
class Performance:
    """One way to play a chord.

    seconds: length of the clip. late: how much of the beginning is missing, as when a recording starts after
    the chord, seconds. lead: silence before the first note, seconds. held: from the first note until each
    is let go, seconds. release: time constant of their decay then, seconds. onsets: each note's start after
    the first's, seconds. cents: each note's distance from equal temperament at A440. levels: their
    amplitudes. vibrato: depth in cents. borrowed: how many semitones away the samples are taken from.
    """

    seconds: float
    late: float
    lead: float
    held: tuple[float, ...]
    release: float
    onsets: tuple[float, ...]
    cents: tuple[float, ...]
    levels: tuple[float, ...]
    vibrato: float
    borrowed: int = 0


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
    onsets, held = _strum(notes, held, rng)
    tuning = rng.normal(0, CONCERT_SPREAD) if rng.random() < 0.5 else rng.uniform(-1, 1) * widest
    spread = min(widest, rng.choice([0.0, 3.0, 7.0], p=(0.2, 0.5, 0.3)))  # cents: the notes among themselves
    cents = np.clip(tuning, -widest, widest) + rng.normal(0, 1, notes) * spread
    return Performance(
        seconds=seconds,
        late=late,
        lead=lead,
        held=tuple(held.tolist()),
        release=10 ** rng.uniform(-1.7, -0.3),
        onsets=tuple(onsets.tolist()),
        cents=tuple(cents.tolist()),
        levels=tuple(_levels(notes, rng).tolist()),
        vibrato=rng.uniform(3, 25) if rng.random() < 0.12 else 0.0,
    )


def _strum(notes: int, held: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Seconds at which each note begins and is let go: struck, strummed, rolled, or broken as on a violin."""
    order = np.arange(notes) if rng.random() < 0.75 else np.arange(notes)[::-1]
    way = rng.choice(["struck", "strummed", "rolled"], p=(0.35, 0.5, 0.15))
    widest = {"struck": 0.0, "strummed": min(0.06, 0.1 * held), "rolled": LONGEST_ROLL * held / notes}[way]
    gap = rng.uniform(0, widest)  # seconds from string to string
    onsets = order * gap * rng.uniform(0.7, 1.3, notes)
    ends = np.full(notes, held)
    if way == "rolled" and rng.random() < 0.4:  # the bow leaves the first strings for the last two
        ends[order < notes - 2] = np.minimum(held, onsets.max() + rng.uniform(0, 0.3))
    return onsets, ends


def _levels(notes: int, rng: np.random.Generator) -> np.ndarray:
    """Amplitude of each note: uneven at random, bass or treble ahead, now and then one hardly touched."""
    decibels = rng.normal(0, rng.choice([1.0, 3.0, 6.0]), notes)
    decibels += rng.normal(0, 4) * np.linspace(-1, 1, notes)
    if rng.random() < 0.2:
        decibels[rng.integers(notes)] -= rng.uniform(*QUIETER)
    return np.clip(10 ** (decibels / 20), QUIETEST_NOTE, 4)


def play(
    banks: Sequence[NoteBank], notes: Sequence[int], how: Performance, rng: np.random.Generator
) -> np.ndarray:
    """Play MIDI notes, each on a bank of its own: float32 [seconds * 16000], peak 0.5."""
    sound = np.zeros(int(how.seconds * SAMPLE_RATE), dtype=np.float32)
    parts = zip(banks, notes, how.onsets, how.held, how.cents, how.levels, strict=True)
    for bank, note, onset, held, cents, level in parts:
        recorded, take = bank.nearest(note + how.borrowed, rng)
        semitones = note - recorded + cents / 100
        heard = (how.late + how.seconds + VIBRATO_ROOM) * 2 ** (semitones / 12)  # seconds of the take
        shifted = transpose(take[: int(heard * SAMPLE_RATE)], semitones)
        if how.vibrato:
            shifted = add_vibrato(shifted, how.vibrato, rng)
        shifted = let_go(shifted[int(how.late * SAMPLE_RATE) :], held - onset, how.release)
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
