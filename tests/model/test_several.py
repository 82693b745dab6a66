"""Several chords in one recording, and what looks like them."""

from dataclasses import replace

import pytest

from model.several import several
from tests.helpers.timelines import timed_chords


def told(*starts: tuple[float, str], seconds: float = 4.0) -> str:
    return " ".join(chord.label for chord in several(timed_chords(*starts, seconds=seconds)))


def test_chords_that_follow_one_another_are_told_in_their_order() -> None:
    assert told((0, "C:maj"), (1, "A:min"), (2, "F:maj"), (3, "G:7/3")) == "C:maj A:min F:maj G:7/3"
    assert told((0, "N"), (1, "C:maj"), (2, "N"), (3, "G:maj")) == "C:maj G:maj"


@pytest.mark.parametrize(
    "starts",
    [
        ((0, "C:maj"),),
        ((0, "N"), (1, "C:maj"), (3, "N")),
        ((0, "C:maj"), (1, "N"), (2, "C:maj")),  # struck again
        ((0, "C:5"), (2, "C:maj"), (3, "C:maj7")),  # broken: its notes come one by one
        ((0, "C:sus4"), (2, "C:maj")),
        ((0, "E:min"), (2, "C:maj7")),  # its root comes last
        ((0, "A:min7"), (2, "C:maj6")),  # the same notes over another bass
        ((0, "C:maj"), (3.6, "G:maj")),  # too brief
        ((0, "N"),),
    ],
)
def test_a_single_one_is_not(starts: tuple[tuple[float, str], ...]) -> None:
    assert told(*starts) == ""


def test_chords_that_take_turns_are_several_though_one_has_the_notes_of_the_other() -> None:
    turns = ((0, "A:min"), (2, "F:maj7"), (4, "A:min"), (6, "F:maj7"))
    assert told(*turns, seconds=8) == "A:min F:maj7 A:min F:maj7"
    assert told(*turns[:3], seconds=8) == ""
    fading = ((0, "C:maj7"), (2, "C:maj"), (4, "C:maj7"), (6, "C:maj"))
    assert told(*fading, seconds=8) == ""


def test_a_chord_comes_once_however_often_it_is_struck() -> None:
    assert told((0, "C:maj"), (1, "N"), (1.5, "C:maj"), (2.5, "G:maj")) == "C:maj G:maj"


def test_what_is_doubtful_does_not_count() -> None:
    first, second = timed_chords((0, "C:maj"), (2, "G:maj"), seconds=4)
    assert several((first, second))
    assert several((first, replace(second, sure=False))) == ()
