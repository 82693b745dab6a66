"""Beats for exports that need some where the recording gives none."""

from dataclasses import replace
from itertools import pairwise
from math import ceil

import numpy as np

from model.timeline import Beat, Timeline

FREE_METRE = 4  # beats in a bar of free playing
LONGEST_FREE_BAR = 60.0  # seconds: a MIDI file can't hold a beat of 16.8 s
SHORTEST_BEAT = 0.06  # seconds: 1000 a minute, more than most sequencers play


def barred(timeline: Timeline) -> Timeline:
    """The same with bars: in free playing, each chord is one of four equal beats, or more if it is long."""
    if timeline.beats:
        return timeline
    beats = []
    for timed in timeline.chords:
        bars = ceil((timed.end - timed.start) / LONGEST_FREE_BAR)
        times = np.linspace(timed.start, timed.end, bars * FREE_METRE, endpoint=False)
        beats += [Beat(time, i % FREE_METRE + 1) for i, time in enumerate(times.tolist())]
    return replace(timeline, beats=tuple(beats), metre=FREE_METRE)


def covering(timeline: Timeline) -> Timeline:
    """The same with beats from the start of the recording to its end.

    Those before the first and after the last keep about the pace of the two beside them.
    """
    song = barred(timeline)
    first, last = song.beats[0], song.beats[-1]
    paces = [after.time - before.time for before, after in pairwise(song.beats)] or [song.seconds]
    before = _filling(0.0, first.time, paces[0])
    after = _filling(last.time, song.seconds, paces[-1])[1:]
    lead = [Beat(time, _place(first.position - len(before) + i, song)) for i, time in enumerate(before)]
    tail = [Beat(time, _place(last.position + i, song)) for i, time in enumerate(after, 1)]
    return replace(song, beats=(*lead, *song.beats, *tail))


def _filling(start: float, end: float, pace: float) -> list[float]:
    """The times of the whole number of beats that fill a stretch at about this pace, in seconds."""
    count = 0 if end - start < SHORTEST_BEAT else max(1, round((end - start) / pace))
    return np.linspace(start, end, count, endpoint=False).tolist()


def _place(position: int, timeline: Timeline) -> int:
    """The place in the bar of a position that is counted on over bar lines."""
    return (position - 1) % timeline.metre + 1
