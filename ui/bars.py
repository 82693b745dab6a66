"""Probabilities as bars, drawn from 0 to 100 % and never stretched."""

from html import escape

from model.chords import NO_CHORD_LABEL, QUALITIES, ROOTS, Chord
from model.prediction import Candidate, Prediction
from ui import words
from ui.naming import Naming
from ui.reasons import reason

BY_PITCH, BY_FIFTHS = "pitch", "fifths"
FIFTH = 7  # semitones
ALTERNATIVES = 4  # how many chords are shown after the best one, at most
NEGLIGIBLE = 0.005  # a probability that would be shown as 0 %
LIKELY = 0.02  # from this probability on a type is not folded away
OPEN_TYPES = 4  # how many types are not folded away, at least
FAMILIES = ("maj", "min", "dim", "aug", None)  # in the order of their bars


def order_of(roots: str) -> tuple[int, ...]:
    """The twelve pitch classes in semitones from C, or around the circle of fifths."""
    step = FIFTH if roots == BY_FIFTHS else 1
    return tuple(step * number % 12 for number in range(12))


def roots(prediction: Prediction, naming: Naming, order: str, truth: Chord | None = None) -> str:
    """One bar for each root and one for "no chord", as HTML; the truth's bar, where known, is marked."""
    best = prediction.chord.root or NO_CHORD_LABEL
    true = None if truth is None else truth.root or NO_CHORD_LABEL
    labels = [(ROOTS[number], naming.pitch_class(number)) for number in order_of(order)]
    rows = [
        _bar(label, words.spoken(label), prediction.answer.roots[root], root == best, root == true)
        for root, label in [*labels, (NO_CHORD_LABEL, "none")]
    ]
    return _group("Root", rows)


def types(prediction: Prediction, truth: Chord | None = None) -> str:
    """A bar for each type of chord, by family, as HTML; those that are hardly likely are folded away.

    The truth's bar, where known, is marked and never folded.
    """
    given, true = prediction.answer.types, truth.type if truth else None
    ranked = sorted(given, key=given.get, reverse=True)
    shown = {*ranked[:OPEN_TYPES], prediction.chord.type, true}
    shown |= {type_ for type_ in ranked if given[type_] > LIKELY}
    by_family = sorted(given, key=lambda type_: FAMILIES.index(QUALITIES[type_].family))
    rows = {
        type_: _bar(word, word, given[type_], type_ == prediction.chord.type, type_ == true)
        for type_, word in ((type_, QUALITIES[type_].word) for type_ in by_family)
    }
    opened = [row for type_, row in rows.items() if type_ in shown]
    folded = [row for type_, row in rows.items() if type_ not in shown]
    rest = sum(given[type_] for type_ in given if type_ not in shown)
    return _group("Type", opened + _folded(folded, rest))


def alternatives(prediction: Prediction, naming: Naming) -> str:
    """A bar for each of the next best chords that is not negligible, with what tells it from the answer.

    The most probable first, as HTML; empty where there are none.
    """
    others = prediction.answer.candidates[1 : 1 + ALTERNATIVES]
    rows = [_alternative(prediction.chord, o, naming) for o in others if o.probability >= NEGLIGIBLE]
    return _group("Other chords", rows) if rows else ""


def _alternative(answer: Chord, other: Candidate, naming: Naming) -> str:
    why = reason(answer, other.chord, naming)
    spoken = naming.spoken(other.chord) + (f": {words.spoken(why)}" if why else "")
    return _bar(naming.symbol(other.chord), spoken, other.probability, reason=why)


def _folded(rows: list[str], probability: float) -> list[str]:
    """Rows that open at a press, under how many they are and their probability together."""
    if not rows:
        return []
    summary = f"{len(rows)} more, together {words.percent(probability)}"
    return [f'<details class="more"><summary>{summary}</summary>{"".join(rows)}</details>']


def _group(label: str, rows: list[str]) -> str:
    return f'<div class="bars" role="group" aria-label="{escape(label)}">{"".join(rows)}</div>'


def _bar(
    label: str, spoken: str, probability: float, best: bool = False, true: bool = False, reason: str = ""
) -> str:
    """One row: a label, a bar whose full length is 100 %, the percentage in words, and a reason below."""
    text, width = words.percent(probability), f"{100 * probability:.2f}%"
    kinds = f"bar{' bar-best' if best else ''}{' bar-true' if true else ''}"
    played = ", played" if true else ""
    below = f'<span class="bar-reason">{escape(reason)}</span>' if reason else ""
    return (
        f'<div class="{kinds}" role="meter" aria-label="{escape(spoken)}{played}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * probability:.1f}" '
        f'aria-valuetext="{escape(text)}"><span class="bar-label">{escape(label)}</span>'
        f'<span class="bar-track"><span class="bar-fill" style="width:{width}"></span></span>'
        f'<span class="bar-percent">{escape(text)}</span>{below}</div>'
    )
