"""Songs as bands play them: less than the chords that are written, which are theirs all the same.

Power chords stand for triads, and bass and melody go on while the chords pause. Who writes such a song down
names each chord as the rest of the song has it; so do the targets.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from model.chords import ROOTS, Chord
from training.songs.song import Note, Part, Song

HARMONY = ("chords", "pad")  # roles that play chords
HOLLOW_SHARE = 0.12  # songs in which thirds are left out
HOLLOW_PART_SHARE, HOLLOW_CHORD_SHARE = 0.8, 0.75  # of such a song's players of chords, and of its chords
PAUSE_SHARE = 0.15  # songs in which the chords pause, of those with a bass that goes on
LONGEST_PAUSE = 4  # bars
PERFECT_FIFTH = 7  # semitones


def thinned(song: Song, rng: np.random.Generator) -> Song:
    """The song, now and then with thirds left out, or with a pause of all that plays chords."""
    if rng.random() < HOLLOW_SHARE:
        song = hollowed(song, rng)
    if any(part.role == "bass" for part in song.parts) and rng.random() < PAUSE_SHARE:
        song = paused(song, rng)
    return song


def hollowed(song: Song, rng: np.random.Generator) -> Song:
    """The song as power chords: most players leave the third out of most chords, each time they come.

    A third in the bass stays.
    """
    known = sorted({timed.chord for timed in song.chords if _may_be_hollow(timed.chord)}, key=str)
    hollow = {chord for chord in known if rng.random() < HOLLOW_CHORD_SHARE}
    starts = [timed.start for timed in song.chords]

    def is_third(note: Note) -> bool:
        chord = song.chords[bisect_right(starts, (note.start + note.end) / 2) - 1].chord
        third = chord.pitch_class(3)
        return chord in hollow and third == note.midi % 12 and chord.bass != ROOTS[third]

    parts = (
        _without(is_third, part) if part.role in HARMONY and rng.random() < HOLLOW_PART_SHARE else part
        for part in song.parts
    )
    return replace(song, parts=tuple(parts))


def paused(song: Song, rng: np.random.Generator) -> Song:
    """The song with one to four bars from a barline on, or from its start, in which no chord is struck."""
    barlines = [beat.time for beat in song.beats if beat.position == 1]
    edges = [0.0, *barlines, song.seconds]
    first = int(rng.integers(len(edges) - 1)) if rng.random() < 0.5 else 0
    last = min(first + int(rng.integers(1, LONGEST_PAUSE + 1)), len(edges) - 1)
    start, end = edges[first], edges[last]

    def is_in_pause(note: Note) -> bool:
        return start <= note.start < end

    parts = (_without(is_in_pause, part) if part.role in HARMONY else part for part in song.parts)
    return replace(song, parts=tuple(parts))


def _may_be_hollow(chord: Chord) -> bool:
    """Tell if a chord has a third and a perfect fifth, without which a power chord is another one."""
    if chord.pitch_class(3) is None:
        return False
    return chord.pitch_class(5) == (ROOTS.index(chord.root) + PERFECT_FIFTH) % 12


def _without(is_left_out: Callable[[Note], bool], part: Part) -> Part:
    """The part without some of its notes."""
    return replace(part, notes=tuple(note for note in part.notes if not is_left_out(note)))
