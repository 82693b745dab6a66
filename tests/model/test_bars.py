"""Bars from how probable each beat is to begin one, and from where chords change."""

import numpy as np
import pytest

from model.bars import find_bars

TIMES = 0.5 * np.arange(32)
NOTHING = np.zeros(0)


def downbeats(*places: int) -> np.ndarray:
    return np.where(np.isin(np.arange(len(TIMES)), places), 2.0, -2.0)


@pytest.mark.parametrize(("metre", "first"), [(2, 1), (3, 0), (4, 2), (6, 5)])
def test_metre_and_place(metre, first):
    found, positions = find_bars(downbeats(*range(first, 32, metre)), TIMES, NOTHING)
    assert found == metre
    assert positions[first] == 1
    assert positions.tolist() == [(place - first) % metre + 1 for place in range(32)]


def test_one_bar_may_be_short():
    places = [0, 4, 8, 12, 14, 18, 22, 26, 30]
    found, positions = find_bars(downbeats(*places), TIMES, NOTHING)
    assert found == 4
    assert np.flatnonzero(positions == 1).tolist() == places


def test_a_single_doubtful_downbeat_changes_nothing():
    _, positions = find_bars(downbeats(0, 4, 8, 11, 12, 16, 20, 24, 28), TIMES, NOTHING)
    assert np.flatnonzero(positions == 1).tolist() == list(range(0, 32, 4))


def test_where_nothing_else_tells_bars_begin_where_chords_change():
    unknown = np.zeros(len(TIMES))
    changes = TIMES[1::4] + 0.03
    metre, positions = find_bars(unknown, TIMES, changes)
    assert metre == 4
    assert np.flatnonzero(positions == 1).tolist() == list(range(1, 32, 4))


def test_a_change_between_beats_speaks_for_none():
    metre, positions = find_bars(downbeats(*range(0, 32, 4)), TIMES, TIMES[1::4] + 0.25)
    assert metre == 4
    assert positions[0] == 1
