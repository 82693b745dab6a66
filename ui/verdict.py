"""The certainty of an answer in words."""

from collections.abc import Callable

from model.chords import Chord
from model.prediction import ALMOST_CERTAIN, Prediction
from ui.naming import Naming


def printed(prediction: Prediction, naming: Naming) -> str:
    """The verdict as it is read: "almost certainly", "probably", "not sure: D♭m or E"."""
    return _verdict(prediction, naming.symbol)


def spoken(prediction: Prediction, naming: Naming) -> str:
    """The verdict as a screen reader should say it: "not sure: D-flat minor or E major"."""
    return _verdict(prediction, naming.spoken)


def _verdict(prediction: Prediction, call: Callable[[Chord], str]) -> str:
    if prediction.sure:
        return "almost certainly" if prediction.confidence >= ALMOST_CERTAIN else "probably"
    first, second = (call(candidate.chord) for candidate in prediction.answer.candidates[:2])
    return f"not sure: {first} or {second}"
