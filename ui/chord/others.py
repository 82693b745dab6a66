"""The chords that a doubtful answer may be as well, each to be heard."""

from html import escape

from model import voicings
from model.prediction import Candidate, Prediction
from ui import words
from ui.chord.reasons import reason
from ui.chord.verdict import POSSIBLE
from ui.naming import Naming

MOST = 3  # shown


def render(prediction: Prediction, naming: Naming) -> str:
    """The next best chords with what tells them from the answer, the most probable first, as HTML.

    Empty where the answer is sure, and where no other is possible.
    """
    if prediction.sure:
        return ""
    ranked = prediction.answer.candidates[1 : 1 + MOST]
    rows = [_row(prediction, other, naming) for other in ranked if other.probability >= POSSIBLE]
    return f'<ul class="others">{"".join(rows)}</ul>' if rows else ""


def _row(prediction: Prediction, other: Candidate, naming: Naming) -> str:
    """A chord to press and hear, why it may be this one, and how probable it is."""
    symbol, why = escape(naming.symbol(other.chord)), escape(reason(prediction.chord, other.chord, naming))
    return (
        f'<li>{_named(other, naming, symbol)}<span class="reason">{why}</span>'
        f'<span class="percent">{words.percent(other.probability)}</span></li>'
    )


def _named(other: Candidate, naming: Naming, symbol: str) -> str:
    if other.chord.root is None:
        return f'<span class="silent">{symbol}</span>'
    notes = " ".join(map(str, voicings.piano(other.chord)[0]))
    spoken = escape(naming.spoken(other.chord))
    return f'<button type="button" data-play="{notes}" aria-label="Hear {symbol}: {spoken}">{symbol}</button>'
