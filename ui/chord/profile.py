"""The pitch-class profile: how strongly each of the twelve notes sounds, whatever its octave."""

from html import escape

from model.prediction import Prediction
from ui import words
from ui.chord.bars import order_of
from ui.naming import Naming

STRONG = 0.5  # of the strongest: what a screen reader is told


def render(prediction: Prediction, naming: Naming, order: str) -> str:
    """Twelve columns, those of the chord's notes and its bass lit, as HTML."""
    levels = prediction.profile
    own = naming.sounding(prediction.chord)
    columns = [
        _column(own.get(number, naming.pitch_class(number)), levels[number], number in own)
        for number in order_of(order)
    ]
    strong = [naming.pitch_class(number) for number in order_of(order) if levels[number] >= STRONG]
    label = words.spoken(f"Strongest pitch classes: {', '.join(strong)}" if strong else "No pitch stands out")
    return f'<div class="profile" role="img" aria-label="{escape(label)}">{"".join(columns)}</div>'


def _column(name: str, level: float, lit: bool) -> str:
    return (
        f'<div class="column{" lit" if lit else ""}"><span class="room"><span class="level" '
        f'style="height:{100 * level:.1f}%"></span></span><span class="of">{escape(name)}</span></div>'
    )
