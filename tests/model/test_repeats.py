"""Passages of a song that come again."""

import numpy as np
import pytest

from model.repeats import AROUND, heard_together, moving_mean

BAR = 8  # units
SURE, UNSURE = 6.0, 0.7  # logits of what sounds
DOUBT = 0.3  # of a logit: how little a misheard unit prefers a wrong chord


def song(chords, logit=SURE):
    """Log probabilities of five answers in units, by the number of the chord that sounds in each."""
    logits = logit * np.eye(5)[np.array(chords)]
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def together(units, lengths=1.0):
    lengths = np.broadcast_to(np.float64(lengths), len(units))
    return heard_together(units * lengths[:, None], lengths, BAR) / lengths[:, None]


VERSE = np.repeat([0, 1, 2, 3], BAR)


def test_what_is_misheard_once_is_mended_by_where_it_comes_again():
    units = song(np.tile(VERSE, 4))
    doubtful = slice(BAR + 2, BAR + 6)  # in the bar of chord 1
    units[doubtful] = song([4] * 4, UNSURE)
    assert (units[doubtful].argmax(axis=1) == 4).all()
    assert (together(units).argmax(axis=1) == np.tile(VERSE, 4)).all()


def test_what_is_certainly_another_chord_stays_another():
    chords = np.tile(VERSE, 4)
    chords[-BAR:] = 4  # the last bar ends the song otherwise
    assert (together(song(chords)).argmax(axis=1) == chords).all()


def test_passages_that_differ_say_nothing_of_each_other():
    chords = np.repeat([0, 1, 2, 3, 4, 2, 0, 3, 1, 4, 3, 0], BAR)
    units = song(chords)
    units[3:5] = song([4, 4], UNSURE)
    assert together(units) == pytest.approx(units, abs=0.05)


def test_how_long_units_are_changes_nothing():
    units = song(np.tile(VERSE, 3), UNSURE)
    lengths = np.resize([0.5, 2.0, 1.0], len(units))
    assert together(units, lengths) == pytest.approx(together(units), abs=1e-5)


@pytest.mark.parametrize("count", [1, BAR, 2 * BAR])
def test_what_is_too_short_to_come_again_stays(count):
    units = song(np.resize([0, 1, 2], count), UNSURE)
    assert together(units) == pytest.approx(units, abs=1e-6)


def test_a_moving_mean_is_of_what_is_near():
    values = np.zeros(4 * AROUND)
    values[0] = 1.0
    found = moving_mean(values)
    assert found[0] == pytest.approx(1 / (AROUND + 1))
    assert found[AROUND] == pytest.approx(1 / (2 * AROUND + 1))
    assert (found[AROUND + 1 :] == 0).all()
    assert moving_mean(np.full(5, 2.0)) == pytest.approx(np.full(5, 2.0))
