"""Ways to play a chord that are worth showing."""

import pytest

from model import voicings
from model.chords import CHORDS, ROOTS, Chord
from model.shapes import FAR, NECK, UKULELE, Shape, is_comfortable, is_playable, is_voicing, shown_shape

X = None
INVERSIONS = tuple(Chord(c.root, c.type, ROOTS[bass]) for c in CHORDS for bass in c.basses[1:])


def frets(shapes: tuple[Shape, ...]) -> list[tuple[int | None, ...]]:
    return [shape.frets for shape in shapes]


@pytest.mark.parametrize("chord", [*CHORDS, *INVERSIONS], ids=lambda chord: chord.symbol)
def test_every_shape_is_the_chord_over_its_bass_within_a_hand(chord: Chord) -> None:
    shapes = voicings.guitar(chord)
    assert shapes[0] == shown_shape(chord)
    assert len(set(shapes)) == len(shapes) <= voicings.MOST
    lowest = chord.pitch_classes[0] if chord.bass is None else ROOTS.index(chord.bass)
    for shape in shapes:
        assert is_voicing(shape.notes, chord)
        assert min(shape.notes) % 12 == lowest
        assert is_playable(shape.frets)
        assert shape.highest_fret <= NECK


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_chord_can_be_played_on_the_ukulele(chord: Chord) -> None:
    shapes = voicings.ukulele(chord)
    assert shapes
    own = set(chord.pitch_classes)
    fifth = (chord.pitch_classes[0] + 7) % 12
    for shape in shapes:
        played = {note % 12 for note in shape.notes}
        assert own - {fifth} <= played <= own
        assert (len(shape.frets), len(shape.tuning)) == (4, 4)
        assert is_playable(shape.frets)
    assert voicings.ukulele(Chord(chord.root, chord.type, chord.root and _other(chord))) == shapes


def _other(chord: Chord) -> str:
    return ROOTS[(ROOTS.index(chord.root) + 2) % 12]


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_the_piano_plays_all_notes_in_every_inversion_that_keeps_the_name(chord: Chord) -> None:
    positions = voicings.piano(chord)
    assert [keys[0] % 12 for keys in positions] == list(chord.basses)
    for keys in positions:
        assert {note % 12 for note in keys} == set(chord.pitch_classes)
        assert keys == tuple(sorted(keys))
        assert keys[-1] - keys[0] < 12


def test_what_players_of_each_instrument_expect() -> None:
    assert frets(voicings.guitar(Chord("C", "maj")))[:2] == [(X, 3, 2, 0, 1, 0), (X, 3, 5, 5, 5, 3)]
    assert frets(voicings.guitar(Chord("F", "maj")))[:2] == [(1, 3, 3, 2, 1, 1), (X, X, 3, 2, 1, 1)]
    assert frets(voicings.guitar(Chord("C", "maj", "E")))[0] == (0, 3, 2, 0, 1, 0)
    ukulele = {"C": (0, 0, 0, 3), "F": (2, 0, 1, 0), "G": (0, 2, 3, 2), "D": (2, 2, 2, 0), "A": (2, 1, 0, 0)}
    for root, usual in ukulele.items():
        assert frets(voicings.ukulele(Chord(root, "maj")))[0] == usual
    assert voicings.piano(Chord("C", "maj")) == ((60, 64, 67), (64, 67, 72), (67, 72, 76))
    assert voicings.piano(Chord("C", "maj", "E")) == ((52, 60, 64, 67), (64, 67, 72))
    assert voicings.piano(Chord("C", "maj", "D")) == ((50, 60, 64, 67),)


def test_no_inversion_is_shown_that_bears_another_name() -> None:
    assert voicings.piano(Chord("C", "maj6")) == ((60, 64, 67, 69),)


def test_open_strings_ring_beside_a_near_hand_alone() -> None:
    shapes = [shape for chord in CHORDS for shape in (*voicings.guitar(chord)[1:], *voicings.ukulele(chord))]
    assert [shape for shape in shapes if 0 in shape.frets and shape.highest_fret > FAR] == []


def test_over_a_bass_no_shape_comes_before_one_that_is_easier_to_hold() -> None:
    assert frets(voicings.guitar(Chord("Db", "min7", "Ab")))[0] == (4, 2, 2, 4, 2, X)  # not 422420
    for chord in INVERSIONS:
        ease = [is_comfortable(shape) for shape in voicings.guitar(chord)]
        assert ease == sorted(ease, reverse=True)


def test_a_hold_with_strings_left_out_is_no_shape_of_its_own_unless_it_spares_the_barre() -> None:
    for chord in CHORDS:
        held = frets(voicings.guitar(chord))
        for number, shape in enumerate(voicings.guitar(chord)):
            parts = [other for other in held[:number] if _is_part(shape.frets, other)]
            assert all((Shape(part).barre is None) != (shape.barre is None) for part in parts)


def _is_part(shape: tuple[int | None, ...], other: tuple[int | None, ...]) -> bool:
    return all(a is X or a == b for a, b in zip(shape, other, strict=True))


def test_where_no_hand_holds_four_strings_three_sound() -> None:
    (shape, *_) = voicings.ukulele(Chord("B", "5"))
    assert shape.frets.count(X) == 1
    assert shape.tuning == UKULELE
