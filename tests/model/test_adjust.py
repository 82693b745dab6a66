"""A song in other keys, at other paces, with its bars begun elsewhere."""

from dataclasses import replace

import numpy as np
import pytest

from model.adjust import (
    DOUBLE,
    HALF,
    TRANSPOSITIONS,
    Adjustments,
    adjust,
    fingered,
    transpose_chord,
    transposed,
)
from model.chords import NO_CHORD
from model.harte import parse
from model.prediction import Candidate
from model.timeline import Timeline
from tests.helpers.timelines import (
    SONGS,
    labels_in_bars,
    make_free_timeline,
    make_timeline,
    timed_chords,
)

SONG = make_timeline("C:maj . . . | A:min7 . F:maj/3 . | N . G:7 . | C:maj . . .")


def places(timeline: Timeline) -> list[list[int]]:
    """The places of the beats, bar by bar."""
    return [[beat.position for beat in bar.beats] for bar in timeline.bars]


def times(timeline: Timeline) -> list[float]:
    return [beat.time for beat in timeline.beats]


@pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
def test_nothing_is_different_without_adjustments(song: Timeline) -> None:
    assert adjust(song, Adjustments()) == fingered(song, Adjustments()) == song


def test_chords_keys_and_alternatives_are_transposed() -> None:
    (*firsts, last) = SONG.chords
    doubted = replace(last, alternatives=(Candidate(firsts[2].chord, 0.3),))
    up = adjust(replace(SONG, chords=(*firsts, doubted)), Adjustments(transpose=2))
    assert [timed.chord.label for timed in up.chords] == [
        "N",
        "D:maj",
        "B:min7",
        "G:maj/3",
        "N",
        "A:7",
        "D:maj",
    ]
    assert up.chords[-1].alternatives[0].chord.label == "B:min7"
    assert up.key.label == "D:maj"
    assert times(up) == times(SONG)


@pytest.mark.parametrize("semitones", TRANSPOSITIONS)
def test_there_and_back_is_where_it_was(semitones: int) -> None:
    song = SONGS["all types"]
    assert transposed(transposed(song, semitones), -semitones) == song


def test_behind_a_capo_the_hand_holds_what_is_lower_than_it_sounds() -> None:
    capo = Adjustments(capo=3)
    assert adjust(SONG, capo) == SONG
    assert labels_in_bars(fingered(SONG, capo))[0][0] == "A:maj"
    assert fingered(SONG, Adjustments(transpose=3, capo=3)) == SONG


def test_twice_as_many_beats_make_twice_as_many_bars() -> None:
    twice = adjust(SONG, Adjustments(pace=DOUBLE))
    assert places(twice) == [[1, 2, 3, 4]] * 8
    assert times(twice)[:3] == [0.5, 0.75, 1.0]
    assert twice.tempo == 240
    assert labels_in_bars(twice)[2:4] == [["A:min7"] * 4, ["F:maj/3"] * 4]


def test_half_as_many_beats_make_half_as_many_bars() -> None:
    half = adjust(SONG, Adjustments(pace=HALF))
    assert places(half) == [[1, 2, 3, 4]] * 2
    assert times(half)[:3] == [0.5, 1.5, 2.5]
    assert half.tempo == 60
    assert labels_in_bars(half)[0] == ["C:maj", "C:maj", "A:min7", "F:maj/3"]


@pytest.mark.parametrize("shift", range(8))
def test_half_as_many_bars_begin_where_they_are_wanted(shift: int) -> None:
    half = adjust(SONG, Adjustments(pace=HALF, shift=shift))
    downbeats = [beat.time for beat in half.beats if beat.position == 1]
    assert downbeats == [0.5 + 0.5 * shift, 4.5 + 0.5 * shift]
    assert set(np.diff(times(half))) == {1.0}


@pytest.mark.parametrize("chart", ["C:maj .", "C:maj . | .", "C:maj"])
def test_of_too_few_beats_all_stay(chart: str) -> None:
    chords = timed_chords((0, "C:maj"), (2.0, "F:maj"), (4.0, "G:7"), seconds=6.0)
    few = replace(make_timeline(chart, metre=2), seconds=6.0, chords=chords)
    assert adjust(few, Adjustments(pace=HALF, shift=1)) == few


def test_a_waltz_stays_one() -> None:
    assert places(adjust(SONGS["waltz"], Adjustments(pace=HALF))) == [[1, 2, 3]] * 2
    assert places(adjust(SONGS["waltz"], Adjustments(pace=DOUBLE))) == [[1, 2, 3]] * 8


def test_a_pickup_stays_before_the_first_bar_line() -> None:
    song = make_timeline("F:maj G:7 | C:maj . . . | A:min . . . | F:maj . . . | C:maj . . .")
    assert places(adjust(song, Adjustments(pace=HALF))) == [[4], [1, 2, 3, 4], [1, 2, 3, 4]]
    assert places(adjust(song, Adjustments(pace=DOUBLE)))[:2] == [[1, 2, 3, 4]] * 2


def test_half_of_a_doubled_song_is_the_song() -> None:
    halved = adjust(adjust(SONG, Adjustments(pace=DOUBLE)), Adjustments(pace=HALF))
    assert halved == SONG


def test_bars_begin_later() -> None:
    assert places(adjust(SONG, Adjustments(shift=1))) == [[4], *[[1, 2, 3, 4]] * 3, [1, 2, 3]]
    assert places(adjust(SONG, Adjustments(shift=4))) == places(SONG)
    assert adjust(adjust(SONG, Adjustments(shift=3)), Adjustments(shift=1)) == SONG


@pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
@pytest.mark.parametrize("adjustments", [Adjustments(pace=HALF, shift=1), Adjustments(pace=DOUBLE, shift=5)])
def test_what_comes_out_is_a_song(song: Timeline, adjustments: Adjustments) -> None:
    adjusted = adjust(song, adjustments)
    assert adjusted.bars
    assert all(len(bar.beats) <= song.metre for bar in adjusted.bars)


def test_free_playing_can_be_transposed_and_has_no_bars_to_change() -> None:
    free = make_free_timeline((0, "C:maj"), (1, "F:maj"), seconds=3.0)
    assert adjust(free, Adjustments(pace=DOUBLE, shift=1)) == free
    assert adjust(free, Adjustments(transpose=-1)).chords[1].chord.label == "E:maj"


@pytest.mark.parametrize(
    "wrong", [{"transpose": 7}, {"capo": -1}, {"capo": 10}, {"pace": 2}, {"shift": 0.5}, {"transpose": True}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"out of range|whole numbers"):
        Adjustments(**wrong)


def test_a_chord_is_transposed_with_its_bass_and_no_chord_stays_none() -> None:
    assert transpose_chord(parse("B:7/3"), 3).label == "D:7/3"
    assert transpose_chord(NO_CHORD, 3) == NO_CHORD
