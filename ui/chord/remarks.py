"""Remarks below an answer: what decides a doubt, the tuning where it is off, the part that was judged."""

from collections.abc import Callable
from dataclasses import replace

from model.chords import Chord
from model.prediction import Prediction
from ui import words
from ui.chord import doubts, larger
from ui.naming import Naming

SUSPENDED = {"sus4": 4, "sus2": 2}  # chords with another degree in the place of the third

Call = Callable[[Chord], str]  # gives the name of a chord as it is to be read, or said


def printed(prediction: Prediction, naming: Naming) -> list[str]:
    """The sentences to print below an answer, with the symbols of chords."""
    return _remarks(prediction, naming, naming.symbol)


def spoken(prediction: Prediction, naming: Naming) -> list[str]:
    """The sentences that a screen reader should say after an answer, with the names of chords."""
    return [words.spoken(sentence) for sentence in _remarks(prediction, naming, naming.spoken)]


def _remarks(prediction: Prediction, naming: Naming, call: Call) -> list[str]:
    found = [next(filter(None, (doubt(prediction, naming, call) for doubt in DOUBTS)), "")]
    if off := words.tuning(prediction.tuning):
        other = doubts.halfway(prediction)
        also = f": it may as well be {call(other)}" if other else ""
        found.append(f"Tuned {off}{also}.")
    if prediction.is_part:
        where = words.stretch(prediction.start, prediction.end)
        whole = words.length(prediction.seconds)
        found.append(f"I named the strongest part of these {whole}: {where}.")
    return [sentence for sentence in found if sentence]


def _contradiction(prediction: Prediction, naming: Naming, call: Call) -> str:
    """What to say where the loudest note is none of the chord's; else an empty text."""
    loudest = doubts.loudest_outside(prediction)
    if loudest is None:
        return ""
    note, name = naming.pitch_class(loudest), call(prediction.chord)
    said = f"The loudest note is {note}, which {name} does not have."
    other = doubts.with_loudest(prediction, loudest)
    return f"{said} Perhaps it is {call(other.chord)}." if other else said


def _unclear_third(prediction: Prediction, naming: Naming, call: Call) -> str:
    """The question to ask where the doubt is about a third: mostly, a string is muted. Else an empty text."""
    doubted = [candidate.chord for candidate in prediction.answer.candidates[:2]]
    if prediction.sure or len({chord.root for chord in doubted}) > 1:
        return ""
    of_type = {chord.type: chord for chord in doubted}
    third = {type_: naming.sounding(chord).get(chord.pitch_class(3)) for type_, chord in of_type.items()}
    if of_type.keys() == {"maj", "min"}:
        return f"Is its third {third['maj']} (major) or {third['min']} (minor)? Let that note ring."
    if "5" in of_type and ("maj" in of_type or "min" in of_type):
        (type_,) = of_type.keys() - {"5"}
        name = naming.name(replace(of_type[type_], bass=None))
        sounds = f"With {third[type_]} it is {name}, without it a power chord."
        return f"Is there a third? {sounds} If you play {third[type_]}, let it ring."
    return ""


def _no_third(prediction: Prediction, naming: Naming, call: Call) -> str:
    """What to say where a note is heard that stands in the place of a doubtful third; else an empty text."""
    if prediction.sure or prediction.chord.type not in ("maj", "min"):
        return ""
    for type_, degree in SUSPENDED.items():
        chord = Chord(prediction.chord.root, type_)
        if (number := chord.pitch_class(degree)) in prediction.beside:
            note, with_third = naming.sounding(chord)[number], larger.name(prediction.chord, number, naming)
            return f"I hear {note} too: with a third it is {with_third}, without one {call(chord)}."
    return ""


def _larger(prediction: Prediction, naming: Naming, call: Call) -> str:
    """What to say where a note is heard that makes a doubtful chord a larger one; else an empty text."""
    if prediction.sure:
        return ""
    for number in prediction.beside:
        if symbol := larger.name(prediction.chord, number, naming):
            note = naming.pitch_class(number)
            return f"I hear {note} too. Perhaps it is {symbol}, which is not among the chords I name."
    return ""


DOUBTS = (_no_third, _contradiction, _larger, _unclear_third)  # of which the first is said that there is
