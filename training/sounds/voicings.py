"""Voicings on a keyboard, a guitar, a violin or in an ensemble: a chord -> MIDI notes.

Every voicing holds all pitch classes of its chord. A chord that its bass names has its root in the bass,
since its spellings are told apart by nothing else.
"""

from itertools import product

import numpy as np

from model.chords import QUALITIES, Chord
from model.shapes import MOVABLE_SHAPES, OPEN_SHAPES, KnownShape

LOWEST_NOTE, HIGHEST_NOTE = 36, 88  # MIDI, C2 to E6

VIOLIN_STRINGS = (55, 62, 69, 76)  # MIDI, G3 to E5
HIGHEST_STOP = 7  # semitones above an open string that a violinist reaches within a chord
HIGHEST_FRET = 14


def guitar(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a guitarist frets it: open or movable shape, capo, a string missed now and then."""
    shapes = [_fretted(chord, shape) for shape in MOVABLE_SHAPES[chord.type]]
    open_shapes = [_fretted(chord, shape) for shape in OPEN_SHAPES[chord.type]]
    in_reach = [notes for notes in shapes + 3 * open_shapes if notes]
    notes = in_reach[rng.integers(len(in_reach))]
    if rng.random() < 0.3:
        missed = rng.integers(len(notes))
        notes = _keep_if_whole(notes[:missed] + notes[missed + 1 :], notes, chord)
    return notes


def keyboard(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a pianist plays it: close or open, any inversion, notes and bass doubled at will."""
    notes = _close_position(chord, int(rng.integers(40, 66)), _inversion(chord, rng))
    if rng.random() < 0.25:  # open position: the second note an octave up
        notes = (notes[0], *notes[2:], notes[1] + 12)
    doubling = 1.0 if rng.random() < 0.1 else 0.25  # both hands may hold the whole chord
    doubled = [note + 12 for note in notes if rng.random() < doubling]
    bass = [notes[0] - 12 * int(rng.integers(1, 3))] if rng.random() < 0.35 else []
    if bass and not _is_named_by_bass(chord) and rng.random() < 0.3:  # the root under an inversion
        bass = [_at_or_below(chord.pitch_classes[0], bass[0])]
    return _in_range({*notes, *doubled, *bass})


def ensemble(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord spread over several players: three to six notes, wide apart, the bass on its own below."""
    pitch_classes = chord.pitch_classes
    bass = _at_or_above(pitch_classes[_inversion(chord, rng)], int(rng.integers(LOWEST_NOTE, 62)))
    uppers = [_at_or_above(pc, bass + 1 + int(rng.integers(0, 20))) for pc in pitch_classes]
    extra = [_at_or_above(int(rng.choice(pitch_classes)), bass + 12) for _ in range(rng.integers(0, 3))]
    missing = [note for note in uppers if note % 12 != bass % 12]
    return _in_range({bass, *missing, *extra})


def violin(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord across three or four strings tuned in fifths, each stopped at a chord note."""
    first = int(rng.integers(2))
    strings = VIOLIN_STRINGS[first : first + int(rng.integers(3, 5))]
    stops = [[_at_or_above(pc, string) for pc in chord.pitch_classes] for string in strings]
    in_reach = [
        [n for n in notes if n <= string + HIGHEST_STOP] for string, notes in zip(strings, stops, strict=True)
    ]
    whole = [notes for notes in product(*in_reach) if _is_whole(notes, chord)]
    return whole[rng.integers(len(whole))] if whole else ensemble(chord, rng)


def twelve_strings(notes: tuple[int, ...]) -> tuple[int, ...]:
    """A guitar's notes on its twelve-stringed sister: the four lowest sound an octave above as well."""
    return tuple(sorted({*notes, *(note + 12 for note in notes[:4])}))


def _inversion(chord: Chord, rng: np.random.Generator) -> int:
    """The place of the chord note in the bass: the root half of the time, or always if it names the chord."""
    if _is_named_by_bass(chord):
        return 0
    others = len(chord.pitch_classes) - 1
    return int(rng.choice(1 + others, p=(0.5, *[0.5 / others] * others)))


def _is_named_by_bass(chord: Chord) -> bool:
    return QUALITIES[chord.type].named_by_bass


def _close_position(chord: Chord, lowest: int, inversion: int) -> tuple[int, ...]:
    """The chord's notes within an octave, the given one in the bass, not below `lowest`."""
    notes, floor = [], lowest
    for pitch_class in chord.pitch_classes[inversion:] + chord.pitch_classes[:inversion]:
        floor = _at_or_above(pitch_class, floor)
        notes.append(floor)
    return tuple(notes)


def _fretted(chord: Chord, known: KnownShape) -> tuple[int, ...]:
    """The notes of a shape moved so that its root is the chord's; empty where the neck ends."""
    shape = known.placed(chord)
    return shape.notes if shape.highest_fret <= HIGHEST_FRET else ()


def _keep_if_whole(notes: tuple[int, ...], otherwise: tuple[int, ...], chord: Chord) -> tuple[int, ...]:
    """`notes` if they still are the chord, or else `otherwise`."""
    return notes if _is_whole(notes, chord) else otherwise


def _is_whole(notes: tuple[int, ...], chord: Chord) -> bool:
    """True where ascending notes hold the whole chord, over its root if the bass names it."""
    bass_holds = not _is_named_by_bass(chord) or notes[0] % 12 == chord.pitch_classes[0]
    return bass_holds and {note % 12 for note in notes} == set(chord.pitch_classes)


def _at_or_above(pitch_class: int, note: int) -> int:
    return note + (pitch_class - note) % 12


def _at_or_below(pitch_class: int, note: int) -> int:
    return note - (note - pitch_class) % 12


def _in_range(notes: set[int]) -> tuple[int, ...]:
    """The notes in ascending order: all moved up where the bass is too low, the highest folded down."""
    up = max(0, -(-(LOWEST_NOTE - min(notes)) // 12)) * 12
    raised = (note + up for note in notes)
    return tuple(sorted({note - 12 * max(0, -(-(note - HIGHEST_NOTE) // 12)) for note in raised}))
