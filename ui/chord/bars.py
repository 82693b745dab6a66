"""Probabilities as bars, drawn from 0 to 100 % and never stretched; those at about 0 % are left out."""

from html import escape

from model.chords import NO_CHORD_LABEL, QUALITIES, ROOTS, Chord
from model.prediction import Prediction
from ui import words
from ui.naming import Naming

BY_PITCH, BY_FIFTHS = "pitch", "fifths"
FIFTH = 7  # semitones
NEGLIGIBLE = 0.005  # a probability that would be shown as 0 %
FAMILIES = ("maj", "min", "dim", "aug", None)  # in the order of their bars


def order_of(roots: str) -> tuple[int, ...]:
    """The twelve pitch classes in semitones from C, or around the circle of fifths."""
    step = FIFTH if roots == BY_FIFTHS else 1
    return tuple(step * number % 12 for number in range(12))


def roots(prediction: Prediction, naming: Naming, order: str, truth: Chord | None = None) -> str:
    """A bar for each possible root, and for "no chord", as HTML; the truth's bar, where known, is marked."""
    best = prediction.chord.root or NO_CHORD_LABEL
    true = None if truth is None else truth.root or NO_CHORD_LABEL
    labels = [(ROOTS[number], naming.pitch_class(number)) for number in order_of(order)]
    rows = [
        _bar(label, words.spoken(label), prediction.answer.roots[root], root == best, root == true)
        for root, label in [*labels, (NO_CHORD_LABEL, "none")]
        if prediction.answer.roots[root] >= NEGLIGIBLE or root in (best, true)
    ]
    return _group("Root", rows)


def types(prediction: Prediction, truth: Chord | None = None) -> str:
    """A bar for each possible type of chord, by family, as HTML; the truth's bar, where known, is marked.

    Among simple chords, that is the bar of the triad that it is a kind of.
    """
    given, best, true = prediction.answer.types, prediction.chord.type, truth.type if truth else None
    if true is not None and true not in given:
        true = QUALITIES[true].family
    by_family = sorted(given, key=lambda type_: FAMILIES.index(QUALITIES[type_].family))
    rows = [
        _bar(word, word, given[type_], type_ == best, type_ == true)
        for type_, word in ((type_, QUALITIES[type_].word) for type_ in by_family)
        if given[type_] >= NEGLIGIBLE or type_ in (best, true)
    ]
    return _group("Type", rows)


def _group(label: str, rows: list[str]) -> str:
    return f'<div class="bars" role="group" aria-label="{escape(label)}">{"".join(rows)}</div>'


def _bar(label: str, spoken: str, probability: float, best: bool, true: bool) -> str:
    """One row: a label, a bar whose full length is 100 %, and the percentage in words."""
    text, width = words.percent(probability), f"{100 * probability:.2f}%"
    kinds = f"bar{' bar-best' if best else ''}{' bar-true' if true else ''}"
    played = ", played" if true else ""
    return (
        f'<div class="{kinds}" role="meter" aria-label="{escape(spoken)}{played}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * probability:.1f}" '
        f'aria-valuetext="{escape(text)}"><span class="bar-label">{escape(label)}</span>'
        f'<span class="bar-track"><span class="bar-fill" style="width:{width}"></span></span>'
        f'<span class="bar-percent">{escape(text)}</span></div>'
    )
