"""Names of chords larger than the vocabulary."""

import pytest

from model.chords import NO_CHORD, QUALITIES, ROOTS
from model.harte import parse
from ui.chord import larger
from ui.naming import GERMAN, Naming


@pytest.mark.parametrize(
    ("label", "note", "symbol"),
    [
        ("C:maj", "D", "Cadd9"),
        ("C:7", "Eb", "C7♯9"),
        ("A:min7", "B", "Am9"),
        ("Bb:maj7", "C", "B♭maj9"),
        ("E:sus4", "D", "E7sus4"),
        ("Gb:7/3", "Eb", "G♭13"),
        ("C:dim", "D", None),
        ("C:maj", "Eb", None),
    ],
)
def test_a_note_more_makes_a_larger_chord(label: str, note: str, symbol: str | None) -> None:
    assert larger.name(parse(label), ROOTS.index(note), Naming("flats")) == symbol


def test_it_is_named_in_the_persons_language() -> None:
    assert larger.name(parse("B:7"), ROOTS.index("Db"), Naming(language=GERMAN)) == "H9"
    assert larger.name(NO_CHORD, 0, Naming()) is None


def test_no_larger_chord_is_made_of_a_note_that_its_type_has() -> None:
    for type_, notes in larger.LARGER.items():
        assert not notes.keys() & set(QUALITIES[type_].intervals)
