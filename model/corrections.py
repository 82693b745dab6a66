"""A song as somebody who knows better corrects it: chords replaced, from one moment to another."""

from bisect import bisect, bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from sys import float_info

from model.chords import Chord
from model.keys import KeyFinder
from model.songs import find_keys
from model.symbols import read
from model.timeline import TimedChord, Timeline

NEAR = 0.05  # seconds: a moment nearer than this to where a chord begins, or a beat, means that one


@dataclass(frozen=True)
class Correction:
    """What sounds from `start` to `end`, in seconds: the label of a chord as Harte or a musician writes it.

    Raises ValueError for a stretch that is none and for a label that is no chord.
    """

    start: float
    end: float
    label: str

    def __post_init__(self) -> None:
        times = (self.start, self.end)
        if not all(type(time) in (int, float) and abs(time) <= float_info.max for time in times):
            raise ValueError(f"not a stretch of time: {times}")
        if not (0 <= self.start < self.end and isinstance(self.label, str)):
            raise ValueError(f"not a correction: {self}")
        _ = self.chord  # refuses a label that is none

    @cached_property
    def chord(self) -> Chord:
        """The chord that the label names, or the nearest one of the vocabulary."""
        return read(self.label).chord


def correct(timeline: Timeline, corrections: Iterable[Correction]) -> Timeline:
    """The song with its corrections, each in place of what was there before it: later ones win.

    A corrected chord is sure. Its neighbours are cut; one that is sure to be the same becomes one with it, a
    doubtful one stays apart, or it would look as if somebody had confirmed it.
    """
    chords, moments = list(timeline.chords), _moments(timeline)
    for correction in corrections:
        start, end = _nearest(correction.start, moments), _nearest(correction.end, moments)
        if start < end:
            chords = _replaced(chords, TimedChord(start, end, correction.chord, confidence=1.0))
    return replace(timeline, chords=tuple(_joined(chords)))


def in_keys_of(timeline: Timeline, corrected: Timeline) -> Timeline:
    """A song in the keys that its corrected chords tell; the same song may have them in fewer kinds."""
    return replace(timeline, keys=find_keys(corrected.chords, KeyFinder.load()))


def _moments(timeline: Timeline) -> list[float]:
    """The times at which a song may well change: where chords begin, beats, the end."""
    times = {timed.start for timed in timeline.chords} | {beat.time for beat in timeline.beats}
    return [*sorted(times), timeline.chords[-1].end]


def _nearest(time: float, moments: list[float]) -> float:
    """The moment that a time means, or else the time itself; none is after the last moment."""
    place = bisect(moments, time)
    nearest = min(moments[max(0, place - 1) : place + 1], key=lambda moment: abs(moment - time))
    return nearest if abs(nearest - time) < NEAR else min(time, moments[-1])


def _replaced(chords: list[TimedChord], new: TimedChord) -> list[TimedChord]:
    """The chords with a new one in place of what sounded then."""
    before = chords[: bisect_left(chords, new.start, key=lambda timed: timed.start)]
    after = chords[bisect(chords, new.end, key=lambda timed: timed.end) :]
    if before and before[-1].end > new.start:
        before[-1] = replace(before[-1], end=new.start)
    if after and after[0].start < new.end:
        after[0] = replace(after[0], start=new.end)
    return [*before, new, *after]


def _joined(chords: list[TimedChord]) -> list[TimedChord]:
    """The chords with neighbours made one where both are sure to be the same."""
    joined = chords[:1]
    for timed in chords[1:]:
        last = joined[-1]
        if (last.chord, last.sure, timed.sure) == (timed.chord, True, True):
            joined[-1] = _both(last, timed)
        else:
            joined.append(timed)
    return joined


def _both(first: TimedChord, second: TimedChord) -> TimedChord:
    """Two neighbours of the same chord as one, as probable as they are on average."""
    lengths = (first.end - first.start, second.end - second.start)
    confidence = (lengths[0] * first.confidence + lengths[1] * second.confidence) / sum(lengths)
    return TimedChord(first.start, second.end, first.chord, confidence)
