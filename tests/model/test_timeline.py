"""The answer for a song."""

import json
from dataclasses import replace

import numpy as np
import pytest

from model.harte import parse
from model.keys import Key
from model.prediction import Candidate
from model.timeline import Beat, Timeline
from tests.helpers.timelines import (
    SONGS,
    key_regions,
    labels_in_bars,
    make_free_timeline,
    make_timeline,
    timed_chords,
)


def test_a_bar_holds_the_chord_at_each_beat():
    song = make_timeline("C:maj . . . | A:min . F:maj/3 .")
    assert labels_in_bars(song) == [["C:maj"] * 4, ["A:min", "A:min", "F:maj/3", "F:maj/3"]]
    assert [[beat.position for beat in bar.beats] for bar in song.bars] == [[1, 2, 3, 4]] * 2
    assert [bar.beats[0].time for bar in song.bars] == [0.5, 2.5]


def test_a_pickup_is_a_short_bar():
    song = make_timeline("G:7 . | C:maj . . | F:maj . .", metre=3)
    assert labels_in_bars(song) == [["G:7"] * 2, ["C:maj"] * 3, ["F:maj"] * 3]
    assert [bar.is_pickup for bar in song.bars] == [True, False, False]


def test_a_missing_downbeat_does_not_make_a_long_bar():
    beats = tuple(Beat(0.5 * i, place) for i, place in enumerate((1, 2, 3, 2, 3, 1), 1))
    song = replace(make_free_timeline((0, "C:maj"), seconds=4.0), beats=beats, metre=3)
    assert [len(bar.beats) for bar in song.bars] == [3, 2, 1]


def test_there_are_no_bars_without_beats():
    assert make_free_timeline((0, "N"), (1.3, "C:maj"), seconds=4.0).bars == ()


@pytest.mark.parametrize("late", [-0.25, -0.24, -0.05, 0.05, 0.24])
def test_a_change_belongs_to_the_nearest_beat(late):
    song = make_timeline("C:maj . . . | A:min . F:maj .")
    moved = timed_chords(
        (0, "N"), (0.5 + late, "C:maj"), (2.5 + late, "A:min"), (3.5 + late, "F:maj"), seconds=song.seconds
    )
    assert labels_in_bars(replace(song, chords=moved)) == labels_in_bars(song)


def test_a_chord_that_is_pushed_by_half_a_beat_belongs_to_the_next_bar():
    song = make_timeline("C:maj . . . | A:min . . .")
    pushed = timed_chords((0, "N"), (0.5, "C:maj"), (2.25, "A:min"), seconds=song.seconds)
    assert labels_in_bars(replace(song, chords=pushed)) == [["C:maj"] * 4, ["A:min"] * 4]


def test_a_chord_on_the_first_half_of_a_beat_is_the_one_of_that_beat():
    song = make_timeline("C:maj . . .")
    chords = timed_chords((0, "N"), (0.5, "C:maj"), (1.0, "G:7"), (1.25, "A:min"), seconds=song.seconds)
    assert labels_in_bars(replace(song, chords=chords)) == [["C:maj", "G:7", "A:min", "A:min"]]


@pytest.mark.parametrize(("change", "on_last"), [(3.9, "F:maj"), (4.1, "F:maj"), (4.4, "C:maj")])
def test_a_change_long_after_the_last_beat_leaves_that_as_it_is(change, on_last):
    chords = timed_chords((0, "C:maj"), (change, "F:maj"), seconds=9.0)
    song = replace(make_timeline("C:maj . . . | C:maj . . ."), seconds=9.0, chords=chords)
    assert labels_in_bars(song)[1][3] == on_last


def free_at_both_ends() -> Timeline:
    """Two bars of C and F at half a second a beat, from 8 s on, between free playing, and then silence."""
    chords = timed_chords(
        (0, "N"),
        (2.0, "D:min"),
        (4.0, "N"),
        (6.0, "Bb:maj"),
        (8.0, "C:maj"),
        (10.0, "F:maj"),
        (12.0, "Ab:maj"),
        (15.0, "N"),
        seconds=20.0,
    )
    song = make_timeline("C:maj . . . | F:maj . . .", first=8.0)
    return replace(song, seconds=20.0, chords=chords)


def test_bars_go_on_over_chords_before_the_first_beat_and_after_the_last():
    song = free_at_both_ends()
    labels = ("D:min", "N", "Bb:maj", "C:maj", "F:maj", "Ab:maj")
    assert labels_in_bars(song) == [*([label] * 4 for label in labels), ["Ab:maj"] * 2]
    assert [beat.time for bar in song.bars for beat in bar.beats] == pytest.approx(np.arange(2.0, 15.0, 0.5))
    assert not song.bars[0].is_pickup


def test_beats_before_the_first_may_begin_with_a_pickup():
    song = make_timeline("F:maj . . . | C:maj . . .", first=3.0)
    early = timed_chords((0, "G:7"), (3.0, "F:maj"), (5.0, "C:maj"), seconds=song.seconds)
    begun = replace(song, chords=early)
    assert labels_in_bars(begun) == [["G:7"] * 2, ["G:7"] * 4, ["F:maj"] * 4, ["C:maj"] * 4]
    assert [bar.is_pickup for bar in begun.bars] == [True, False, False, False]


def test_neither_silence_nor_a_chord_that_goes_on_has_bars_before_the_first_beat_or_after_the_last():
    song = make_timeline("C:maj . . . | F:maj . . .", first=3.0)
    held = timed_chords((0, "N"), (1.0, "C:maj"), (5.0, "F:maj"), (11.0, "N"), seconds=15.0)
    assert labels_in_bars(replace(song, seconds=15.0, chords=held)) == [["C:maj"] * 4, ["F:maj"] * 4]


def test_one_beat_is_a_bar():
    assert labels_in_bars(make_timeline("C:maj", first=1.0)) == [["C:maj"]]


def test_the_key_is_the_one_of_most_of_the_song():
    starts = (0.0, "A:min"), (4.0, "C:maj"), (6.5, "F:maj"), (7.0, "C:maj")
    song = make_free_timeline((0, "C:maj"), seconds=9.0)
    assert replace(song, keys=key_regions(*starts, seconds=9.0)).key == Key("C", "maj")


def test_a_key_holds_from_the_start_of_its_region():
    keys = key_regions((0.5, "C:maj"), (3.0, "A:min"), seconds=9.0)
    song = replace(make_free_timeline((0, "C:maj"), seconds=9.0), keys=keys)
    labels = [song.key_at(time).label for time in (0.0, 2.9, 3.0, 9.0)]
    assert labels == ["C:maj", "C:maj", "A:min", "A:min"]


def test_the_key_may_be_unknown():
    song = replace(make_free_timeline((0, "N"), seconds=2.0), keys=())
    assert song.key is None
    assert song.key_at(1.0) is None


@pytest.mark.parametrize("parts", [("H", "maj"), ("A#", "min"), ("C", "dorian"), ("C", "major")])
def test_other_keys_are_refused(parts):
    with pytest.raises(ValueError, match="not a key"):
        Key(*parts)


def test_json_has_the_fields_of_the_command_line():
    song = make_timeline("Eb:maj7 . | Bb:maj/3 .", metre=2, first=0.51, key="Eb:maj")
    others = (Candidate(parse("G:min/b3"), 0.123456), Candidate(parse("N"), 0.02))
    last = replace(song.chords[-1], sure=False, confidence=0.612345, alternatives=others)
    assert json.loads(json.dumps(replace(song, chords=(*song.chords[:-1], last)).as_json())) == {
        "seconds": 2.51,
        "tempo": 120.0,
        "metre": 2,
        "key": "Eb:maj",
        "keys": [{"start": 0.0, "end": 2.51, "key": "Eb:maj"}],
        "progressions": [],
        "beats": [
            {"time": 0.51, "position": 1},
            {"time": 1.01, "position": 2},
            {"time": 1.51, "position": 1},
            {"time": 2.01, "position": 2},
        ],
        "chords": [
            {"start": 0.0, "end": 0.51, "chord": "N", "confidence": 0.9, "sure": True, "alternatives": []},
            {
                "start": 0.51,
                "end": 1.51,
                "chord": "Eb:maj7",
                "confidence": 0.9,
                "sure": True,
                "alternatives": [],
            },
            {
                "start": 1.51,
                "end": 2.51,
                "chord": "Bb:maj/3",
                "confidence": 0.6123,
                "sure": False,
                "alternatives": [
                    {"chord": "G:min/b3", "confidence": 0.1235},
                    {"chord": "N", "confidence": 0.02},
                ],
            },
        ],
    }


def test_progressions_are_told_in_seconds_and_in_each_key():
    chart = "N . | C:maj . | D:min7 . | G:7 . | C:maj . | E:min7 . | A:7 . | D:maj . | A:maj ."
    song = make_timeline(chart, metre=2, first=0.0)
    there = replace(song, keys=key_regions((0.0, "C:maj"), (5.0, "D:maj"), seconds=song.seconds))
    assert there.as_json()["progressions"] == [
        {"name": "ii–V–I", "start": 2.0, "end": 5.0, "rounds": 1},
        {"name": "ii–V–I", "start": 5.0, "end": 8.0, "rounds": 1},
    ]
    assert replace(song, keys=()).progressions == ()


def test_json_of_free_playing_has_no_beats():
    written = replace(make_free_timeline((0, "C:maj"), seconds=2.0), keys=()).as_json()
    assert [written[name] for name in ("tempo", "metre", "key", "keys", "beats")] == [
        None,
        None,
        None,
        [],
        [],
    ]


@pytest.mark.parametrize(
    "borders", [[], [(0, 1)], [(0.5, 2)], [(0, 1), (1.2, 2)], [(0, 1), (0.9, 2)], [(0, 2), (2, 2)]]
)
def test_chords_that_do_not_cover_the_recording_are_refused(borders):
    (one,) = timed_chords((0, "C:maj"), seconds=2.0)
    chords = tuple(replace(one, start=start, end=end) for start, end in borders)
    with pytest.raises(ValueError, match=r"chords do not cover the 2\.000 s"):
        Timeline(2.0, None, None, None, (), (), chords)


@pytest.mark.parametrize("times", [(0.5, 0.4), (0.5, 0.5), (-0.1, 0.5), (0.5, 2.5)])
def test_beats_out_of_order_or_outside_are_refused(times):
    song = make_timeline("C:maj . . .")
    with pytest.raises(ValueError, match="beats are not in order"):
        replace(song, beats=tuple(Beat(time, place) for place, time in enumerate(times, 1)))


@pytest.mark.parametrize("metre", [None, 3])
def test_beats_outside_the_metre_are_refused(metre):
    with pytest.raises(ValueError, match="no place in a bar of"):
        replace(SONGS["common time"], metre=metre)
