"""The answer in large letters: a chord, "no chord", a doubt, or what was wrong with the file."""

from html import escape

from model.chords import Chord, pretty
from model.prediction import Prediction
from ui import words

PROMPT = "Record a chord and let it ring for a second or two, or choose a file. Its name appears here."
NO_FILE = "There is no audio file to listen to: please send one."
NO_CHORD_HINT = "Play three or more notes together, close to the microphone, and let them ring."
UNEXPECTED = "Something went wrong on our side, not with your recording. Please try once more."


def render(prediction: Prediction) -> str:
    """The answer to one recording, as HTML; what is printed is also put into words for a screen reader."""
    chord = prediction.chord
    kind = "sure" if prediction.sure else "unsure"
    printed = _no_chord(prediction) if chord.root is None else _chord(prediction)
    return (
        f'<div class="answer answer-{kind}"><p class="spoken">{escape(_announcement(prediction))}</p>'
        f'<div class="printed" aria-hidden="true">{printed}</div></div>'
    )


def prompt() -> str:
    """What the answer's place says before there is one, as HTML."""
    return f'<div class="answer answer-empty"><p class="sentence">{PROMPT}</p></div>'


def refusal(sentence: str) -> str:
    """Why there is no answer and what to do, as HTML."""
    return (
        '<div class="answer answer-refused"><p class="refused">I could not listen to that</p>'
        f'<p class="sentence">{escape(sentence)}</p></div>'
    )


def _chord(prediction: Prediction) -> str:
    chord = prediction.chord
    notes = "".join(f"<span>{escape(note)}</span>" for note in chord.notes)
    return (
        f'<p class="symbol">{_symbol(chord)}{_doubt(prediction)}</p>'
        f'<p class="name">{escape(chord.name)}</p><p class="notes">{notes}</p>{_verdict(prediction)}'
    )


def _symbol(chord: Chord) -> str:
    """The symbol with its accidental and its type apart, so that each can have its own size."""
    letter, accidental = chord.root[0], pretty(chord.root)[1:]
    suffix = chord.symbol[1 + len(accidental) :]
    parts = {"accidental": accidental, "suffix": suffix}
    return letter + "".join(f'<span class="{name}">{text}</span>' for name, text in parts.items() if text)


def _no_chord(prediction: Prediction) -> str:
    return (
        f'<p class="symbol symbol-none">No chord{_doubt(prediction)}</p>{_verdict(prediction)}'
        f'<p class="sentence">{NO_CHORD_HINT}</p>'
    )


def _doubt(prediction: Prediction) -> str:
    return "" if prediction.sure else '<span class="doubt">?</span>'


def _verdict(prediction: Prediction) -> str:
    verdict, confidence = escape(words.verdict(prediction)), words.percent(prediction.confidence)
    return f'<p class="verdict">{verdict}<span class="confidence">{confidence}</span></p>'


def _announcement(prediction: Prediction) -> str:
    chord = prediction.chord
    verdict, confidence = words.spoken_verdict(prediction), words.percent(prediction.confidence)
    rest = f"Notes: {words.spoken(', '.join(chord.notes))}." if chord.notes else NO_CHORD_HINT
    return f"{chord.spoken[0].upper()}{chord.spoken[1:]}, {verdict}, {confidence}. {rest}"
