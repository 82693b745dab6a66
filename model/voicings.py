"""Ways to play a chord that are worth showing, on piano, guitar and ukulele, the easy ones first."""

from collections.abc import Iterable
from functools import cache

from model.chords import ROOTS, Chord
from model.shapes import (
    MOVABLE_SHAPES,
    MUTED,
    OPEN_SHAPES,
    UKULELE,
    Shape,
    effort,
    essential,
    fingerings_of,
    is_comfortable,
    is_voicing,
    searched_shapes,
    shown_shape,
)

C4 = 60  # MIDI
OCTAVE = 12  # semitones
MOST = 5  # shapes of a chord on one instrument
INCOMPLETE = 3  # what a missing fifth counts among efforts: as much as a finger and a fret


@cache
def piano(chord: Chord) -> tuple[tuple[int, ...], ...]:
    """The keys to press, as MIDI notes: the root position or the chord over its bass, then inversions.

    An inversion that bears another name, as C6 over A does, is none of them.
    """
    root = C4 + chord.pitch_classes[0]
    upwards = tuple(root + (note - root) % OCTAVE for note in chord.pitch_classes)
    if chord.bass is None:
        return tuple(_over(bass, upwards) for bass in chord.basses)
    bass = ROOTS.index(chord.bass)
    below = (root - (root - bass) % OCTAVE, *upwards)
    return (below, _over(bass, upwards)) if bass in chord.pitch_classes else (below,)


@cache
def guitar(chord: Chord) -> tuple[Shape, ...]:
    """Up to five shapes over the root or the chord's bass: first the usual one, then the easiest."""
    first = shown_shape(chord)
    lowest = chord.pitch_classes[0] if chord.bass is None else ROOTS.index(chord.bass)
    known = [known.shape for known in OPEN_SHAPES[chord.type] if known.distance(chord) == 0]
    known += [known.placed(chord) for known in MOVABLE_SHAPES[chord.type]]
    held = [
        shape
        for shape in (*sorted(known, key=_effort), *searched_shapes(chord))
        if min(shape.notes) % OCTAVE == lowest and is_voicing(shape.notes, chord) and is_comfortable(shape)
    ]
    return _distinct((first, *held))


@cache
def ukulele(chord: Chord) -> tuple[Shape, ...]:
    """Up to five shapes, the easiest first. An instrument without low strings leaves the bass to others.

    Where no hand can hold all four strings, an outer one stays silent.
    """
    whole, needed = set(chord.pitch_classes), essential(Chord(chord.root, chord.type))

    def difficulty(shape: Shape) -> int:
        return _effort(shape) + INCOMPLETE * len(whole - _pitch_classes(shape))

    inner = ((0, 0), (0, 1), (1, 0))  # strings that stay silent, on the left and on the right
    for left, right in inner:
        strings = fingerings_of(UKULELE[left : len(UKULELE) - right], whole)
        shapes = [Shape((*[MUTED] * left, *frets, *[MUTED] * right), UKULELE) for frets in strings]
        held = [shape for shape in shapes if needed <= _pitch_classes(shape) and is_comfortable(shape)]
        if held:
            return _distinct(sorted(held, key=difficulty))
    return ()


def _over(bass: int, upwards: tuple[int, ...]) -> tuple[int, ...]:
    """The inversion of a close chord that has this pitch class at the bottom."""
    lowest = next(note for note in upwards if note % OCTAVE == bass)
    return tuple(sorted(note + OCTAVE if note < lowest else note for note in upwards))


def _effort(shape: Shape) -> int:
    return effort(shape.frets)


def _pitch_classes(shape: Shape) -> set[int]:
    return {note % OCTAVE for note in shape.notes}


def _distinct(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """The first few shapes of which none is another with strings left out, unless that spares the barre."""
    kept: list[Shape] = []
    for shape in shapes:
        if len(kept) < MOST and not any(_is_same_hold(shape, other) for other in kept):
            kept.append(shape)
    return tuple(kept)


def _is_same_hold(shape: Shape, other: Shape) -> bool:
    """Tell if two shapes differ by muted strings alone, and both or neither need a barre."""
    both = zip(shape.frets, other.frets, strict=True)
    same = all(a == b for a, b in both if a is not MUTED and b is not MUTED)
    return same and (shape.barre is None) == (other.barre is None)
