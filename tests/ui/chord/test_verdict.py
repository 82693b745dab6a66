"""How sure the answer is, in words."""

import pytest

from tests.helpers.predictions import make_prediction
from ui.chord import verdict
from ui.naming import FLATS, Naming


@pytest.mark.parametrize(
    ("confidence", "sure", "text"),
    [
        (0.97, True, "almost certainly"),
        (0.80, True, "probably"),
        (0.50, False, "not sure: C♯m or no chord"),
    ],
)
def test_the_verdict_follows_the_confidence(confidence: float, sure: bool, text: str) -> None:
    prediction = make_prediction(("Db:min", confidence), ("N", 1 - confidence), sure=sure)
    assert verdict.printed(prediction, Naming()) == text


def test_a_doubt_is_spoken_in_words_and_in_the_persons_names() -> None:
    prediction = make_prediction(("Db:min", 0.5), ("E:maj", 0.4), sure=False)
    assert verdict.spoken(prediction, Naming(FLATS)) == "not sure: D-flat minor or E major"
    assert verdict.spoken(prediction, Naming()) == "not sure: C-sharp minor or E major"
