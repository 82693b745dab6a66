"""Chords as a key has them: spelling and Roman numerals."""

import pytest

from model import harte
from model.chords import CHORDS, NO_CHORD, ROOTS
from model.harmony import names_for, note_names, numeral, numerals, symbol
from model.keys import KEYS, Key


def key(label):
    return Key(*label.split(":"))


def chords(labels):
    return [harte.parse(label) for label in labels.split()]


@pytest.mark.parametrize(
    ("label", "scale"),
    [
        ("C:maj", "C D E F G A B"),
        ("F:maj", "F G A B♭ C D E"),
        ("B:maj", "B C♯ D♯ E F♯ G♯ A♯"),
        ("Db:maj", "D♭ E♭ F G♭ A♭ B♭ C"),
        ("Gb:maj", "F♯ G♯ A♯ B C♯ D♯ E♯"),
        ("A:min", "A B C D E F G"),
        ("Db:min", "C♯ D♯ E F♯ G♯ A B"),
        ("Eb:min", "E♭ F G♭ A♭ B♭ C♭ D♭"),
        ("Ab:min", "G♯ A♯ B C♯ D♯ E F♯"),
    ],
)
def test_a_key_spells_its_scale(label, scale):
    steps = (0, 2, 4, 5, 7, 9, 11) if label.endswith("maj") else (0, 2, 3, 5, 7, 8, 10)
    tonic = ROOTS.index(key(label).tonic)
    assert [note_names(key(label))[(tonic + step) % 12] for step in steps] == scale.split()


@pytest.mark.parametrize("one", KEYS, ids=lambda one: one.label)
def test_a_key_has_a_name_for_every_note_with_one_accidental_at_most(one):
    names = note_names(one)
    assert len(set(names)) == 12
    assert all(len(name) <= 2 for name in names)
    assert not {"♭", "♯"} <= set("".join(names[(ROOTS.index(one.tonic) + s) % 12] for s in (0, 4, 5, 7, 9)))


@pytest.mark.parametrize(
    ("label", "chord", "printed"),
    [
        ("F:maj", "A#:maj", "B♭"),
        ("B:maj", "Bb:min", "A♯m"),
        ("E:maj", "Ab:min7", "G♯m7"),
        ("Ab:maj", "Db:maj/3", "D♭/F"),
        ("G:maj", "D:maj/3", "D/F♯"),
        ("C:maj", "Gb:7", "F♯7"),
        ("C:maj", "Bb:maj", "B♭"),
        ("C:maj", "Db:dim7", "C♯°7"),
        ("C:maj", "Ab:maj", "A♭"),
        ("C:min", "Eb:dim", "E♭dim"),
        ("Db:maj", "A:maj", "A"),
        ("Eb:min", "B:maj", "C♭"),
        ("A:min", "E:7/3", "E7/G♯"),
        ("D:maj", "N", "N.C."),
    ],
)
def test_a_chord_is_spelled_by_its_key(label, chord, printed):
    assert symbol(harte.parse(chord), key(label)) == printed


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_chord_can_be_spelled_in_every_key(chord):
    for one in KEYS:
        notes = chord.spelled_with(names_for(chord, one))
        assert notes[0] + chord.symbol[len(chord.notes[0]) :] == symbol(chord, one)
        assert numeral(chord, one)


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
    assert " ".join(numerals(chords(changes), key(label))) == expected


def test_no_chords_have_no_numerals():
    assert numerals([], key("C:maj")) == ()
    assert numerals([NO_CHORD], key("C:maj")) == ("N.C.",)
