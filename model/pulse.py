"""Beats: their places in bars, the moments between them, and more of them around those that are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SHORTEST = 0.06  # seconds: 1000 a minute, more than most sequencers play


@dataclass(frozen=True)
class Beat:
    """A beat, in seconds, and its place in the bar, from the downbeat's 1."""

    time: float
    position: int


def counted(times: Iterable[float], first: int, metre: int) -> tuple[Beat, ...]:
    """Beats at these times, from one whose position may be counted on over bar lines, or back."""
    return tuple(Beat(time, (first + i - 1) % metre + 1) for i, time in enumerate(times))


def middles(beats: Sequence[Beat], end: float) -> list[float]:
    """The times half way from each beat to the next: what sounds until there is the beat's.

    So what changes near a beat, a little early or late, changes on the nearest one, and what changes half
    way on the one that it anticipates. end: of the recording, where one beat has no other beside it.
    """
    times = [beat.time for beat in beats]
    after = 2 * times[-1] - times[-2] if len(times) > 1 else end
    return [(this + following) / 2 for this, following in pairwise((*times, after))]


def extended(beats: Sequence[Beat], start: float, end: float, metre: int) -> tuple[Beat, ...]:
    """The beats, with more before the first and after the last where a stretch begins earlier or ends later.

    These keep about the pace of the two beside them.
    """
    first, last = beats[0], beats[-1]
    paces = [after.time - before.time for before, after in pairwise(beats)] or [end - start]
    before = _filling(start, first.time, paces[0])
    after = _filling(last.time, end, paces[-1])[1:]
    lead = counted(before, first.position - len(before), metre)
    return (*lead, *beats, *counted(after, last.position + 1, metre))


def _filling(start: float, end: float, pace: float) -> list[float]:
    """The times of the whole number of beats that fill a stretch at about this pace, in seconds."""
    count = 0 if end - start < SHORTEST else max(1, round((end - start) / pace))
    return np.linspace(start, end, count, endpoint=False).tolist()
