"""Voicings on a keyboard, on fretted and bowed strings, in an ensemble or a choir: a chord -> MIDI notes.

Every voicing is `is_voicing`: nothing foreign in it, nothing missing but a fifth that musicians leave out,
and a bass with which the chord has its name. A chord with a bass of its own, as "C:maj/2", is voiced over it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

import numpy as np

from model.chords import CHORDS, ROOTS, Chord
from model.shapes import (
    MOVABLE_SHAPES,
    OPEN_SHAPES,
    basses,
    essential,
    fingerings,
    is_voicing,
    searched_shapes,
    sounding,
)

LOWEST_NOTE, HIGHEST_NOTE = 36, 88  # MIDI, C2 to E6
MOST_DOUBLED = 8  # notes on a keyboard up to which some are doubled
ROOT_SHARE = 0.6  # voicings over the root, of a chord that may have another bass
NO_FIFTH_SHARE = 0.25  # voicings without the fifth, of those that may lack it
TWO_HANDS_SHARE = 0.45  # voicings whose bass is in a hand of its own, of those on a keyboard
SEARCHED_SHARE = 0.15  # guitar shapes that no book shows, but a hand can hold
MISSED_SHARE = 0.3  # guitar shapes of which a string is missed

UKULELE_STRINGS = (67, 60, 64, 69)  # MIDI: the G is high
MANDOLIN_STRINGS = VIOLIN_STRINGS = (55, 62, 69, 76)  # MIDI, G3 to E5
HIGHEST_STOP = 7  # semitones above an open string that a violinist reaches within a chord
HIGHEST_FRET = 14
LOWEST_VOICE = 40  # MIDI, E2
HIGHEST_VOICES = (69, 81)  # MIDI, A4 of a male choir and A5 of a mixed one

PARTIALS = (0, 12, 19, 24, 28, 31, 34, 36)  # semitones above the first, to the nearest key
HARMONIC = {  # by type: which partials of one note are played as notes, from 1
    "maj": "12345 1235 1345 135 2345 235 12456 1456 123456 1234568",
    "7": "123457 12357 1357 157 1257 23457 2357 14567 124567 1234567",
    "5": "123 13 1234 134 23 234 1236 2346 12346 1246",
}


def keyboard(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a pianist plays it: in one hand or two, close, open or a shell, some notes doubled."""
    played = _bass_and_uppers(chord, rng)
    notes = (_two_hands if rng.random() < TWO_HANDS_SHARE else _one_hand)(played, rng)
    doubling = 1.0 if rng.random() < 0.1 else 0.2  # both hands may hold the whole chord
    doubled = [note + 12 for note in notes if rng.random() < doubling]
    return _in_range({*notes, *doubled[: max(0, MOST_DOUBLED - len(notes))]})


def harmonic(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord on the partials of a single low note, which it might be mistaken for: C2 C3 G3 C4 E4.

    Raises KeyError for a type that is not in `HARMONIC`.
    """
    rows = HARMONIC[chord.type].split()
    steps = [PARTIALS[int(partial) - 1] for partial in rows[rng.integers(len(rows))]]
    lowest = _at_or_above(chord.pitch_classes[0], LOWEST_NOTE)
    octaves = (HIGHEST_NOTE - lowest - steps[-1] + steps[0]) // 12 + 1
    bass = lowest + 12 * int(rng.integers(octaves))
    return tuple(bass + step - steps[0] for step in steps)


def ensemble(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord spread over three to seven players, wide apart, the bass on its own below."""
    lowest, *uppers = _bass_and_uppers(chord, rng)
    bass = _at_or_above(lowest, int(rng.integers(LOWEST_NOTE, 62)))
    players = int(rng.integers(max(3, 1 + len(uppers)), 8))
    doubled = rng.choice([lowest, *uppers], players - 1 - len(uppers)).tolist()
    return _in_range({bass, *(_at_or_above(pc, bass + int(rng.integers(1, 20))) for pc in uppers + doubled)})


def choir(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord in the four parts of a male or mixed choir, or in three close ones where they would not fit."""
    lowest, *uppers = _bass_and_uppers(chord, rng)
    highest = int(rng.choice(HIGHEST_VOICES))
    bass = _at_or_above(lowest, int(rng.integers(LOWEST_VOICE, highest - 23)))
    doubled = rng.choice([lowest, *uppers], max(0, 3 - len(uppers))).tolist()
    notes = _stacked(bass, rng.permutation(uppers + doubled).tolist())
    return notes if notes[-1] <= highest else _stacked(bass, uppers)


def guitar(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a guitarist frets it: open or movable shape, capo, a string missed now and then."""
    is_searched = rng.random() < SEARCHED_SHARE
    notes = _pick((_searched if is_searched else _known)(chord) or _searched(chord), chord, rng)
    if rng.random() < MISSED_SHARE:
        missed = rng.integers(len(notes))
        fewer = notes[:missed] + notes[missed + 1 :]
        return fewer if len(fewer) > 1 and is_voicing(fewer, chord) else notes
    return notes


def twelve_strings(notes: tuple[int, ...]) -> tuple[int, ...]:
    """A guitar's notes on its twelve-stringed sister: the four lowest sound an octave above as well."""
    return tuple(sorted({*notes, *(note + 12 for note in notes[:4])}))


def ukulele(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord on the four strings of a ukulele; an ensemble's where none of its shapes has the right bass."""
    return _pick(_fretted(UKULELE_STRINGS, chord), chord, rng)


def mandolin(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord on a mandolin: four pairs of strings, each a note twice, or three without the lowest."""
    shapes = _fretted(MANDOLIN_STRINGS, chord) + _fretted(MANDOLIN_STRINGS[1:], chord)
    return tuple(sorted(2 * _pick(shapes, chord, rng))) if shapes else ensemble(chord, rng)


def violin(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord across three or four strings tuned in fifths, each stopped at a chord note."""
    return _pick(_bowed(chord), chord, rng)


@cache
def foreign_basses(chord: Chord) -> tuple[str, ...]:
    """The roots outside a chord over which it stays itself: D under C, but not A, which makes Am7 of it."""
    others = (root for root in ROOTS if ROOTS.index(root) not in chord.pitch_classes)
    return tuple(root for root in others if not _is_named((ROOTS.index(root), *chord.pitch_classes)))


def _is_named(played: Sequence[int]) -> bool:
    """Tell if pitch classes, the bass first, are a chord of the vocabulary."""
    notes = (played[0], *(note + 12 for note in played[1:]))
    return any(is_voicing(notes, chord) for chord in CHORDS)


def _bass_and_uppers(chord: Chord, rng: np.random.Generator) -> list[int]:
    """The pitch classes of a voicing from its bass upwards, without the fifth now and then."""
    allowed = basses(chord)
    others = len(allowed) - 1
    is_root = not others or rng.random() < ROOT_SHARE
    bass = allowed[0] if is_root else allowed[1 + int(rng.integers(others))]
    played = essential(chord) if rng.random() < NO_FIFTH_SHARE else chord.pitch_classes
    return sorted({bass, *played}, key=lambda pitch_class: (pitch_class - bass) % 12)


def _one_hand(played: Sequence[int], rng: np.random.Generator) -> tuple[int, ...]:
    """Close position, or open: the lowest one or two of the upper notes above the others."""
    bass, *uppers = played
    lifted = int(rng.choice(3, p=(0.6, 0.25, 0.15)))
    return _stacked(_at_or_above(bass, int(rng.integers(40, 66))), uppers[lifted:] + uppers[:lifted])


def _two_hands(played: Sequence[int], rng: np.random.Generator) -> tuple[int, ...]:
    """The bass on the left, with its octave or fifth perhaps; on the right the chord, with or without it."""
    bass = _at_or_above(played[0], int(rng.integers(LOWEST_NOTE, 50)))
    added = [step for step in (7, 12) if (bass + step) % 12 in played and rng.random() < 0.35]
    left = [bass, *(bass + step for step in added)]
    right = list(played[int(rng.random() < 0.5) :])
    turn = int(rng.integers(len(right)))
    first, *rest = right[turn:] + right[:turn]
    return (*left, *_stacked(_at_or_above(first, left[-1] + int(rng.integers(1, 16))), rest))


def _pick(voicings: Sequence[tuple[int, ...]], chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """One of these voicings, over the root as often as everywhere; an ensemble's if there are none."""
    if not voicings:
        return ensemble(chord, rng)
    over_root = [notes for notes in voicings if min(notes) % 12 == basses(chord)[0]]
    others = [notes for notes in voicings if min(notes) % 12 != basses(chord)[0]]
    chosen = (over_root if rng.random() < ROOT_SHARE else others) or voicings
    return chosen[rng.integers(len(chosen))]


@cache
def _known(chord: Chord) -> tuple[tuple[int, ...], ...]:
    """The known guitar shapes within reach as notes, the open ones three times as often."""
    known = (*MOVABLE_SHAPES[chord.type], *3 * OPEN_SHAPES[chord.type])
    placed = (shape.placed(chord) for shape in known)
    return _ascending(
        shape.notes
        for shape in placed
        if shape.highest_fret <= HIGHEST_FRET and is_voicing(shape.notes, chord)
    )


@cache
def _searched(chord: Chord) -> tuple[tuple[int, ...], ...]:
    """All guitar shapes that a hand can hold, as notes."""
    return _ascending(shape.notes for shape in searched_shapes(chord))


@cache
def _fretted(tuning: tuple[int, ...], chord: Chord) -> tuple[tuple[int, ...], ...]:
    """All that a hand can hold on strings tuned to these notes, as notes."""
    return _ascending(sounding(tuning, frets) for frets in fingerings(tuning, chord))


@cache
def _bowed(chord: Chord) -> tuple[tuple[int, ...], ...]:
    """All ways to stop a chord on three or four strings of a violin, as notes."""
    allowed = {*chord.pitch_classes, *basses(chord)}
    stops = [
        [note for note in range(string, string + HIGHEST_STOP + 1) if note % 12 in allowed]
        for string in VIOLIN_STRINGS
    ]
    bowed = (notes for strings in (stops[:3], stops[1:], stops) for notes in product(*strings))
    return tuple(notes for notes in bowed if is_voicing(notes, chord))


def _ascending(voicings: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(notes)) for notes in voicings)


def _stacked(bass: int, pitch_classes: Sequence[int]) -> tuple[int, ...]:
    """A bass and one note of each pitch class, each the next above the one before."""
    notes = [bass]
    for pitch_class in pitch_classes:
        notes.append(_at_or_above(pitch_class, notes[-1] + 1))
    return tuple(notes)


def _at_or_above(pitch_class: int, note: int) -> int:
    return note + (pitch_class - note) % 12


def _in_range(notes: set[int]) -> tuple[int, ...]:
    """The notes in ascending order, those above the highest folded down."""
    return tuple(sorted({note - 12 * max(0, -(-(note - HIGHEST_NOTE) // 12)) for note in notes}))
