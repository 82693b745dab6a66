"""A song as somebody wants to read it: in another key, at another pace, with its bars begun elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from model.chords import ROOTS, Chord
from model.keys import Key
from model.pulse import Beat, middles
from model.timeline import Timeline

TRANSPOSITIONS = range(-5, 7)  # semitones: all twelve keys, the nearest ones
CAPOS = range(10)  # frets; 0 is none
HALF, SAME, DOUBLE = PACES = (-1, 0, 1)


@dataclass(frozen=True)
class Adjustments:
    """What is to be different from what was heard.

    transpose: semitones up. capo: the fret it is at. pace: `HALF` or `DOUBLE` as many beats. shift: the beats
    by which bars begin later; where half of them are left, all that were heard count, so that any may begin
    a bar. Where less than two would be left, bars stay as they are. Raises ValueError for anything that is
    none of these.
    """

    transpose: int = 0
    capo: int = 0
    pace: int = SAME
    shift: int = 0

    def __post_init__(self) -> None:
        wanted = (self.transpose, self.capo, self.pace, self.shift)
        if any(type(number) is not int for number in wanted):
            raise ValueError(f"not whole numbers: {self}")
        if not (self.transpose in TRANSPOSITIONS and self.capo in CAPOS and self.pace in PACES):
            raise ValueError(f"out of range: {self}")


AS_HEARD = Adjustments()


def adjust(timeline: Timeline, adjustments: Adjustments) -> Timeline:
    """The song as it sounds after adjustments; a capo alone changes nothing about that."""
    return transposed(_with_bars(timeline, adjustments), adjustments.transpose)


def fingered(timeline: Timeline, adjustments: Adjustments) -> Timeline:
    """The song after adjustments, with the chords that a guitarist holds behind the capo."""
    return transposed(adjust(timeline, adjustments), -adjustments.capo)


def transposed(timeline: Timeline, semitones: int) -> Timeline:
    """The song so many semitones higher: chords, those they may be, and keys."""
    if semitones % len(ROOTS) == 0:
        return timeline
    return replace(
        timeline,
        chords=tuple(
            replace(
                timed,
                chord=transpose_chord(timed.chord, semitones),
                alternatives=tuple(
                    replace(other, chord=transpose_chord(other.chord, semitones))
                    for other in timed.alternatives
                ),
            )
            for timed in timeline.chords
        ),
        keys=tuple(replace(region, key=transpose_key(region.key, semitones)) for region in timeline.keys),
    )


def transpose_chord(chord: Chord, semitones: int) -> Chord:
    """The chord so many semitones higher; no chord stays none."""
    if chord.root is None:
        return chord
    bass = None if chord.bass is None else _transpose_note(chord.bass, semitones)
    return Chord(_transpose_note(chord.root, semitones), chord.type, bass)


def transpose_key(key: Key | None, semitones: int) -> Key | None:
    """The key so many semitones higher; an unknown one stays unknown."""
    return None if key is None else Key(_transpose_note(key.tonic, semitones), key.mode)


def _transpose_note(note: str, semitones: int) -> str:
    return ROOTS[(ROOTS.index(note) + semitones) % len(ROOTS)]


def _with_bars(timeline: Timeline, adjustments: Adjustments) -> Timeline:
    """The song with as many beats, and with bars where they are wanted."""
    if not timeline.beats:
        return timeline
    metre, beats, tempo, shift = timeline.metre, timeline.beats, timeline.tempo, adjustments.shift
    if adjustments.pace == DOUBLE:
        beats = tuple(beat for beat in _twice(timeline) if beat.time < timeline.seconds)
    elif adjustments.pace == HALF:
        beats, shift = tuple(_every_other(beats, metre, shift)), 0
        if len(beats) < 2:  # which tell no pace
            return timeline
    if tempo is not None:
        tempo *= 2.0**adjustments.pace
    shifted = (replace(beat, position=(beat.position - 1 - shift) % metre + 1) for beat in beats)
    return replace(timeline, beats=tuple(shifted), tempo=tempo)


def _twice(timeline: Timeline) -> Iterator[Beat]:
    """The beats and one half way to each next; a bar becomes two."""
    for beat, middle in zip(timeline.beats, middles(timeline.beats, timeline.seconds), strict=True):
        place = 2 * (beat.position - 1)
        yield Beat(beat.time, place % timeline.metre + 1)
        yield Beat(middle, (place + 1) % timeline.metre + 1)


def _every_other(beats: tuple[Beat, ...], metre: int, shift: int) -> Iterator[Beat]:
    """Every other beat, from so many after the first downbeat on and back; two bars become one."""
    bar = 0 if beats[0].position == 1 else 1  # a pickup ends a pair
    for before, beat in pairwise((None, *beats)):
        if before is not None and beat.position <= before.position:
            bar = 1 - bar
        place = (bar * metre + beat.position - 1 - shift) % (2 * metre)
        if place % 2 == 0:
            yield Beat(beat.time, place // 2 + 1)
