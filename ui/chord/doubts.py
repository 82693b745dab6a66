"""A second look at an answer: it is not sure against what else sounds, nor halfway between two keys."""

from dataclasses import replace

from model.adjust import transpose_chord
from model.chords import Chord
from model.prediction import ALMOST_CERTAIN, Candidate, Prediction
from ui.chord.verdict import POSSIBLE
from ui.naming import Naming

HALFWAY = 43.0  # cents off A440, of 50: from there on the next key is about as near


def reconsidered(prediction: Prediction) -> Prediction:
    """The prediction, no longer sure where other notes contradict it or its pitch lies halfway."""
    against = loudest_outside(prediction) is not None or is_perhaps_larger(prediction)
    if prediction.sure and (against or halfway(prediction) is not None):
        return replace(prediction, answer=replace(prediction.answer, sure=False))
    return prediction


def halfway(prediction: Prediction) -> Chord | None:
    """The chord a semitone higher or lower, if the recording's pitch is about as near to it; else None."""
    chord, cents = prediction.chord, prediction.tuning
    if chord.root is None or cents is None or abs(cents) < HALFWAY:
        return None
    return transpose_chord(chord, 1 if cents > 0 else -1)


def is_perhaps_larger(prediction: Prediction) -> bool:
    """Tell if other notes sound beside a chord that is not almost certain: no name here may have them all."""
    return bool(prediction.beside) and prediction.confidence < ALMOST_CERTAIN


def loudest_outside(prediction: Prediction) -> int | None:
    """The pitch class that sounds loudest, whatever its octave, if it lies outside the chord; else None."""
    loudest, chord = int(prediction.profile.argmax()), prediction.chord
    inside = chord.root is None or not prediction.profile[loudest] or loudest in Naming().sounding(chord)
    return None if inside else loudest


def with_loudest(prediction: Prediction, note: int) -> Candidate | None:
    """The most probable chord that has this pitch class, if it is a possible one."""
    having = (other for other in prediction.answer.candidates if note in other.chord.pitch_classes)
    return next((other for other in having if other.probability >= POSSIBLE), None)
