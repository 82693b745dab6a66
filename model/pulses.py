"""Pulses: the fast and even grid under the music, of which every beat is some number."""

import numpy as np

from preprocessing.onsets import FRAME_RATE

RANGES = ((15, 21), (20, 28), (27, 36))  # frames from pulse to pulse, 0.15 to 0.36 s: more than an octave
INTERVALS = np.concatenate([np.arange(first, last + 1) for first, last in RANGES])
RANGE_OF = np.repeat(np.arange(len(RANGES)), [last + 1 - first for first, last in RANGES])
GAINS = np.sqrt(INTERVALS / INTERVALS.mean()).astype(np.float32)
CHANGE = 1.0  # cost of going to the next interval, in standard deviations of onset strength
NEIGHBOURS = np.clip(np.array([[-1], [0], [1]]) + np.arange(len(INTERVALS)), 0, len(INTERVALS) - 1)
COSTS = np.where(RANGE_OF[NEIGHBOURS] == RANGE_OF, [[CHANGE], [0], [CHANGE]], np.inf).astype(np.float32)
NEARBY = 8.0  # seconds: loudness is relative to that of so long a time
FLOOR = 0.05  # of the recording's mean strength: what is weaker everywhere around is no onset
PARTS = 4  # of a pulse, at which strength is compared with itself
LAGS, LONGEST_LAG = (2, 3, 4, 6, 8), 24  # pulses


def relative(strength: np.ndarray) -> np.ndarray:
    """Onset strength [frames] -> the same over its mean nearby: quiet passages count as loud ones do."""
    width = int(NEARBY * FRAME_RATE) // 2
    total = np.concatenate([[0.0], np.cumsum(strength, dtype=np.float64)])
    frames = np.arange(len(strength))
    first, last = np.maximum(frames - width, 0), np.minimum(frames + width + 1, len(strength))
    nearby = (total[last] - total[first]) / (last - first)
    return (strength / np.maximum(nearby + FLOOR * strength.mean(), 1e-9)).astype(np.float32)


def find_pulses(strength: np.ndarray) -> list[np.ndarray]:
    """Onset strength [frames], of mean 0 and deviation 1 -> frames of the best pulses of each range [n].

    Dynamic programming, as in Ellis, "Beat tracking by dynamic programming" (JNMR 2007), but over frames and
    intervals together, so that the tempo may drift: from pulse to pulse an interval may become the next one,
    as in Krebs, Böck and Widmer, "An efficient state-space model for joint tempo and meter tracking" (ISMIR
    2015). A pulse earns the strength there times the root of its interval: with the interval itself few
    strong pulses would win, without it many weak ones.
    """
    before, block = INTERVALS.max(), INTERVALS.min()  # the first pulses come from before the recording
    earned = np.pad(strength, (before, 0)).astype(np.float32)[:, None] * GAINS
    scores = np.zeros_like(earned)
    sources = NEIGHBOURS - INTERVALS * len(INTERVALS)  # of scores [frames * intervals], from a frame's first
    sources = sources[:, None] + np.arange(block)[:, None] * len(INTERVALS)
    for start in range(before, len(earned), block):  # no pulse is closer to the last than a block is long
        earlier = scores.take(sources[:, : len(earned) - start] + start * len(INTERVALS)) - COSTS[:, None]
        scores[start : start + block] = earlier.max(axis=0) + earned[start : start + block]
    return [_trace_back(scores, number == RANGE_OF) - before for number in range(len(RANGES))]


def _trace_back(scores: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Scores [frames, intervals] and which intervals may be -> frames of pulses, the last near the end."""
    before = INTERVALS.max()
    end = np.where(within, scores[-before:], -np.inf)
    frame, interval = np.unravel_index(end.argmax(), end.shape)
    frame += len(scores) - before
    pulses = []
    while frame >= before:
        pulses.append(frame)
        frame -= INTERVALS[interval]
        earlier = scores[frame, NEIGHBOURS[:, interval]] - COSTS[:, interval]
        interval = NEIGHBOURS[earlier.argmax(), interval]
    return np.array(pulses[::-1])


def periodicity(strength: np.ndarray, pulses: np.ndarray) -> float:
    """How alike strength is some pulses later: 1 if it repeats exactly, about 0 if it comes by chance.

    Strength is read at even fractions of pulses, so that it does not matter if the tempo drifts. Its
    correlation with itself is averaged over the multiples of a number of pulses, the best of `LAGS`.
    """
    positions = np.arange(0, len(pulses) - 1, 1 / PARTS)
    read = np.interp(np.interp(positions, np.arange(len(pulses)), pulses), np.arange(len(strength)), strength)
    read -= read.mean()
    lags = np.arange(1, min(LONGEST_LAG, (len(pulses) - 1) // 2) + 1)
    alike = np.array([read[lag * PARTS :] @ read[: -lag * PARTS] / (len(read) - lag * PARTS) for lag in lags])
    combs = [alike[lag - 1 :: lag].mean() for lag in LAGS if lag <= len(alike)]
    return float(max(combs, default=0.0) / max(read.var(), 1e-9))
