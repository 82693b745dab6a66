"""How numbers and names are put into words."""

import pytest

from model.chords import NO_CHORD, Chord
from tests.conftest import make_prediction
from ui import words


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0 %"), (0.014, "1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.996, "> 99 %"), (1.0, "> 99 %")],
)
def test_percent_never_claims_certainty(probability: float, text: str) -> None:
    assert words.percent(probability).replace(words.NARROW_SPACE, " ") == text


@pytest.mark.parametrize(
    ("confidence", "sure", "text"),
    [
        (0.97, True, "almost certainly"),
        (0.80, True, "probably"),
        (0.50, False, "not sure: D♭m or no chord"),
    ],
)
def test_verdict_follows_the_confidence(confidence: float, sure: bool, text: str) -> None:
    prediction = make_prediction(("Db:min", confidence), ("N", 1 - confidence), sure=sure)
    assert words.verdict(prediction) == text


def test_spoken_verdict_says_accidentals_in_words() -> None:
    prediction = make_prediction(("Db:min", 0.5), ("E:maj", 0.4), sure=False)
    assert words.spoken_verdict(prediction) == "not sure: D-flat minor or E major"


def test_spoken_says_single_and_double_accidentals() -> None:
    assert words.spoken("E♭, B♭♭, F♯, G♯♯") == "E-flat, B-double-flat, F-sharp, G-double-sharp"


def test_short_names_a_chord_as_a_lead_sheet_does() -> None:
    assert words.short(Chord("Bb", "dim")) == "B♭dim"
    assert words.short(NO_CHORD) == "no chord"
