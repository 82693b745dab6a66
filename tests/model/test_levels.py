"""Beats that are twice too fast, and those that are not."""

import numpy as np
import pytest

from model.levels import FEWEST, alternation, halved

TIMES = 0.25 * np.arange(64)
EVEN, UNEVEN = np.full(64, 3.0), np.where(np.arange(64) % 2, 0.5, 3.0)
SILENT, BUSY = np.full(126, -7.0), np.full(126, 2.0)  # between the beats


def test_what_differs_is_told():
    two = alternation(TIMES, UNEVEN[::-1], SILENT, TIMES[::8])
    assert two.stronger == 1
    assert two.signs.tolist() == [1, 2.0, 0.5, -7.0, 3.0]  # of 4 beats a second and chords of 8, doublings


@pytest.mark.parametrize("first", [0, 1])
def test_of_beats_as_strong_as_each_other_those_are_the_musics_on_which_chords_change(first):
    assert alternation(TIMES, EVEN, SILENT, TIMES[first::8]).stronger == first
    assert alternation(TIMES, UNEVEN, SILENT, TIMES[first::8]).stronger == 0  # by more than chords tell


def test_silence_tells_no_more_than_that_nothing_is_played():
    silent, dead = (alternation(TIMES, EVEN, np.full(126, nats), TIMES[::8]) for nats in (-8.0, -80.0))
    assert silent.signs.tolist() == dead.signs.tolist()


def test_every_other_beat_is_the_musics_where_those_between_are_weak_and_chords_last():
    assert alternation(TIMES, UNEVEN, SILENT, TIMES[::8]).is_twice_too_fast
    assert not alternation(TIMES, UNEVEN, SILENT, TIMES[::2]).is_twice_too_fast
    assert not alternation(TIMES, EVEN, SILENT, TIMES[::8]).is_twice_too_fast


def test_fast_beats_are_the_musics_where_much_is_played_between_them_or_they_are_slow():
    assert not alternation(TIMES, UNEVEN, BUSY, TIMES[::8]).is_twice_too_fast
    assert not alternation(4 * TIMES, UNEVEN, SILENT, 4 * TIMES[::8]).is_twice_too_fast


@pytest.mark.parametrize(
    ("times", "changes"), [(TIMES, []), (TIMES, [2.0]), (TIMES[: FEWEST - 1], [0.0, 1.0])]
)
def test_too_little_tells_nothing(times, changes):
    assert alternation(times, EVEN[: len(times)], SILENT, np.array(changes)) is None


def test_of_two_half_bars_one_begins_the_bar():
    probable = 1 / (1 + np.exp(-halved(np.array([-5.0, 0.0, 5.0, 20.0]))))
    assert probable == pytest.approx([0.00335, 0.25, 0.4967, 0.5], abs=1e-4)
