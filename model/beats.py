"""Beats: when they fall, and how fast they go; or that there are none."""

from dataclasses import dataclass

import numpy as np

from model.bars import find_bars
from model.beat_network import BEAT, DOWNBEAT, NO_BEAT
from model.timeline import Beat
from preprocessing.onsets import FRAME_RATE

FINENESS = 2  # steps of a frame, 10 ms, at which beats may fall
STEP_RATE = FINENESS * FRAME_RATE  # steps a second
SHORTEST, LONGEST = 0.24, 1.25  # seconds from beat to beat
INTERVALS = np.arange(round(SHORTEST * STEP_RATE), round(LONGEST * STEP_RATE) + 1)  # steps
JUMPS = np.arange(-2, 3)  # steps by which an interval may differ from the one before
JUMP_PRICE = 1.0  # nats for each step
MOST = 4.0  # nats that a frame may say for or against a beat
ENOUGH = 12.0  # nats that beats together must be more probable than none
SPAN = 4  # beats over which tempo is taken
NO_CHANGES = np.zeros(0)


@dataclass(frozen=True)
class Rhythm:
    """Beats, their tempo in beats a minute, and how many make a bar. Free playing has none, and None."""

    beats: tuple[Beat, ...] = ()
    tempo: float | None = None
    metre: int | None = None


def find_rhythm(logits: np.ndarray, changes: np.ndarray = NO_CHANGES) -> Rhythm:
    """The network's logits [3, frames] and the seconds at which chords change, if known -> the rhythm."""
    any_beat = np.logaddexp(logits[BEAT], logits[DOWNBEAT]) - logits[NO_BEAT]
    steps = find_beats(any_beat.clip(-MOST, MOST))
    if len(steps) < 2:
        return Rhythm()
    times = steps / STEP_RATE
    metre, positions = find_bars((logits[DOWNBEAT] - logits[BEAT])[_frames(steps, logits)], times, changes)
    return Rhythm(tuple(map(Beat, times.tolist(), positions.tolist())), median_tempo(times), metre)


def _frames(steps: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return (steps / FINENESS).round().astype(int).clip(0, logits.shape[1] - 1)


def find_beats(evidence: np.ndarray) -> np.ndarray:
    """Nats for a beat in each frame [frames] -> the steps of the most probable beats, int [beats].

    Dynamic programming, as in Ellis, "Beat tracking by dynamic programming" (JNMR 2007), but over times and
    intervals together, so that the tempo may drift: from beat to beat an interval may change a little, as in
    Krebs, Böck and Widmer, "An efficient state-space model for joint tempo and meter tracking" (ISMIR 2015).
    """
    steps = np.arange(FINENESS * (len(evidence) - 1)) / FINENESS  # none at the recording's very end
    gains = np.interp(steps, np.arange(len(evidence)), evidence).astype(np.float32)
    before, block, count = INTERVALS.max(), INTERVALS.min(), len(INTERVALS)
    prices = np.where(_within(), JUMP_PRICE * np.abs(JUMPS)[:, None], np.inf).astype(np.float32)
    scores = np.full((before + len(gains), count), -np.inf, dtype=np.float32)
    sources = _earlier() - INTERVALS * count + np.arange(block)[:, None, None] * count  # of flat scores
    for start in range(before, len(scores), block):  # no beat is closer to the last than a block is long
        here = gains[start - before : start - before + block, None]
        earlier = scores.take(sources[: len(here)] + start * count) - prices
        scores[start : start + block] = here + np.maximum(earlier.max(axis=1), 0)
    return _trace_back(scores, prices) - before


def _earlier() -> np.ndarray:
    """The places of the intervals from which each may come [jumps, intervals], those outside clipped."""
    return np.clip(np.arange(len(INTERVALS)) - JUMPS[:, None], 0, len(INTERVALS) - 1)


def _within() -> np.ndarray:
    places = np.arange(len(INTERVALS)) - JUMPS[:, None]
    return (places >= 0) & (places < len(INTERVALS))


def _trace_back(scores: np.ndarray, prices: np.ndarray) -> np.ndarray:
    """Scores [steps, intervals] and prices [jumps, intervals] -> steps of the beats."""
    place, interval = np.unravel_index(scores.argmax(), scores.shape)
    if scores[place, interval] < ENOUGH:
        return np.zeros(0, dtype=int)
    beats = [place]
    while True:
        at = place - INTERVALS[interval]
        choices = scores[at, _earlier()[:, interval]] - prices[:, interval]
        best = int(choices.argmax())
        if choices[best] <= 0:
            return np.array(beats[::-1])
        place, interval = at, _earlier()[best, interval]
        beats.append(place)


def median_tempo(times: np.ndarray) -> float:
    """Seconds of beats [n >= 2] -> the tempo that most of them go at, in beats a minute."""
    span = min(SPAN, len(times) - 1)
    return float(60 * span / np.median(times[span:] - times[:-span]))
