"""Which notes make a chord on a keyboard, a guitar or in an ensemble: a chord -> MIDI notes.

Every voicing holds all three pitch classes of its chord, and an augmented chord has its root in the bass,
since its three spellings are told apart by nothing else.
"""

from itertools import product

import numpy as np

from model.chords import Chord

LOWEST_NOTE, HIGHEST_NOTE = 36, 88  # MIDI, C2 to E6

STRINGS = (40, 45, 50, 55, 59, 64)  # MIDI: a guitar in standard tuning, E2 to E4
VIOLIN_STRINGS = (55, 62, 69, 76)  # MIDI, G3 to E5
HIGHEST_STOP = 7  # semitones above an open string that a violinist reaches within a chord
MUTED = None
HIGHEST_FRET = 14

# Frets from the low to the high string of shapes as guitarists know them; the first number is the pitch
# class of the root at that place of the neck. Movable shapes slide up the neck, open strings and all.
OPEN_SHAPES = {
    "maj": [
        (0, (MUTED, 3, 2, 0, 1, 0)),
        (0, (0, 3, 2, 0, 1, 0)),
        (0, (MUTED, 3, 2, 0, 1, 3)),
        (9, (MUTED, 0, 2, 2, 2, 0)),
        (9, (0, 0, 2, 2, 2, 0)),
        (7, (3, 2, 0, 0, 0, 3)),
        (7, (3, 2, 0, 0, 3, 3)),
        (4, (0, 2, 2, 1, 0, 0)),
        (2, (MUTED, MUTED, 0, 2, 3, 2)),
        (2, (MUTED, 0, 0, 2, 3, 2)),
        (5, (MUTED, MUTED, 3, 2, 1, 1)),
        (5, (1, 3, 3, 2, 1, 1)),
    ],
    "min": [
        (9, (MUTED, 0, 2, 2, 1, 0)),
        (9, (0, 0, 2, 2, 1, 0)),
        (4, (0, 2, 2, 0, 0, 0)),
        (2, (MUTED, MUTED, 0, 2, 3, 1)),
        (2, (MUTED, 0, 0, 2, 3, 1)),
        (11, (MUTED, 2, 4, 4, 3, 2)),
    ],
    "dim": [
        (9, (MUTED, 0, 1, 2, 1, MUTED)),
        (2, (MUTED, MUTED, 0, 1, 3, 1)),
        (4, (0, 1, 2, 0, MUTED, MUTED)),
    ],
    "aug": [(9, (MUTED, 0, 3, 2, 2, 1)), (4, (0, 3, 2, 1, 1, 0)), (2, (MUTED, MUTED, 0, 3, 3, 2))],
}
MOVABLE_SHAPES = {
    "maj": [
        (4, (0, 2, 2, 1, 0, 0)),
        (4, (0, 2, 2, 1, MUTED, MUTED)),
        (9, (MUTED, 0, 2, 2, 2, 0)),
        (9, (MUTED, 0, 2, 2, 2, MUTED)),
        (2, (MUTED, MUTED, 0, 2, 3, 2)),
        (0, (MUTED, 3, 2, 0, 1, 0)),
        (0, (MUTED, MUTED, MUTED, 0, 1, 0)),
        (5, (MUTED, MUTED, 3, 2, 1, 1)),
    ],
    "min": [
        (4, (0, 2, 2, 0, 0, 0)),
        (4, (0, 2, 2, 0, MUTED, MUTED)),
        (9, (MUTED, 0, 2, 2, 1, 0)),
        (9, (MUTED, 0, 2, 2, 1, MUTED)),
        (2, (MUTED, MUTED, 0, 2, 3, 1)),
        (5, (MUTED, MUTED, 3, 1, 1, 1)),
    ],
    "dim": [
        (9, (MUTED, 0, 1, 2, 1, MUTED)),
        (2, (MUTED, MUTED, 0, 1, 3, 1)),
        (4, (0, 1, 2, 0, MUTED, MUTED)),
    ],
    "aug": [
        (9, (MUTED, 0, 3, 2, 2, MUTED)),
        (2, (MUTED, MUTED, 0, 3, 3, 2)),
        (0, (MUTED, 3, 2, 1, 1, MUTED)),
        (4, (0, MUTED, 2, 1, 1, MUTED)),
    ],
}


def guitar(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a guitarist frets it: open or movable shape, capo, a string missed now and then."""
    shapes = [_fretted(chord, root, frets) for root, frets in MOVABLE_SHAPES[chord.type]]
    open_shapes = [_fretted(chord, root, frets) for root, frets in OPEN_SHAPES[chord.type]]
    in_reach = [notes for notes in shapes + 3 * open_shapes if notes]
    notes = in_reach[rng.integers(len(in_reach))]
    if rng.random() < 0.3:
        missed = rng.integers(len(notes))
        notes = _keep_if_whole(notes[:missed] + notes[missed + 1 :], notes, chord)
    return notes


def keyboard(chord: Chord, rng: np.random.Generator) -> tuple[int, ...]:
    """A chord as a pianist plays it: close or open, any inversion, notes and bass doubled at will."""
    notes = _close_position(chord, int(rng.integers(40, 66)), _inversion(chord, rng))
    if rng.random() < 0.25:  # open position: the middle note an octave up
        notes = (notes[0], notes[2], notes[1] + 12)
    doubling = 1.0 if rng.random() < 0.1 else 0.25  # both hands may hold the whole chord
    doubled = [note + 12 for note in notes if rng.random() < doubling]
    bass = [notes[0] - 12 * int(rng.integers(1, 3))] if rng.random() < 0.35 else []
    if bass and chord.type != "aug" and rng.random() < 0.3:  # the left hand plays the root under an inversion
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
    """Which chord note is in the bass: the root most often, and always in an augmented chord."""
    return 0 if chord.type == "aug" else int(rng.choice(3, p=(0.5, 0.25, 0.25)))


def _close_position(chord: Chord, lowest: int, inversion: int) -> tuple[int, int, int]:
    """Three notes within an octave, the given chord note in the bass, not below `lowest`."""
    pitch_classes = chord.pitch_classes[inversion:] + chord.pitch_classes[:inversion]
    bass = _at_or_above(pitch_classes[0], lowest)
    middle = _at_or_above(pitch_classes[1], bass)
    return bass, middle, _at_or_above(pitch_classes[2], middle)


def _fretted(chord: Chord, root: int, frets: tuple[int | None, ...]) -> tuple[int, ...]:
    """The notes of a shape moved so that its root is the chord's; empty where the neck ends."""
    shift = (chord.pitch_classes[0] - root) % 12
    if shift + max(fret for fret in frets if fret is not MUTED) > HIGHEST_FRET:
        return ()
    return tuple(s + fret + shift for s, fret in zip(STRINGS, frets, strict=True) if fret is not MUTED)


def _keep_if_whole(notes: tuple[int, ...], otherwise: tuple[int, ...], chord: Chord) -> tuple[int, ...]:
    """`notes` if they still are the chord, or else `otherwise`."""
    return notes if _is_whole(notes, chord) else otherwise


def _is_whole(notes: tuple[int, ...], chord: Chord) -> bool:
    """Whether ascending notes hold the whole chord, augmented ones over their root."""
    bass_holds = chord.type != "aug" or notes[0] % 12 == chord.pitch_classes[0]
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
