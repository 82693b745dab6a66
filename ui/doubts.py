"""A second look at an answer: where the loudest note is none of its chord's, it cannot be sure."""

from dataclasses import replace

from model import analysis
from model.prediction import Candidate, Prediction
from ui.naming import Naming
from ui.verdict import POSSIBLE


def reconsidered(prediction: Prediction) -> Prediction:
    """The prediction, no longer sure where the loudest note contradicts it."""
    if prediction.sure and loudest_outside(prediction) is not None:
        return replace(prediction, answer=replace(prediction.answer, sure=False))
    return prediction


def loudest_outside(prediction: Prediction) -> int | None:
    """The pitch class that sounds loudest, whatever its octave, if it lies outside the chord; else None."""
    levels = analysis.profile(prediction.spectrogram)
    loudest = int(levels.argmax())
    chord = prediction.chord
    inside = chord.root is None or not levels[loudest] or loudest in Naming().sounding(chord)
    return None if inside else loudest


def with_loudest(prediction: Prediction, note: int) -> Candidate | None:
    """The most probable chord that has this pitch class, if it is a possible one."""
    having = (other for other in prediction.answer.candidates if note in other.chord.pitch_classes)
    return next((other for other in having if other.probability >= POSSIBLE), None)
