"""Beats: when they fall, which of them begin bars, and how fast they go; or that there are none."""

from dataclasses import dataclass

import numpy as np

from model.bars import find_bars
from model.pulses import find_pulses, periodicity, relative
from model.timeline import Beat
from preprocessing.onsets import FRAME_RATE, Onsets

FEWEST = 12  # pulses, 2 to 4 s: fewer tell nothing about bars
PERIODIC = 0.2  # periodicity from which pulses are played rather than found by chance
BASS_WEIGHT = 0.5  # of onsets in the bass, beside those in all bands
AWAY = 7  # frames before the first onset and after the last, beyond which nobody hears a beat
SPAN = 4  # beats over which tempo is taken
NO_CHANGES = np.zeros(0)


@dataclass(frozen=True)
class Rhythm:
    """Beats, their tempo in beats a minute, and how many make a bar. Free playing has none, and None."""

    beats: tuple[Beat, ...] = ()
    tempo: float | None = None
    metre: int | None = None


def find_rhythm(onsets: Onsets, changes: np.ndarray = NO_CHANGES) -> Rhythm:
    """Onsets of a recording, and the seconds at which chords change, where these are known -> its rhythm.

    Chords change on downbeats first of all: without them bars are often found to begin in their middle.
    """
    strength = beat_strength(onsets)
    enough = [pulses for pulses in find_pulses(strength) if len(pulses) >= FEWEST]
    found = [find_bars(onsets, strength, pulses, changes) for pulses in enough]
    bars = max(found, key=lambda bars: bars.score, default=None)
    if bars is None or periodicity(strength, bars.pulses) < PERIODIC:
        return Rhythm()
    beats = np.flatnonzero((bars.steps % bars.grid.pulses == 0) & are_heard(strength, bars.pulses))
    if len(beats) < 2:
        return Rhythm()
    times = bars.pulses[beats] / FRAME_RATE
    positions = bars.steps[beats] // bars.grid.pulses + 1
    return Rhythm(tuple(map(Beat, times.tolist(), positions.tolist())), median_tempo(times), bars.grid.metre)


def beat_strength(onsets: Onsets) -> np.ndarray:
    """Onset strength in which loud onsets and loud passages count little more than others [frames].

    It is of mean 0 and deviation 1.
    """
    strength = np.sqrt(relative(onsets.strength) + BASS_WEIGHT * relative(onsets.bass))
    return (strength - strength.mean()) / np.maximum(strength.std(), 1e-9)


def are_heard(strength: np.ndarray, pulses: np.ndarray) -> np.ndarray:
    """Onset strength [frames], frames of pulses [n] -> which lie between the first onset and the last [n]."""
    onsets = np.flatnonzero(strength > 0)
    return (pulses >= onsets[0] - AWAY) & (pulses <= onsets[-1] + AWAY)


def median_tempo(times: np.ndarray) -> float:
    """Seconds of beats [n >= 2] -> the tempo that most of them go at, in beats a minute."""
    span = min(SPAN, len(times) - 1)
    return float(60 * span / np.median(times[span:] - times[:-span]))
