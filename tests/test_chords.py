import pytest

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord, parse


@pytest.mark.parametrize(
    ("label", "notes"),
    [
        ("C:maj", ("C", "E", "G")),
        ("Db:min", ("D♭", "F♭", "A♭")),
        ("Ab:dim", ("A♭", "C♭", "E♭♭")),
        ("B:aug", ("B", "D♯", "F♯♯")),
        ("Gb:min", ("G♭", "B♭♭", "D♭")),
        ("E:min", ("E", "G", "B")),
        ("F:dim", ("F", "A♭", "C♭")),
    ],
)
def test_notes_are_spelled_in_thirds(label, notes):
    assert parse(label).notes == notes


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


def test_names():
    chord = Chord("Db", "min")
    assert (chord.label, chord.symbol, chord.name, chord.spoken) == (
        "Db:min",
        "D♭m",
        "D♭ minor",
        "D-flat minor",
    )
    assert (NO_CHORD.label, NO_CHORD.symbol, NO_CHORD.name) == ("N", "N.C.", "no chord")
    assert Chord("C", "maj").symbol == "C"


def test_labels_are_read_back():
    assert [parse(chord.label) for chord in (*CHORDS, NO_CHORD)] == [*CHORDS, NO_CHORD]
    assert len(CHORDS) == 48
    assert sorted(ROOTS) == ["A", "Ab", "B", "Bb", "C", "D", "Db", "E", "Eb", "F", "G", "Gb"]


@pytest.mark.parametrize("label", ["", "H:maj", "C", "C#:maj", "C:7", "n", "C:maj:min"])
def test_other_labels_are_refused(label):
    with pytest.raises(ValueError, match="not a chord"):
        parse(label)
