"""Chord symbols as musicians write them."""

import pytest

from model.chords import CHORDS, NO_CHORD, Chord
from model.spelling import ascii_symbol
from model.symbols import LONGEST, Reading, read

OVER_OTHERS = [Chord("Db", "min7", bass) for bass in ("E", "Ab", "B", "D")]


@pytest.mark.parametrize("chord", [*CHORDS, NO_CHORD, *OVER_OTHERS], ids=lambda chord: chord.label)
def test_what_we_print_is_read(chord: Chord) -> None:
    for text in (chord.symbol, ascii_symbol(chord.symbol), chord.label):
        assert read(text) == Reading(chord, True)


@pytest.mark.parametrize(
    ("label", "spellings"),
    [
        ("C:maj", "C Cmaj CM Cmajor c C/C"),
        ("A:min", "Am am Amin A- Ami Aminor AMin AMIN"),
        ("Bb:maj", "Bb bb B♭ A# a#"),
        ("B:min7", "BMin7 Hm7 Bm7 B-7 hm7 Bmin7 Bmi7 Bm(7)"),
        ("C:7", "C7 C(7) Cadd7"),
        ("C:maj7", "CM7 Cma7 CΔ C△7 Cmajor7 Cj7"),
        ("C:minmaj7", "CmM7 Cm(maj7) Cminmaj7 C-Δ7 Cm/maj7 C-/M7"),
        ("C:hdim7", "Cø Cø7 Cm7b5 Cm7(b5) C-7b5 Cm7-5 Cm7−5 Chdim7"),
        ("C:dim", "Cdim Co C° Cmb5"),
        ("C:dim7", "Cdim7 Co7 C°7"),
        ("C:aug", "C+ Caug C(#5) C+5"),
        ("C:sus4", "Csus Csus4 C4"),
        ("C:sus2", "Csus2 C2"),
        ("C:5", "C5 Cno3 Comit3"),
        ("C:maj6", "C6 Cmaj6"),
        ("Gb:hdim7", "F#m7b5 F♯ø"),
        ("Eb:maj7/3", "Ebmaj7/G E♭maj7/G D#M7/g"),
        ("N", "N.C. NC nc N n.c."),
    ],
)
def test_one_chord_has_many_spellings(label: str, spellings: str) -> None:
    read_as = {text: read(text) for text in spellings.split()}
    assert {text: (r.chord.label, r.is_exact) for text, r in read_as.items()} == dict.fromkeys(
        read_as, (label, True)
    )


@pytest.mark.parametrize("text", [" E b m a j 7 / G ", "Eb maj7/G"])
def test_spaces_do_not_matter(text: str) -> None:
    assert read(text).chord.label == "Eb:maj7/3"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("C9", "C:7"),
        ("Cmaj9", "C:maj7"),
        ("Cm11/Eb", "C:min7/b3"),
        ("C13", "C:7"),
        ("C6/9", "C:maj6"),
        ("Cadd9", "C:maj"),
        ("Cmadd9", "C:min"),
        ("Cm2", "C:min"),
        ("Cm4", "C:min"),
        ("Cmaj2", "C:maj"),
        ("Cmaj4", "C:maj"),
        ("Caug4", "C:aug"),
        ("C-5", "C:maj"),
        ("C−5", "C:maj"),
        ("C7b9", "C:7"),
        ("C7(#9,b13)", "C:7"),
        ("C7alt", "C:7"),
        ("C7sus4", "C:sus4"),
        ("C9sus4", "C:sus4"),
        ("Csus4add9", "C:sus4"),
        ("C9sus2", "C:sus2"),
        ("C7#5", "C:aug"),
        ("Cmaj7#11", "C:maj7"),
        ("C:9", "C:7"),
        ("C:maj(9)", "C:maj"),
    ],
)
def test_what_no_row_fits_is_the_nearest_one(text: str, nearest: str) -> None:
    reading = read(text)
    assert (reading.chord.label, reading.is_exact) == (nearest, False)


@pytest.mark.parametrize(
    "text", ["X", "Foo", "Cis", "C//E", "C/E/G", "C/9", "Cfoo", "C:foo", "7", "<b>", "C\0", "C" * 41]
)
def test_what_is_no_chord_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no chord that I can read\. Write it like C, Am") as refusal:
        read(text)
    assert f"“{text[:LONGEST]}" in str(refusal.value)


@pytest.mark.parametrize("text", ["Cm5", "Cmaj5", "Cdim5", "Cm/maj", "Cm//maj7"])
def test_neither_a_fifth_beside_a_kind_nor_a_stroke_that_leads_nowhere_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="is no chord that I can read"):
        read(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_no_chord_either(text: str) -> None:
    with pytest.raises(ValueError, match="There is no chord written"):
        read(text)
