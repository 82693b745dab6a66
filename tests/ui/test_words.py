"""How numbers are put into words."""

import pytest

from ui import words


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0 %"), (0.014, "1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.996, "> 99 %"), (1.0, "> 99 %")],
)
def test_percent_never_claims_certainty(probability: float, text: str) -> None:
    assert words.percent(probability).replace(words.NARROW_SPACE, " ") == text


def test_spoken_says_single_and_double_accidentals() -> None:
    assert words.spoken("E♭, B♭♭, F♯, G♯♯") == "E-flat, B-double-flat, F-sharp, G-double-sharp"


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (-21.0, "about 20 cents flat of A440 (A = 435 Hz)"),
        (30.0, "about 30 cents sharp of A440 (A = 448 Hz)"),
        (-12.0, "about 10 cents flat of A440 (A = 437 Hz)"),
        (11.9, ""),
        (0.0, ""),
        (None, ""),
    ],
)
def test_the_tuning_is_told_when_it_is_clearly_off(cents: float | None, text: str) -> None:
    assert words.tuning(cents) == text


def test_a_stretch_of_time_has_minutes_where_there_are_any() -> None:
    assert words.stretch(0.4, 4.4) == "0.4 to 4.4 s"
    assert words.stretch(58.0, 62.0) == "0:58.0 to 1:02.0"


def test_a_length_has_minutes_where_there_are_any() -> None:
    assert [words.length(seconds) for seconds in (3.5, 125.2)] == ["3.5 s", "2 min 5 s"]
