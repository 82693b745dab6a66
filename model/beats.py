"""Beats: when they fall, and how fast they go; or that there are none."""

from dataclasses import dataclass

import numpy as np

from model.bars import find_bars
from model.beat_network import BEAT, DOWNBEAT, NO_BEAT, WEIGHTS
from model.timeline import Beat
from preprocessing.onsets import FRAME_RATE

FINENESS = 2  # steps of a frame, 10 ms, at which beats may fall
STEP_RATE = FINENESS * FRAME_RATE  # steps a second
SHORTEST, LONGEST = 0.24, 1.25  # seconds from beat to beat
INTERVALS = np.arange(round(SHORTEST * STEP_RATE), round(LONGEST * STEP_RATE) + 1)  # steps
JUMPS = np.arange(-2, 3)  # steps by which an interval may differ from the one before
JUMP_PRICE = 1.0  # nats for each step
MOST = 4.0  # nats that a frame may say for or against a beat
BESIDE = 2  # frames, 40 ms, by which the network may be off
DOUBT = 1e-4  # the least probable that anything is
FEWEST = 8  # beats: fewer do not tell if they are too fast
# What says that beats are twice as fast as those of the music, in logarithms of odds: anyway, for each nat
# that the weaker of every two beats has, and the stronger, and for each doubling of the beats that a chord
# lasts. Fitted to the validation songs.
TOO_FAST = np.array([-6.9, -2.0, 1.7, 1.7])
ENOUGH = 6.0  # nats that beats together must be more probable than none
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
    logits = logits - np.log(WEIGHTS)[:, None]
    probable = _shares(logits)[BEAT:].sum(axis=0)
    near = nearby(probable)
    steps = find_beats(np.log(near / (1 - near)).clip(-MOST, MOST))
    if len(steps) < 2:
        return Rhythm()
    kept = choose_level(steps, np.logaddexp(logits[BEAT], logits[DOWNBEAT]) - logits[NO_BEAT], changes)
    frames = sharpen(kept / FINENESS, probable)
    times = frames / FRAME_RATE
    downbeat = (logits[DOWNBEAT] - logits[BEAT])[frames.round().astype(int)]
    metre, positions = find_bars(halved(downbeat) if len(kept) < len(steps) else downbeat, times, changes)
    return Rhythm(tuple(map(Beat, times.tolist(), positions.tolist())), median_tempo(times), metre)


def _shares(logits: np.ndarray) -> np.ndarray:
    """Logits [3, frames] -> probabilities [3, frames]."""
    shares = np.exp(logits - logits.max(axis=0))
    return shares / shares.sum(axis=0)


def nearby(probable: np.ndarray) -> np.ndarray:
    """How probable a beat is in each frame [frames] -> in those up to `BESIDE` from it, from 0 to 1 [frames].

    The network knows better that there is a beat than in which of some frames.
    """
    around = np.convolve(probable, np.ones(2 * BESIDE + 1))[BESIDE : BESIDE + len(probable)]
    return around.clip(DOUBT, 1 - DOUBT)


def halved(downbeat: np.ndarray) -> np.ndarray:
    """Nats for a downbeat of bars half as long as the music's [n] -> for one of its own, half as probable."""
    probable = 0.5 / (1 + np.exp(-downbeat))
    return np.log(probable / (1 - probable))


def sharpen(beats: np.ndarray, probable: np.ndarray) -> np.ndarray:
    """Frames of beats [n] -> each at the mean of the frames nearby, weighted by how probable it is there."""
    frames = beats.round().astype(int)[:, None] + np.arange(-BESIDE, BESIDE + 1)
    frames = frames.clip(0, len(probable) - 1)
    weights = probable[frames] + DOUBT
    return (weights * frames).sum(axis=1) / weights.sum(axis=1)


def choose_level(steps: np.ndarray, evidence: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Steps of beats [n >= 2] -> all of them, or every other one where only these are beats.

    evidence: nats for a beat in each frame [frames]. changes: the seconds at which chords change. Of beats
    twice as fast as those of the music, every other one is weak, and chords last for many.
    """
    frames = (steps / FINENESS).round().astype(int)[:, None] + np.arange(-BESIDE, BESIDE + 1)
    heard = evidence[frames.clip(0, len(evidence) - 1)].max(axis=1)
    on_beat = np.unique(np.abs(changes[:, None] * STEP_RATE - steps).argmin(axis=1))
    if len(steps) < FEWEST or len(on_beat) < 2:
        return steps
    weak, strong = sorted((float(heard[first::2].mean()), first) for first in (0, 1))
    lasting = np.log2(np.diff(on_beat).mean())
    halves = np.array([1, weak[0], strong[0], lasting]) @ TOO_FAST
    return steps[strong[1] :: 2] if halves > 0 else steps


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
