"""Numbers and names as a musician reads them, and as a screen reader says them."""

from model.chords import Chord
from model.prediction import Prediction

ALMOST_CERTAIN = 0.95  # confidence from which the answer is called almost certain
MOST_PERCENT = 99  # no recording makes a chord 100 % certain, so no rounding may say so
NARROW_SPACE = "\u202f"  # between a number and its unit; does not break the line


def percent(probability: float) -> str:
    """A probability, 0 to 1, as a whole percentage: "97 %", never "100 %"."""
    whole = round(100 * probability)
    return (
        f"{whole}{NARROW_SPACE}%"
        if whole <= MOST_PERCENT
        else f">{NARROW_SPACE}{MOST_PERCENT}{NARROW_SPACE}%"
    )


def seconds(start: float, end: float) -> str:
    """A stretch of time, in seconds: "0.4 to 4.4 s"."""
    return f"{start:.1f} to {end:.1f} s"


def short(chord: Chord) -> str:
    """What a lead sheet prints, or "no chord": "D♭m"."""
    return chord.name if chord.root is None else chord.symbol


def spoken(text: str) -> str:
    """A note or a few, with the accidentals in words: "D♭" becomes "D-flat"."""
    return (
        text.replace("♭♭", "-double-flat")
        .replace("♯♯", "-double-sharp")
        .replace("♭", "-flat")
        .replace("♯", "-sharp")
    )


def verdict(prediction: Prediction) -> str:
    """How sure the answer is, in words: "almost certainly", "not sure: D♭m or E"."""
    if not prediction.sure:
        first, second = (short(candidate.chord) for candidate in prediction.candidates[:2])
        return f"not sure: {first} or {second}"
    return "almost certainly" if prediction.confidence >= ALMOST_CERTAIN else "probably"


def spoken_verdict(prediction: Prediction) -> str:
    """The verdict as a screen reader should say it: "not sure: D-flat minor or E major"."""
    if prediction.sure:
        return verdict(prediction)
    first, second = (candidate.chord.spoken for candidate in prediction.candidates[:2])
    return f"not sure: {first} or {second}"
