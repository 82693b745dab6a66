"""Roots, types and labels of chords, and how their notes are spelled."""

import pytest

from model.chords import (
    CHORDS,
    FLAT_NAMES,
    NO_CHORD,
    QUALITIES,
    ROOTS,
    SHARP_NAMES,
    TYPES,
    Chord,
    accidentals,
)
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


def test_every_note_has_the_letter_of_its_degree():
    letters = "CDEFGAB"
    for chord in CHORDS:
        first = letters.index(chord.notes[0][0])
        steps = [1 + (letters.index(note[0]) - first) % 7 for note in chord.notes]
        assert steps == list(QUALITIES[chord.type].degrees), chord


@pytest.mark.parametrize(
    ("label", "notes"),
    [
        ("C:7", "C E G B♭"),
        ("Ab:7", "A♭ C E♭ G♭"),
        ("C:dim7", "C E♭ G♭ B♭♭"),
        ("C:maj6", "C E G A"),
        ("C:sus4", "C F G"),
        ("F:sus2", "F G C"),
        ("B:hdim7", "B D F A"),
        ("F:minmaj7", "F A♭ C E"),
        ("E:5", "E B"),
    ],
)
def test_larger_chords_are_spelled_by_degree(label, notes):
    assert parse(label).notes == tuple(notes.split())


SAME_NOTES = [
    ("C:maj6", "A:min7"),
    ("C:min6", "A:hdim7"),
    ("C:sus2", "G:sus4"),
    ("C:dim7", "Eb:dim7"),
    ("C:aug", "E:aug"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NOTES)
def test_of_two_names_for_the_same_notes_the_bass_tells_one(one, other):
    one, other = parse(one), parse(other)
    assert set(one.pitch_classes) == set(other.pitch_classes)
    assert not set(one.basses) & set(other.basses)


def test_all_names_of_the_same_notes_are_told_apart_by_the_bass():
    over = [(frozenset(chord.pitch_classes), bass) for chord in CHORDS for bass in chord.basses]
    assert len(over) == len(set(over))


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
        (Chord("Ab", "maj", "D"), "Ab:maj/b5", "A♭/D"),
        (Chord("Db", "maj7", "A"), "Db:maj7/b6", "D♭maj7/A"),
        (Chord("C", "dim7", "A"), "C:dim7/bb7", "C°7/B♭♭"),
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
    symbols = "C Cm Cdim Caug C7 Cmaj7 Cm7 Cm(maj7) C°7 Cm7♭5 C6 Cm6 Csus2 Csus4 C5"
    assert [Chord("C", type_).symbol for type_ in TYPES] == symbols.split()
    assert (NO_CHORD.label, NO_CHORD.symbol) == ("N", "N.C.")


def test_labels_are_read_back():
    assert [parse(chord.label) for chord in (*CHORDS, NO_CHORD)] == [*CHORDS, NO_CHORD]
    assert len(CHORDS) == 12 * len(TYPES) == 180
    assert sorted(ROOTS) == ["A", "Ab", "B", "Bb", "C", "D", "Db", "E", "Eb", "F", "G", "Gb"]
