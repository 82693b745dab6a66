"""Time and touch: when beats fall, and when and how loud the notes on them are played."""

from collections.abc import Sequence

import numpy as np

from training.songs.cells import Stroke
from training.songs.song import Note

DRIFT_SHARE = 0.6  # songs whose tempo drifts; the others keep to a click
DRIFT = 0.05  # of the tempo, at most
UNSTEADY = 0.012  # seconds by which the least steady player is off, standard deviation
MOST_OFF = 0.03  # seconds
LAG = 0.008  # seconds that a player is behind or before the others, at most
RING_SHARE = 0.5  # chords and pads that ring into the next chord, and for how many seconds
RING = (0.05, 0.8)
ARTICULATION = (0.5, 1.2)  # of a note's written length, what is played of it; the whole at most
LEVEL = (0.45, 0.95)  # velocity of a player
UNEVEN = 0.06  # of the velocity, standard deviation
ROLLS = (0.4, 1.8)  # times the usual length of a strum


def draw_beats(tempo: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """The seconds of so many beats and of the next one, from 0; the tempo drifts slowly, or does not."""
    drift = np.zeros(count)
    if rng.random() < DRIFT_SHARE:
        phases, periods = rng.uniform(0, 2 * np.pi, (3, 1)), rng.uniform(8, 64, (3, 1))
        waves = np.sin(phases + 2 * np.pi * np.arange(count) / periods)
        drift = rng.uniform(0, DRIFT) * waves.mean(axis=0)
    return np.concatenate([[0.0], np.cumsum(60 / tempo * (1 + drift))])


def swung(times: np.ndarray, swing: float) -> np.ndarray:
    """The seconds of each half beat, from the seconds of the beats."""
    halves = times[:-1] + swing * np.diff(times)
    return np.append(np.stack([times[:-1], halves], axis=1).ravel(), times[-1])


def perform(
    strokes: Sequence[Stroke], role: str, halves: np.ndarray, seconds: float, rng: np.random.Generator
) -> tuple[Note, ...]:
    """Strokes as one player's notes, not quite in time and not all equally loud."""
    rings = role in ("chords", "pad") and rng.random() < RING_SHARE
    ring, short = (rng.uniform(*RING), 1.0) if rings else (0.0, min(1.0, rng.uniform(*ARTICULATION)))
    level, haste = rng.uniform(*LEVEL), rng.uniform(*ROLLS)
    off = rng.normal(rng.uniform(-LAG, LAG), rng.uniform(0, UNSTEADY), len(strokes))
    off = off.clip(-MOST_OFF, MOST_OFF).tolist()
    touch = (level * rng.normal(1, UNEVEN, len(strokes))).tolist()
    edges = np.interp([(2 * s.start, 2 * s.end) for s in strokes], np.arange(len(halves)), halves)
    notes = []
    for stroke, (start, end), late, strength in zip(strokes, edges.tolist(), off, touch, strict=True):
        end = min(start + short * (end - start) + ring + late, seconds)
        for rank, midi in enumerate(stroke.notes):
            begin = max(0.0, start + late + rank * haste * stroke.roll)
            if begin < end:
                notes.append(Note(begin, end, midi, min(1.0, stroke.loudness * strength)))
    return tuple(sorted(notes, key=lambda note: note.start))
