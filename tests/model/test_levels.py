"""Beats that are twice too fast, and those that are not."""

import numpy as np
import pytest

from model.levels import FEWEST, alternation, halved

TIMES = 0.25 * np.arange(64)
EVEN, UNEVEN = np.full(64, 3.0), np.where(np.arange(64) % 2, 0.5, 3.0)


def test_what_differs_is_told():
    two = alternation(TIMES, UNEVEN[::-1], TIMES[::8])
    assert two.stronger == 1
    assert two.signs.tolist() == [1, 0.5, 3.0, 3.0]  # of 8 beats, three doublings


def test_every_other_beat_is_the_musics_where_those_between_are_weak_and_chords_last():
    assert alternation(TIMES, UNEVEN, TIMES[::8]).is_twice_too_fast
    assert not alternation(TIMES, UNEVEN, TIMES[::2]).is_twice_too_fast
    assert not alternation(TIMES, EVEN, TIMES[::8]).is_twice_too_fast


@pytest.mark.parametrize(
    ("times", "changes"), [(TIMES, []), (TIMES, [2.0]), (TIMES[: FEWEST - 1], [0.0, 1.0])]
)
def test_too_little_tells_nothing(times, changes):
    assert alternation(times, EVEN[: len(times)], np.array(changes)) is None


def test_of_two_half_bars_one_begins_the_bar():
    probable = 1 / (1 + np.exp(-halved(np.array([-5.0, 0.0, 5.0, 20.0]))))
    assert probable == pytest.approx([0.00335, 0.25, 0.4967, 0.5], abs=1e-4)
