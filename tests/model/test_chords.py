"""Roots, types and labels of chords, and how their notes are spelled."""

import pytest

from model.chords import CHORDS, FLAT_NAMES, NO_CHORD, ROOTS, SHARP_NAMES, TYPES, Chord, accidentals
from model.harte import parse


@pytest.mark.parametrize(
    ("label", "notes"),
    [
        ("C:maj", "C E G"),
        ("E:min", "E G B"),
        ("F:dim", "F A♭ C♭"),
        ("B:aug", "B D♯ F♯♯"),
        ("Db:min", "C♯ E G♯"),
        ("Gb:min", "F♯ A C♯"),
        ("Ab:dim", "G♯ B D"),
        ("Bb:min", "B♭ D♭ F"),
    ],
)
def test_notes_are_spelled_in_thirds(label, notes):
    assert parse(label).notes == tuple(notes.split())


@pytest.mark.parametrize(
    ("type_", "roots"),
    [
        ("maj", "D♭ E♭ F♯ A♭ B♭"),
        ("min", "C♯ E♭ F♯ G♯ B♭"),
        ("dim", "C♯ D♯ F♯ G♯ A♯"),
        ("aug", "D♭ E♭ G♭ A♭ B♭"),
    ],
)
def test_black_roots_have_the_names_that_musicians_write(type_, roots):
    black = ("Db", "Eb", "Gb", "Ab", "Bb")
    assert [Chord(root, type_).notes[0] for root in black] == roots.split()


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_no_other_spelling_takes_fewer_accidentals(chord):
    others = [chord.spelled_with(names) for names in (FLAT_NAMES, SHARP_NAMES)]
    assert accidentals(chord.notes) == min(map(accidentals, others))


def test_every_chord_can_be_spelled_with_sharps_or_flats():
    assert Chord("Db", "min").spelled_with(FLAT_NAMES) == ("D♭", "F♭", "A♭")
    assert Chord("Ab", "dim").spelled_with(FLAT_NAMES) == ("A♭", "C♭", "E♭♭")
    assert Chord("Eb", "maj").spelled_with(SHARP_NAMES) == ("D♯", "F♯♯", "A♯")
    assert NO_CHORD.spelled_with(FLAT_NAMES) == NO_CHORD.notes == ()


def test_the_root_is_spelled_first_in_every_chord():
    letters = "CDEFGABCDEFGAB"
    for chord in CHORDS:
        assert len({note[0] for note in chord.notes}) == 3
        first, second, third = (letters.index(note[0]) for note in chord.notes)
        assert ((second - first) % 7, (third - second) % 7) == (2, 2)


def test_pitch_classes():
    assert Chord("A", "min").pitch_classes == (9, 0, 4)
    assert Chord("Eb", "aug").pitch_classes == (3, 7, 11)
    assert NO_CHORD.pitch_classes == ()


@pytest.mark.parametrize(
    ("chord", "label", "symbol"),
    [
        (Chord("C", "maj", "E"), "C:maj/3", "C/E"),
        (Chord("A", "min", "C"), "A:min/b3", "Am/C"),
        (Chord("F", "dim", "B"), "F:dim/b5", "Fdim/C♭"),
        (Chord("C", "aug", "Ab"), "C:aug/#5", "Caug/G♯"),
        (Chord("C", "maj", "D"), "C:maj/2", "C/D"),
        (Chord("Eb", "maj", "Db"), "Eb:maj/b7", "E♭/D♭"),
    ],
    ids=lambda value: getattr(value, "label", value),
)
def test_a_bass_is_written_by_its_degree(chord, label, symbol):
    assert (chord.label, chord.symbol) == (label, symbol)


def test_a_bass_that_is_the_root_or_no_note_is_refused():
    for bass in ("C", "H"):
        with pytest.raises(ValueError, match="not a bass"):
            Chord("C", "maj", bass)


@pytest.mark.parametrize(("root", "type_"), [("H", "maj"), ("C", "add9"), ("C", None), (None, "maj")])
def test_an_unknown_root_or_type_is_refused(root, type_):
    with pytest.raises(ValueError, match="not a chord: root"):
        Chord(root, type_)


def test_degrees_are_told_by_their_number():
    assert [Chord("A", "min").pitch_class(degree) for degree in (1, 3, 5, 7)] == [9, 0, 4, None]
    assert NO_CHORD.pitch_class(3) is None


def test_labels_and_symbols():
    assert (Chord("Db", "min").label, Chord("Db", "min").symbol) == ("Db:min", "C♯m")
    assert [Chord("C", type_).symbol for type_ in TYPES] == ["C", "Cm", "Cdim", "Caug"]
    assert (NO_CHORD.label, NO_CHORD.symbol) == ("N", "N.C.")


def test_labels_are_read_back():
    assert [parse(chord.label) for chord in (*CHORDS, NO_CHORD)] == [*CHORDS, NO_CHORD]
    assert len(CHORDS) == 48
    assert sorted(ROOTS) == ["A", "Ab", "B", "Bb", "C", "D", "Db", "E", "Eb", "F", "G", "Gb"]
