"""Everything below the answer, in panels."""

from html import escape

from model.prediction import Prediction
from ui import bars, keyboard, spectrogram


def render(prediction: Prediction) -> str:
    """The panels for one recording, as HTML; those that only a chord can fill stay out without one."""
    others = _panel("Or else", bars.alternatives(prediction))
    picture = _panel("What I heard", spectrogram.render(prediction))
    roots = _panel("Root", bars.roots(prediction))
    if prediction.chord.root is None:
        return f'<div class="results"><div class="stack">{picture}{others}</div>{roots}</div>'
    keys = _panel("On the keyboard", keyboard.render(prediction.chord))
    types = _panel("Type", bars.types(prediction))
    return f'<div class="results">{keys}{picture}{roots}<div class="stack">{types}{others}</div></div>'


def _panel(title: str, body: str) -> str:
    return f'<section class="panel"><h2>{escape(title)}</h2>{body}</section>'
