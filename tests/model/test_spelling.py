"""Names of notes and chords in a key."""

import pytest

from model.chords import CHORDS, MAJOR_SCALE, NO_CHORD, ROOTS
from model.harte import parse
from model.keys import Key
from model.spelling import ascii_symbol, names_in, root_and_bass, sharps, symbol, tonic_name

NATURAL_MINOR = (0, 2, 3, 5, 7, 8, 10)
KEYS = [Key(tonic, mode) for tonic in ROOTS for mode in ("maj", "min")]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.label)
def test_a_scale_has_seven_letters_and_the_signs_of_its_signature(key):
    tonic = ROOTS.index(key.tonic)
    scale = [
        names_in(key)[(tonic + step) % 12] for step in (MAJOR_SCALE if key.mode == "maj" else NATURAL_MINOR)
    ]
    assert {name[0] for name in scale} == set("ABCDEFG")
    assert sum(name.count("♯") - name.count("♭") for name in scale) == sharps(key)


@pytest.mark.parametrize("rising", [False, True])
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.label)
def test_a_key_has_a_name_for_every_note_with_one_accidental_at_most(key, rising):
    names = names_in(key, rising)
    values = [ROOTS.index(name[0]) + name.count("♯") - name.count("♭") for name in names]
    assert [value % 12 for value in values] == list(range(12))
    assert all(len(name) <= 2 for name in names)


@pytest.mark.parametrize(
    ("label", "signature", "tonic"),
    [
        ("C:maj", 0, "C"),
        ("A:min", 0, "A"),
        ("F:maj", -1, "F"),
        ("E:min", 1, "E"),
        ("Gb:maj", -6, "G♭"),
        ("B:maj", 5, "B"),
        ("Ab:min", 5, "G♯"),
        ("Eb:min", -6, "E♭"),
        ("Db:min", 4, "C♯"),
    ],
)
def test_signatures_are_those_of_the_circle_of_fifths(label, signature, tonic):
    key = Key(*label.split(":"))
    assert (sharps(key), tonic_name(key)) == (signature, tonic)


@pytest.mark.parametrize(
    ("key", "label", "written"),
    [
        ("F:maj", "Bb:maj", "B♭"),
        ("D:maj", "Gb:min7", "F♯m7"),
        ("Db:maj", "Gb:maj/3", "G♭/B♭"),
        ("G:maj", "Bb:maj", "B♭"),
        ("A:min", "Ab:dim7", "G♯°7"),
        ("C:min", "Ab:maj", "A♭"),
        ("Gb:maj", "B:maj", "C♭"),
        ("B:maj", "Gb:maj/3", "F♯/A♯"),
        ("Db:min", "Ab:7/3", "G♯7/B♯"),
        ("F:maj", "A#:maj", "B♭"),
        ("B:maj", "Bb:min", "A♯m"),
        ("E:maj", "Ab:min7", "G♯m7"),
        ("Ab:maj", "Db:maj/3", "D♭/F"),
        ("G:maj", "D:maj/3", "D/F♯"),
        ("C:maj", "Gb:7", "F♯7"),
        ("C:maj", "Db:maj", "D♭"),
        ("C:maj", "Db:dim7", "C♯°7"),
        ("C:maj", "Eb:dim7", "D♯°7"),
        ("A:min", "Eb:dim7", "D♯°7"),
        ("A:min", "Bb:maj", "B♭"),
        ("C:min", "Eb:dim", "E♭dim"),
        ("Db:maj", "A:maj", "A"),
        ("Eb:min", "B:maj", "C♭"),
        ("A:min", "E:7/3", "E7/G♯"),
        ("D:maj", "G:maj/b5", "G/C♯"),
        ("A:maj", "D:maj/b5", "D/G♯"),
        ("G:maj", "C:maj/b5", "C/F♯"),
        ("D:min", "F:maj/b6", "F/C♯"),
        ("C:maj", "C:maj/b7", "C/B♭"),
        ("C:maj", "Ab:maj/b7", "A♭/G♭"),
        ("B:maj", "C:maj/b7", "C/B♭"),
        ("C:maj", "A:maj/3", "A/C♯"),
        ("C:maj", "N", "N.C."),
    ],
)
def test_symbols_are_spelled_by_the_key(key, label, written):
    assert symbol(parse(label), Key(*key.split(":"))) == written


@pytest.mark.parametrize("chord", [*CHORDS, NO_CHORD, parse("Ab:maj/3")], ids=lambda chord: chord.label)
def test_without_a_key_a_symbol_is_that_of_the_chord_alone(chord):
    assert symbol(chord, None) == chord.symbol


def test_root_and_bass_are_the_same_where_none_is_known():
    assert root_and_bass(parse("Bb:min"), Key("F", "min")) == ("B♭", "B♭")
    assert root_and_bass(parse("Bb:min"), None) == ("B♭", "B♭")


def test_symbols_are_written_in_ascii_too():
    written = [ascii_symbol(symbol(parse(label), None)) for label in ("Db:hdim7/b3", "C:dim7", "Bb:minmaj7")]
    assert written == ["C#m7b5/E", "Cdim7", "Bbmmaj7"]
    assert all(ascii_symbol(chord.symbol).isascii() for chord in CHORDS)
