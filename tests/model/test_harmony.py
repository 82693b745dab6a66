"""Roman numerals."""

import re
from dataclasses import replace
from itertools import zip_longest

import pytest

from model import harte
from model.chords import CHORDS, LETTERS, ROOTS
from model.harmony import ROMAN, numeral
from model.keys import Key
from model.spelling import root_and_bass


def key(label):
    return Key(*label.split(":"))


def chords(labels):
    return [harte.parse(label) for label in labels.split()]


@pytest.mark.parametrize("label", ["C:maj", "G:maj", "F:maj", "A:min", "D:min"])  # none needs a simpler name
def test_a_numeral_is_of_the_letter_that_the_root_is_spelled_with(label):
    for chord in CHORDS:
        name = root_and_bass(chord, key(label))[0]
        degree = (LETTERS.index(name[0]) - LETTERS.index(label[0])) % len(LETTERS)
        assert re.match("[IV]+", numeral(chord, key(label)).lstrip("♭♯").upper())[0] == ROMAN[degree]


@pytest.mark.parametrize("label", ["C:maj", "G:maj", "F:maj", "A:min", "D:min"])
def test_a_bass_is_of_the_letter_that_it_is_spelled_with(label):
    for chord in (replace(one, bass=bass) for one in CHORDS for bass in ROOTS if bass != one.root):
        name = root_and_bass(chord, key(label))[1]
        degree = (LETTERS.index(name[0]) - LETTERS.index(label[0])) % len(LETTERS) + 1
        assert re.search(r"/[♭♯]*(\d)$", numeral(chord, key(label)))[1] == str(degree), chord


@pytest.mark.parametrize(
    ("label", "changes", "expected"),
    [
        ("C:maj", "C D:min E:min F G A:min B:dim", "I ii iii IV V vi vii°"),
        ("C:maj", "C:maj7 D:min7 G:7 B:hdim7 B:dim7 C:maj6", "Imaj7 ii7 V7 viiø7 vii°7 I6"),
        ("C:maj", "Db Eb F:min F#:dim Ab Bb", "♭II ♭III iv ♯iv° ♭VI ♭VII"),
        ("C:maj", "C Db:dim7 D:min D#:dim7 E:min", "I ♯i°7 ii ♯ii°7 iii"),
        ("C:maj", "C:aug G:sus4 C:5 C:sus2 A:minmaj7", "I+ Vsus4 I5 Isus2 vi(maj7)"),
        ("A:min", "A:min B:hdim7 C D:min E:7 F G G#:dim7", "i iiø7 ♭III iv V7 ♭VI ♭VII vii°7"),
        ("C:maj", "C/3 G/3 F/5 C/b7 D:min7/b7 N", "I/3 V/7 IV/1 I/♭7 ii7/1 N.C."),
        ("Bb:maj", "Eb F:7 G:min", "IV V7 vi"),
        ("C:maj", "A/3 E/3 B/3 B:dim7/bb7", "VI/♯1 III/♯5 VII/♯2 vii°7/♭6"),
        ("A:min", "Gb/3 E/3", "VI/♯1 V/7"),
        ("D:maj", "G/b5", "IV/7"),
    ],
)
def test_numerals_of_chords(label, changes, expected):
    assert " ".join(numeral(chord, key(label)) for chord in chords(changes)) == expected


@pytest.mark.parametrize(
    ("label", "changes", "expected"),
    [
        ("C:maj", "C D:7 G:7 C", "I V7/V V7 I"),
        ("C:maj", "C A:7 D:min7 G C:7 F", "I V7/ii ii7 V V7/IV IV"),
        ("C:maj", "C E:7 A:min D G", "I V7/vi vi V/V V"),
        ("A:min", "A:min A:7 D:min E:7 A:min", "i V7/iv iv V7 i"),
        ("C:maj", "C:7 F:7 C:7 G:7 F:7 C:7", "I7 IV7 I7 V7 IV7 I7"),
        ("C:maj", "D:7 F D:7/3 G D:7", "II7 IV II7/♯4 V II7"),
        ("C:maj", "D:7 N G", "II7 N.C. V"),
        ("C:maj", "C F Bb Eb", "I IV ♭VII ♭III"),
    ],
)
def test_dominants_of_other_chords(label, changes, expected):
    pairs = zip_longest(chords(changes), chords(changes)[1:])
    assert " ".join(numeral(chord, key(label), after) for chord, after in pairs) == expected
