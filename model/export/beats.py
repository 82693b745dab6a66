"""Beats for exports that need some where the recording gives none."""

from dataclasses import replace
from math import ceil

import numpy as np

from model.pulse import counted, extended
from model.timeline import Timeline

FREE_METRE = 4  # beats in a bar of free playing
LONGEST_FREE_BAR = 60.0  # seconds
LONGEST_QUARTER = 16.6  # seconds: a MIDI file can't hold one of 16.8 s, and the first begins a bit earlier


def barred(timeline: Timeline) -> Timeline:
    """The same with all the beats of its bars.

    In free playing, each chord is one of four equal beats, or more if it is long.
    """
    if timeline.beats:
        return replace(timeline, beats=tuple(beat for bar in timeline.bars for beat in bar.beats))
    beats = []
    for timed in timeline.chords:
        bars = ceil((timed.end - timed.start) / LONGEST_FREE_BAR)
        times = np.linspace(timed.start, timed.end, bars * FREE_METRE, endpoint=False)
        beats += counted(times.tolist(), 1, FREE_METRE)
    return replace(timeline, beats=tuple(beats), metre=FREE_METRE)


def covering(timeline: Timeline) -> Timeline:
    """The same with beats from the start of the recording to its end, more where one would be too long."""
    song = barred(timeline)
    beats = extended(song.beats, 0.0, song.seconds, song.metre)
    ends = (*(beat.time for beat in beats[1:]), song.seconds)
    longest = LONGEST_QUARTER * 4 / song.beat_note
    parts = []
    for beat, end in zip(beats, ends, strict=True):
        times = np.linspace(beat.time, end, ceil((end - beat.time) / longest), endpoint=False)
        parts += counted(times.tolist(), beat.position, song.metre)
    return replace(song, beats=tuple(parts))
