"""Learning of keys from lead sheets and composed songs."""

import numpy as np
import pytest

from model import harte
from model.chords import TYPES
from model.keys import KEYS, Key, KeyFinder, KeySpan, Sounding
from training.keys import as_triads, cross_validate, learn, learn_composed, relation, score, with_a_change
from training.leadsheets import Song, compose_songs


def chords(labels):
    return tuple(Sounding(4.0, harte.parse(label)) for label in labels.split())


def song(labels, key):
    return Song(chords(labels), (Key(*key.split(":")),) * len(labels.split()))


SONGS = [
    song("C F G:7 C", "C:maj"),
    song("G E:min A:min7 D:7 G", "G:maj"),
    song("F D:min Bb C:7 F", "F:maj"),
    song("A:min D:min E:7 A:min", "A:min"),
    song("D:min G:min A:7 D:min", "D:min"),
    song("E:min A:min B:7 E:min", "E:min"),
]


def test_songs_in_every_key_teach_all_keys():
    finder = KeyFinder({"sheets": learn(SONGS)})
    assert finder.find(chords("Ab Db Eb:7 Ab")) == (KeySpan(0, 4, Key("Ab", "maj")),)
    assert finder.find(chords("Bb:min Eb:min F:7 Bb:min")) == (KeySpan(0, 4, Key("Bb", "min")),)


def test_a_triad_is_heard_as_any_of_its_family():
    finder = KeyFinder({"sheets": learn(SONGS)})
    assert finder.find(chords("Ab Db Eb Ab")) == (KeySpan(0, 4, Key("Ab", "maj")),)
    assert finder.find(chords("Ab:5 Db:5 Eb:sus4 Ab:5"))[0].key.tonic == "Ab"


def test_what_is_heard_of_all_chords_sums_to_one():
    shares = np.exp(learn(SONGS).chords)
    apart = [TYPES.index(type_) for type_ in ("5", "dim", "aug")]  # a power chord: major, minor or suspended
    assert shares[:, apart].sum(axis=(1, 2)) == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("answer", "truth", "expected"),
    [
        ("C:maj", "C:maj", "exact"),
        ("A:min", "C:maj", "relative"),
        ("C:maj", "A:min", "relative"),
        ("C:min", "C:maj", "parallel"),
        ("G:maj", "C:maj", "fifth"),
        ("F:maj", "C:maj", "fifth"),
        ("E:min", "A:min", "fifth"),
        ("E:min", "C:maj", "other"),
        ("Eb:maj", "A:min", "other"),
        ("Gb:maj", "C:maj", "other"),
    ],
)
def test_wrong_keys_are_told_apart(answer, truth, expected):
    assert relation(Key(*answer.split(":")), Key(*truth.split(":"))) == expected


def test_a_key_has_one_relative_one_parallel_and_two_fifths():
    for truth in KEYS:
        kinds = [relation(answer, truth) for answer in KEYS]
        assert [kinds.count(kind) for kind in ("exact", "relative", "parallel", "fifth")] == [1, 1, 1, 2]


def test_songs_and_time_are_scored():
    finder = KeyFinder({"sheets": learn(SONGS)})
    wrong = Song(SONGS[0].chords, (Key("A", "min"),) * 4)
    partly = Song(SONGS[0].chords, (Key("C", "maj"),) * 3 + (None,))
    songs, time = score([(SONGS[0], finder), (wrong, finder), (partly, finder)])
    assert songs == {"exact": 2, "relative": 1}
    assert dict(time) == pytest.approx({"exact": 2.0, "relative": 1.0})


def test_songs_of_the_same_kind_validate_each_other():
    songs, time = cross_validate(SONGS * 2, lambda one: one, {})
    assert songs == {"exact": 12}
    assert time["exact"] == pytest.approx(12)


def test_composed_songs_teach_a_table_for_each_group_of_styles():
    composed = compose_songs(40, seed=3)
    assert {style for style, _ in composed} == {"pop", "folk", "jazz", "rock", "blues"}
    tables = learn_composed(composed)
    assert set(tables) == {"pop", "rock", "blues"}
    tonics = {name: int(table.chords[0, TYPES.index("7")].argmax()) for name, table in tables.items()}
    assert (tonics["pop"], tonics["blues"]) == (
        7,
        0,
    )  # a seventh is on the fifth degree, in a blues on the first


def test_a_song_is_cut_where_its_key_changes():
    verse, coda = song("C F", "C:maj"), song("D G A", "D:maj")
    whole = Song(verse.chords + coda.chords + verse.chords, verse.keys + coda.keys + verse.keys)
    assert whole.by_key() == [verse, coda, verse]


def test_songs_can_lose_their_sevenths():
    plain = as_triads(song("C:maj7 D:min7 G:7 G:sus4 B:hdim7", "C:maj"))
    assert [one.chord.label for one in plain.chords] == ["C:maj", "D:min", "G:maj", "G:sus4", "B:dim"]


def test_songs_can_end_in_another_key():
    before = song("C F G C F G", "C:maj")
    after = with_a_change(before)
    assert after.chords[:4] == before.chords[:4]
    assert after.keys[:4] == before.keys[:4]
    assert after.keys[4] == after.keys[5] != before.keys[4]
    assert relation(after.keys[4], Key(after.chords[4].chord.root, "maj")) == "fifth"  # the chord is its IV
