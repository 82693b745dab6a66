"""Common progressions in songs."""

import pytest

from model import harte
from model.keys import Key, KeySpan, Sounding
from model.progressions import PROGRESSIONS, find_progressions


def song(labels, length=2.0):
    return [Sounding(length, harte.parse(label)) for label in labels.split()]


def in_bars(changes):
    """Chords with their bars: "C:4 F:2"; sevenths all."""
    pairs = (one.split(":") for one in changes.split())
    return [Sounding(4.0 * float(bars), harte.parse(f"{root}:7")) for root, bars in pairs]


def found(chords, label="C:maj"):
    span = KeySpan(0, len(chords), Key(*label.split(":")))
    return [(one.progression.name, one.start, one.end) for one in find_progressions(chords, [span])]


@pytest.mark.parametrize(
    ("label", "changes", "name"),
    [
        ("C:maj", "C G A:min F", "I–V–vi–IV"),
        ("C:maj", "A:min F C G", "vi–IV–I–V"),
        ("C:maj", "F C G A:min", "IV–I–V–vi"),
        ("A:min", "A:min F C G", "i–♭VI–♭III–♭VII"),
        ("G:maj", "G E:min C D", "doo-wop"),
        ("G:maj", "G E:min7 A:min7 D:7", "turnaround"),
        ("Bb:maj", "C:min7 F:7 Bb:maj7", "ii–V–I"),
        ("C:min", "D:hdim7 G:7 C:min", "ii–V–i"),
        ("A:min", "A:min G F E", "Andalusian cadence"),
        ("D:maj", "D A B:min F#:min G D G A", "Pachelbel's canon"),
        ("G:min", "C:min7 F:7 Bb:maj7 Eb:maj7 A:hdim7 D:7 G:min", "circle of fifths"),
        ("C:maj", "F G E:min A:min", "royal road"),
        ("D:min", "D:min A D:min C F C D:min A", "folia"),
        ("D:maj", "D C G D", "I–♭VII–IV–I"),
    ],
)
def test_famous_progressions_have_their_names(label, changes, name):
    chords = song(changes)
    assert found(chords, label) == [(name, 0, len(chords))]


def test_a_progression_is_found_where_it_is_and_as_long_as_it_goes_round():
    assert found(song("E:min D:min C G A:min F C G A:min F C D:min")) == [("I–V–vi–IV", 2, 10)]
    chords = song("C G A:min F C G A:min F C")
    assert find_progressions(chords, [KeySpan(0, 9, Key("C", "maj"))])[0].rounds == 2
    assert found(song("C D:min7 G:7 C:maj7 E:min D:min7 G:7 C")) == [("ii–V–I", 1, 4), ("ii–V–I", 5, 8)]


def test_a_chord_may_be_heard_in_pieces():
    assert found(song("C C:maj7 G:sus4 G A:min A:min7 F F/3")) == [("I–V–vi–IV", 0, 8)]


def test_what_has_no_third_has_that_of_the_key_over_the_tonic():
    assert found(song("C:sus4 G:5 A:5 F:5")) == [("I–V–vi–IV", 0, 4)]
    assert found(song("C:5 G:5 A:5 F:5"), "C:min") == []
    assert found(song("Ab:5 Bb:5 C:5"), "C:min") == [("♭VI–♭VII–i", 0, 3)]


@pytest.mark.parametrize(
    "changes", ["C G A F", "C:min G A:min F", "C G N A:min F", "C G A:min", "G C F A:min"]
)
def test_others_are_not_named(changes):
    assert found(song(changes)) == []


@pytest.mark.parametrize(
    "changes",
    [
        "C:4 F:2 C:2 G:1 F:1 C:2",
        "C:4 F:2 C:2 G:1 F:1 C:1 G:1",
        "C:1 F:1 C:2 F:2 C:2 G:1 F:1 C:1 G:1",
        "C:8 F:4 C:4 G:2 F:2 C:4",
    ],
)
def test_a_blues_has_twelve_bars(changes):
    chords = in_bars(changes)
    assert found(chords) == [("12-bar blues", 0, len(chords))]


def test_each_round_of_a_blues_begins_with_the_chord_that_ended_the_last():
    chords = in_bars("C:4 F:2 C:2 G:1 F:1 C:6 F:2 C:2 G:1 F:1 C:2")
    assert found(chords) == [("12-bar blues", 0, 6), ("12-bar blues", 5, 11)]


@pytest.mark.parametrize(
    "changes",
    [
        "C:4 F:2 C:2 G:4 F:1 C:2",
        "C:1 F:2 C:2 G:1 F:1 C:2",
        "C:4 F:2 C:4 G:1 F:1 C:2",
        "C:4 F:2 C:2 G:2 C:6",
    ],
)
def test_blues_chords_in_other_bars_are_no_blues(changes):
    assert found(in_bars(changes)) == []


def test_every_key_is_searched_for_its_own():
    chords = song("C G A:min F D A B:min G")
    spans = [KeySpan(0, 4, Key("C", "maj")), KeySpan(4, 8, Key("D", "maj"))]
    named = find_progressions(chords, spans)
    assert [(one.progression.name, one.start, one.end) for one in named] == [
        ("I–V–vi–IV", 0, 4),
        ("I–V–vi–IV", 4, 8),
    ]
    assert found(chords) == [("I–V–vi–IV", 0, 4)]


@pytest.mark.parametrize("row", PROGRESSIONS, ids=lambda row: row.numerals)
def test_the_rows_can_be_read(row):
    assert len(row.steps) == len(row.numerals.split()) >= 3
    assert not row.bars or (len(row.bars) == len(row.steps) and sum(row.bars) == 12)
