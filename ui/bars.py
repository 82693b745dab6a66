"""Probabilities as bars, drawn from 0 to 100 % and never stretched."""

from html import escape

from model.chords import NO_CHORD_LABEL, Chord, pretty
from model.prediction import Prediction
from ui import words

ALTERNATIVES = 4  # how many chords are shown after the best one


def roots(prediction: Prediction) -> str:
    """One bar for each root and one for "no chord", as HTML."""
    labels = {root: "none" if root == NO_CHORD_LABEL else pretty(root) for root in prediction.roots}
    best = prediction.chord.root or NO_CHORD_LABEL
    rows = [
        _bar(labels[root], words.spoken(labels[root]), probability, root == best)
        for root, probability in prediction.roots.items()
    ]
    return _group("Root", rows)


def types(prediction: Prediction) -> str:
    """One bar for each type of chord, as HTML."""
    rows = []
    for type_, probability in prediction.types.items():
        word = Chord("C", type_).name.split()[1]
        rows.append(_bar(word, word, probability, type_ == prediction.chord.type))
    return _group("Type", rows)


def alternatives(prediction: Prediction) -> str:
    """A bar for each of the next best chords, the most probable first, as HTML."""
    others = prediction.candidates[1 : 1 + ALTERNATIVES]
    rows = [
        _bar(words.short(other.chord), other.chord.spoken, other.probability, best=False) for other in others
    ]
    return _group("Other chords", rows)


def _group(label: str, rows: list[str]) -> str:
    return f'<div class="bars" role="group" aria-label="{escape(label)}">{"".join(rows)}</div>'


def _bar(label: str, spoken: str, probability: float, best: bool) -> str:
    """One row: a label, a bar whose full length is 100 %, and the percentage in words."""
    text, width = words.percent(probability), f"{100 * probability:.2f}%"
    return (
        f'<div class="bar{" bar-best" if best else ""}" role="meter" aria-label="{escape(spoken)}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * probability:.1f}" '
        f'aria-valuetext="{escape(text)}"><span class="bar-label">{escape(label)}</span>'
        f'<span class="bar-track"><span class="bar-fill" style="width:{width}"></span></span>'
        f'<span class="bar-percent">{escape(text)}</span></div>'
    )
