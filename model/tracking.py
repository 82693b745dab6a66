"""Beat tracking: the most probable even beats, of what a network says of each frame."""

import numpy as np

from preprocessing.onsets import FRAME_RATE

FINENESS = 2  # steps of a frame, 10 ms, at which beats may fall
STEP_RATE = FINENESS * FRAME_RATE  # steps a second
SHORTEST, LONGEST = 0.24, 1.25  # seconds from beat to beat
INTERVALS = np.arange(round(SHORTEST * STEP_RATE), round(LONGEST * STEP_RATE) + 1)  # steps
JUMPS = np.arange(-2, 3)  # steps by which an interval may differ from the one before
JUMP_PRICE = 1.0  # nats for each step
ENOUGH = 6.0  # nats that beats together must be more probable than none


def find_beats(evidence: np.ndarray, intervals: np.ndarray = INTERVALS) -> np.ndarray:
    """Nats for a beat in each frame [frames] -> the most probable beats, in frames [beats].

    intervals: steps that there may be from one to the next: neighbours among `INTERVALS`.

    Dynamic programming, as in Ellis, "Beat tracking by dynamic programming" (JNMR 2007), but over times and
    intervals together, so that the tempo may drift: from beat to beat an interval may change a little, as in
    Krebs, Böck and Widmer, "An efficient state-space model for joint tempo and meter tracking" (ISMIR 2015).
    """
    steps = np.arange(FINENESS * (len(evidence) - 1)) / FINENESS  # none at the recording's very end
    gains = np.interp(steps, np.arange(len(evidence)), evidence).astype(np.float32)
    before, block, count = intervals.max(), intervals.min(), len(intervals)
    prices = np.where(_within(count), JUMP_PRICE * np.abs(JUMPS)[:, None], np.inf).astype(np.float32)
    scores = np.full((before + len(gains), count), -np.inf, dtype=np.float32)
    sources = _earlier(count) - intervals * count + np.arange(block)[:, None, None] * count  # of flat scores
    for start in range(before, len(scores), block):  # no beat is closer to the last than a block is long
        here = gains[start - before : start - before + block, None]
        earlier = scores.take(sources[: len(here)] + start * count) - prices
        scores[start : start + block] = here + np.maximum(earlier.max(axis=1), 0)
    return (_trace_back(scores, prices, intervals) - before) / FINENESS


def _earlier(count: int) -> np.ndarray:
    """The places of intervals from which each of `count` may come [jumps, count], those outside clipped."""
    return np.clip(np.arange(count) - JUMPS[:, None], 0, count - 1)


def _within(count: int) -> np.ndarray:
    places = np.arange(count) - JUMPS[:, None]
    return (places >= 0) & (places < count)


def _trace_back(scores: np.ndarray, prices: np.ndarray, intervals: np.ndarray) -> np.ndarray:
    """Scores [steps, intervals] and prices [jumps, intervals] -> steps of the beats."""
    place, interval = np.unravel_index(scores.argmax(), scores.shape)
    if scores[place, interval] < ENOUGH:
        return np.zeros(0, dtype=int)
    beats, sources = [place], _earlier(len(intervals))
    while True:
        at = place - intervals[interval]
        choices = scores[at, sources[:, interval]] - prices[:, interval]
        best = int(choices.argmax())
        if choices[best] <= 0:
            return np.array(beats[::-1])
        place, interval = at, sources[best, interval]
        beats.append(place)
