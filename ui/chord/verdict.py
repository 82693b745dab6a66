"""The certainty of an answer in words."""

from collections.abc import Callable

from model.chords import Chord
from model.prediction import ALMOST_CERTAIN, Prediction
from ui.naming import Naming

POSSIBLE = 0.05  # probability from which a doubt names a second chord


def printed(prediction: Prediction, naming: Naming) -> str:
    """The verdict as it is read: "almost certainly", "probably", "not sure: D♭m or E"."""
    return _verdict(prediction, naming.symbol)


def spoken(prediction: Prediction, naming: Naming) -> str:
    """The verdict as a screen reader should say it: "not sure: D-flat minor or E major"."""
    return _verdict(prediction, naming.spoken)


def _verdict(prediction: Prediction, call: Callable[[Chord], str]) -> str:
    if prediction.sure:
        certain = prediction.confidence >= ALMOST_CERTAIN and not prediction.beside
        return "almost certainly" if certain else "probably"
    first, second = prediction.answer.candidates[:2]
    if second.probability < POSSIBLE:
        return "not sure"
    return f"not sure: {call(first.chord)} or {call(second.chord)}"
