"""Guitar shapes."""

import pytest

from model.chords import CHORDS, QUALITIES, ROOTS, Chord
from model.shapes import MOVABLE_SHAPES, OPEN_SHAPES, Shape, shown_shape

HAND = 3  # frets between the first finger and the little one
NECK = 12  # frets
X = None


@pytest.mark.parametrize("shapes", [OPEN_SHAPES, MOVABLE_SHAPES], ids=["open", "movable"])
def test_every_shape_is_the_chord_its_root_says(shapes) -> None:
    assert tuple(shapes) == tuple(QUALITIES)
    for type_, known_shapes in shapes.items():
        for known in known_shapes:
            wanted = set(Chord(ROOTS[known.root], type_).pitch_classes)
            assert {note % 12 for note in known.shape.notes} == wanted, (type_, known)


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_shape_sounds_its_chord_over_the_root_within_a_hand(chord: Chord) -> None:
    shape = shown_shape(chord)
    assert {note % 12 for note in shape.notes} == set(chord.pitch_classes)
    assert shape.notes[0] % 12 == chord.pitch_classes[0]
    pressed = [fret for fret in shape.frets if fret]
    assert max(pressed) - min(pressed) <= HAND
    assert max(pressed) <= NECK


def test_beginners_know_these() -> None:
    assert shown_shape(Chord("C", "maj")).frets == (X, 3, 2, 0, 1, 0)
    assert shown_shape(Chord("F", "maj")).frets == (1, 3, 3, 2, 1, 1)
    assert shown_shape(Chord("B", "min")).frets == (X, 2, 4, 4, 3, 2)


def test_one_finger_lies_across_a_barre_and_none_across_open_strings() -> None:
    assert shown_shape(Chord("F", "maj")).barre == (1, 0, 5)
    assert shown_shape(Chord("B", "min")).barre == (2, 1, 5)
    assert shown_shape(Chord("A", "min")).barre is None


def test_a_shape_moves_up_the_neck_with_its_open_strings() -> None:
    assert Shape((X, 0, 2, 2, 2, 0)).moved(3).frets == (X, 3, 5, 5, 5, 3)
    assert Shape((X, 0, 2, 2, 2, 0)).notes == (45, 52, 57, 61, 64)
