"""Guitar shapes."""

import pytest

from model.chords import CHORDS, QUALITIES, ROOTS, Chord
from model.shapes import (
    FINGERS,
    HAND,
    MOVABLE_SHAPES,
    OPEN_SHAPES,
    STRINGS,
    Shape,
    essential,
    fingerings,
    fingers,
    is_playable,
    is_voicing,
    searched_shapes,
    shown_shape,
    sounding,
)

NECK = 12  # frets
UKULELE, MANDOLIN = (67, 60, 64, 69), (55, 62, 69, 76)
INVERSIONS = tuple(Chord(c.root, c.type, ROOTS[bass]) for c in CHORDS for bass in c.basses[1:])
X = None


@pytest.mark.parametrize("shapes", [OPEN_SHAPES, MOVABLE_SHAPES], ids=["open", "movable"])
def test_every_shape_is_the_chord_its_root_says(shapes) -> None:
    assert tuple(shapes) == tuple(QUALITIES)
    for type_, known_shapes in shapes.items():
        for known in known_shapes:
            chord = Chord(ROOTS[known.root], type_)
            assert is_voicing(known.shape.notes, chord), (type_, known)
            assert is_playable(known.shape.frets), (type_, known)
            assert not known.shown or known.shape.notes[0] % 12 == known.root, (type_, known)


def test_movable_shapes_are_held_without_open_strings_too() -> None:
    for known_shapes in MOVABLE_SHAPES.values():
        assert all(is_playable(known.shape.moved(1).frets) for known in known_shapes)


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_shape_sounds_its_chord_over_the_root_within_a_hand(chord: Chord) -> None:
    shape = shown_shape(chord)
    assert is_voicing(shape.notes, chord)
    assert shape.notes[0] % 12 == chord.pitch_classes[0]
    assert is_playable(shape.frets)
    assert shape.highest_fret <= NECK


@pytest.mark.parametrize("chord", INVERSIONS, ids=lambda chord: chord.label)
def test_every_inversion_has_a_shape_over_its_bass(chord: Chord) -> None:
    shape = shown_shape(chord)
    assert is_voicing(shape.notes, chord)
    assert is_playable(shape.frets)
    assert shape.highest_fret <= NECK


def test_beginners_know_these() -> None:
    assert shown_shape(Chord("C", "maj")).frets == (X, 3, 2, 0, 1, 0)
    assert shown_shape(Chord("F", "maj")).frets == (1, 3, 3, 2, 1, 1)
    assert shown_shape(Chord("B", "min")).frets == (X, 2, 4, 4, 3, 2)
    assert shown_shape(Chord("G", "7")).frets == (3, 2, 0, 0, 0, 1)
    assert shown_shape(Chord("A", "min7")).frets == (X, 0, 2, 0, 1, 0)
    assert shown_shape(Chord("D", "sus4")).frets == (X, X, 0, 2, 3, 3)
    assert shown_shape(Chord("C", "maj", "G")).frets == (3, 3, 2, 0, 1, 0)
    assert shown_shape(Chord("D", "maj", "Gb")).frets == (2, 0, 0, 2, 3, 2)


def test_a_shape_that_no_hand_can_hold_over_its_bass_is_shown_over_the_root() -> None:
    chord = Chord("G", "hdim7", "C")
    assert searched_shapes(chord) == ()
    assert shown_shape(chord) == shown_shape(Chord("G", "hdim7"))


def test_guitarists_leave_out_a_perfect_fifth_unless_another_chord_is_left() -> None:
    assert essential(Chord("C", "7")) == {0, 4, 10}
    assert essential(Chord("C", "hdim7")) == {0, 3, 6, 10}
    assert essential(Chord("C", "maj6")) == {0, 4, 7, 9}  # without G, A minor over C
    assert essential(Chord("C", "maj")) == {0, 4, 7}


def test_the_bass_decides_between_names_of_the_same_notes() -> None:
    over_c, over_a = (48, 52, 55, 57), (45, 48, 52, 55)
    assert is_voicing(over_c, Chord("C", "maj6"))
    assert not is_voicing(over_c, Chord("A", "min7"))
    assert is_voicing(over_a, Chord("A", "min7"))
    assert not is_voicing(over_a, Chord("C", "maj6"))
    assert not is_voicing((48, 52, 55, 59), Chord("C", "maj"))


def test_a_chord_with_a_bass_is_voiced_over_it_alone() -> None:
    assert is_voicing((52, 55, 60), Chord("C", "maj", "E"))
    assert not is_voicing((48, 52, 55), Chord("C", "maj", "E"))
    assert is_voicing((50, 55, 60, 64), Chord("C", "maj", "D"))
    assert not is_voicing((50, 55, 60, 64), Chord("C", "maj"))


@pytest.mark.parametrize("tuning", [UKULELE, MANDOLIN, STRINGS], ids=["ukulele", "mandolin", "guitar"])
def test_what_is_found_on_strings_is_the_chord_within_a_hand(tuning) -> None:
    for chord in CHORDS[::4]:
        for frets in fingerings(tuning, chord):
            assert is_voicing(sounding(tuning, frets), chord)
            pressed = [fret for fret in frets if fret]
            assert max(pressed, default=0) - min(pressed, default=0) < HAND
            assert fingers(frets) <= FINGERS


def test_the_ukulele_of_every_beginner() -> None:
    assert fingerings(UKULELE, Chord("C", "maj"))[0] == (0, 0, 0, 3)
    assert fingerings(UKULELE, Chord("C", "maj6")) != ()
    assert (0, 0, 0, 0) in fingerings(UKULELE, Chord("C", "maj6"))  # C lies lowest: the G is high
    assert (0, 0, 0, 0) not in fingerings(UKULELE, Chord("A", "min7"))
    assert fingerings(UKULELE, Chord("B", "sus4")) == ()  # no low B, and none within a hand


def test_a_finger_lies_across_what_is_not_open() -> None:
    assert fingers((1, 3, 3, 2, 1, 1)) == 4
    assert fingers((2, 0, 0, 2)) == 2
    assert fingers((0, 2, 2, 2, 0)) == 1
    assert not is_playable((1, 2, 3, 2, 3, 2))
    assert not is_playable((1, 5, 5, 5))


def test_one_finger_lies_across_a_barre_and_none_across_open_strings() -> None:
    assert shown_shape(Chord("F", "maj")).barre == (1, 0, 5)
    assert shown_shape(Chord("B", "min")).barre == (2, 1, 5)
    assert shown_shape(Chord("C", "min6")).barre == (1, 2, 4)  # five strings are pressed with four fingers
    assert shown_shape(Chord("A", "min")).barre is None


def test_a_shape_moves_up_the_neck_with_its_open_strings() -> None:
    assert Shape((X, 0, 2, 2, 2, 0)).moved(3).frets == (X, 3, 5, 5, 5, 3)
    assert Shape((X, 0, 2, 2, 2, 0)).notes == (45, 52, 57, 61, 64)
