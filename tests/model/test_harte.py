"""Labels of chords as others write them."""

import mir_eval
import pytest

from model.chords import CHORDS, NO_CHORD, Chord
from model.harte import SHORTHANDS, parse, semitones

EXTENDED = mir_eval.chord.EXTENDED_QUALITY_REDUX  # shorthands as smaller ones with further degrees
PLAIN = mir_eval.chord.QUALITIES.keys() - EXTENDED.keys() - {""}  # the empty one is no chord


@pytest.mark.parametrize("chord", [*CHORDS, NO_CHORD, Chord("C", "maj", "E")], ids=lambda chord: chord.label)
def test_what_we_write_is_read(chord):
    assert parse(chord.label) == chord


@pytest.mark.parametrize("root", ["C", "Db", "Gb", "B"])
@pytest.mark.parametrize("bass", ["D", "Eb", "F", "Ab", "A"])
def test_every_bass_that_we_write_is_read(root, bass):
    for type_ in ("maj", "dim", "aug"):
        assert parse(Chord(root, type_, bass).label) == Chord(root, type_, bass)


@pytest.mark.parametrize(
    ("label", "ours"),
    [
        ("C", "C:maj"),
        ("C#:min", "Db:min"),
        ("Cb", "B:maj"),
        ("E#:dim", "F:dim"),
        ("F##:maj", "G:maj"),
        ("Bb:maj/3", "Bb:maj/3"),
        ("G/5", "G:maj/5"),
        ("C/1", "C:maj"),
        ("C:maj/9", "C:maj/2"),
        ("F:dim/b5", "F:dim/b5"),
        ("F:maj/b5", "F:maj/b5"),
        ("A:min7", "A:min7"),
        ("A:min7/b7", "A:min7/b7"),
        ("D:hdim7", "D:hdim7"),
        ("D:dim7", "D:dim7"),
        ("E:7(#9)", "E:7"),
        ("E:min(9)", "E:min"),
        ("E:(1,3,5)", "E:maj"),
        ("E:(b3,5)", "E:min"),
        ("E:sus4(3)", "E:maj"),
        ("E:maj9(*7)", "E:maj"),
        ("E:13", "E:7"),
        ("E:maj9", "E:maj7"),
        ("E:9(*3)", "E:sus2"),
        ("E:sus4(b7)", "E:sus4"),
        ("E:sus4(b7,9)", "E:sus4"),
        ("E:minmaj7", "E:minmaj7"),
        ("E:aug(b7)", "E:aug"),
    ],
)
def test_other_labels_are_read_as_the_nearest_row(label, ours):
    assert parse(label).label == ours


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_shorthand_has_the_notes_that_mir_eval_gives_it(name):
    notes = {semitones(degree) for degree in ("1", *SHORTHANDS[name].split())}
    assert notes == {step for step, sounds in enumerate(mir_eval.chord.QUALITIES[name]) if sounds}


@pytest.mark.parametrize("name", sorted(EXTENDED))
def test_an_extended_shorthand_has_the_degrees_that_mir_eval_gives_it(name):
    smaller, added = EXTENDED[name]
    assert {*SHORTHANDS[name].split()} == {*SHORTHANDS[smaller].split()} | added


def test_music_that_no_label_fits_is_no_chord_of_ours():
    assert parse("X") is None


@pytest.mark.parametrize(
    "label",
    [
        "",
        "H:maj",
        "n",
        "C:maj:min",
        "c",
        "C:",
        "C:/3",
        "C:foo",
        "C:maj/",
        "C:maj/8b",
        "C:maj(",
        "C:maj(x)",
        "Am",
        "C:maj7(",
    ],
)
def test_other_text_is_refused(label):
    with pytest.raises(ValueError, match="not a chord label"):
        parse(label)


@pytest.mark.parametrize("label", ["C:1", "C:(3)", "C:maj(*5)"])
def test_a_chord_that_holds_no_row_is_refused_with_the_rows(label):
    with pytest.raises(ValueError, match="none of the chords of the vocabulary"):
        parse(label)
