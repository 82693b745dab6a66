"""What tells another chord from the answer."""

import pytest

from model.harte import parse
from ui.chord.reasons import reason
from ui.naming import FLATS, GERMAN, Naming


@pytest.mark.parametrize(
    ("answer", "other", "why"),
    [
        ("C:maj6", "A:min7", "the same notes over A"),
        ("C:sus2", "G:sus4", "the same notes over G"),
        ("C:min6", "A:hdim7", "the same notes over A"),
        ("C:aug", "E:aug", "the same notes over E"),
        ("C:7", "C:maj", "without the seventh B♭"),
        ("C:maj", "C:7", "with B♭"),
        ("C:maj/3", "C:7", "with B♭"),
        ("C:maj", "C:5", "without the third E"),
        ("C:5", "C:maj", "with E"),
        ("C:5", "C:min7", "with E♭ and B♭"),
        ("C:7", "C:5", "without the third E and the seventh B♭"),
        ("A:min7", "C:maj", "without the root A"),
        ("C:maj", "A:min7", "with A"),
        ("C:maj", "C:sus4", "F in place of E"),
        ("C:7", "C:maj7", "B in place of B♭"),
        ("C:maj", "E:min", "B in place of C"),
        ("D:maj/b7", "D:7", "the same notes over D"),
        ("C:maj/6", "A:min7", "the same notes over A"),
        ("A:min/6", "F#:hdim7", "the same notes over F♯"),
        ("C:maj", "C:maj/3", "the same notes over E"),
        ("D:maj/b7", "D:maj", "without C in the bass"),
        ("D:maj/b7", "D:5", "without C in the bass and the third F♯"),
        ("D:maj/b7", "D:maj7", "C♯ in place of C"),
        ("C:maj", "C:maj/2", "with D"),
        ("C:maj", "F:maj", ""),
        ("C:maj", "Gb:maj", ""),
        ("C:maj", "N", ""),
        ("N", "C:maj", ""),
    ],
)
def test_a_reason_is_what_differs_between_the_notes(answer: str, other: str, why: str) -> None:
    assert reason(parse(answer), parse(other), Naming()) == why


def test_reasons_use_the_persons_names() -> None:
    assert reason(parse("E:min7"), parse("G:maj"), Naming(language=GERMAN)) == "without the root E"
    assert reason(parse("G:maj"), parse("G:7"), Naming(language=GERMAN)) == "with F"
    assert reason(parse("C:maj7"), parse("C:maj"), Naming(language=GERMAN)) == "without the seventh H"
    assert reason(parse("Gb:maj"), parse("Gb:min"), Naming(FLATS)) == "B♭♭ in place of B♭"
