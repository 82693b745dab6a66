"""The answer in large letters: a chord, a note, "no chord", a doubt, or what was wrong with the file."""

from html import escape

from model.chords import Chord
from model.prediction import Prediction
from ui import words
from ui.chord import doubts, remarks, verdict
from ui.naming import Naming

PROMPT = "Record a chord and let it ring for a second or two, or choose a file: a chord or a song."
NO_FILE = "There is no audio file to listen to: please send one."
NOTE_HINT = "Play two more notes with it to make a chord."
QUIET_HINT = "I could hardly hear anything. Play closer to the microphone, or turn its level up."
NO_CHORD_HINT = "That sounds like noise or speech. Play the notes of a chord together and let them ring."
UNCLEAR_HINT = "I could not make out a chord. Play one and let it ring; of several, cut one out."
UNEXPECTED = "Something went wrong on our side, not with your recording. Please try once more."
TOO_QUIET = -50.0  # dB of full scale: a recording without a chord that never gets louder
SMALL = 0.5  # how large the letters of the type and of the bass are beside the root's


def render(prediction: Prediction, naming: Naming) -> str:
    """The answer to one recording, as HTML; what is printed is also put into words for a screen reader."""
    prediction = doubts.reconsidered(prediction)
    kind = "sure" if prediction.sure else "unsure"
    printed = _nothing(prediction, naming) if prediction.chord.root is None else _chord(prediction, naming)
    return (
        f'<div class="answer answer-{kind}"><p class="spoken">{escape(_announcement(prediction, naming))}</p>'
        f'<div class="printed" aria-hidden="true">{printed}{_remarks(prediction, naming)}</div></div>'
    )


def prompt() -> str:
    """A prompt in the answer's place before there is one, as HTML."""
    return f'<div class="answer answer-empty"><p class="sentence">{PROMPT}</p></div>'


def refusal(sentence: str) -> str:
    """A reason why there is no answer, and advice, as HTML."""
    return (
        '<div class="answer answer-refused"><p class="refused">I could not listen to that</p>'
        f'<p class="sentence">{escape(sentence)}</p></div>'
    )


def symbol(chord: Chord, naming: Naming) -> str:
    """The symbol with accidental, type and bass apart, so that each can have its own size, as HTML."""
    root = naming.root(chord)
    letters = root.rstrip("♭♯")
    parts = {"accidental": root[len(letters) :], "suffix": naming.suffix(chord), "bass": _over(chord, naming)}
    return letters + "".join(f'<span class="{name}">{text}</span>' for name, text in parts.items() if text)


def fitting(chord: Chord, naming: Naming, *others: str) -> str:
    """The HTML attribute that tells the style sheet how long a symbol is, with a question mark after it.

    others: what else the attribute is to set.
    """
    small = naming.suffix(chord) + _over(chord, naming)
    letters = f"--letters:{len(naming.root(chord)) + 1 + SMALL * len(small):g}"
    return f'style="{";".join((letters, *others))}"'


def from_the_bass(chord: Chord, naming: Naming) -> tuple[str, ...]:
    """The names of the notes from the lowest up; a bass that is none of the chord's own comes first."""
    notes, bass = naming.notes(chord), naming.bass(chord)
    if not bass:
        return notes
    if bass not in notes:
        return (bass, *notes)
    place = notes.index(bass)
    return notes[place:] + notes[:place]


def chips(chord: Chord, naming: Naming) -> str:
    """The notes of a chord from the lowest up, as HTML."""
    return "".join(f"<span>{escape(note)}</span>" for note in from_the_bass(chord, naming))


def _over(chord: Chord, naming: Naming) -> str:
    return f"/{naming.bass(chord)}" if chord.bass else ""


def _chord(prediction: Prediction, naming: Naming) -> str:
    chord = prediction.chord
    others = "".join(
        f'<span class="foreign">{escape(note)}</span>' for note in _also_heard(prediction, naming)
    )
    also = f'<span class="also">also heard</span>{others}' if others else ""
    return (
        f'<p class="symbol" {fitting(chord, naming)}>{symbol(chord, naming)}{_doubt(prediction)}</p>'
        f'<p class="name">{escape(naming.name(chord))}</p><p class="notes">{chips(chord, naming)}{also}</p>'
        f"{_verdict(prediction, naming)}"
    )


def _nothing(prediction: Prediction, naming: Naming) -> str:
    """The answer where there is no chord: what there is instead, as far as that can be told."""
    what, hint = _instead(prediction, naming)
    doubt, sure = _doubt(prediction), _verdict(prediction, naming)
    if _is_too_quiet(prediction):  # which was measured
        doubt, sure = "", ""
    return f'<p class="symbol symbol-none">{escape(what)}{doubt}</p>{sure}<p class="sentence">{hint}</p>'


def _instead(prediction: Prediction, naming: Naming) -> tuple[str, str]:
    """A name for a sound without a chord, and advice."""
    if _is_too_quiet(prediction):
        return "Too quiet", QUIET_HINT
    if prediction.note is not None:
        return f"Single note: {naming.pitch(prediction.note)}", NOTE_HINT
    return "No chord", NO_CHORD_HINT if prediction.sure else UNCLEAR_HINT


def _is_too_quiet(prediction: Prediction) -> bool:
    return prediction.chord.root is None and prediction.level < TOO_QUIET


def _doubt(prediction: Prediction) -> str:
    return "" if prediction.sure else '<span class="doubt">?</span>'


def _verdict(prediction: Prediction, naming: Naming) -> str:
    said, confidence = escape(verdict.printed(prediction, naming)), words.percent(prediction.confidence)
    return f'<p class="verdict">{said}<span class="confidence">{confidence}</span></p>'


def _remarks(prediction: Prediction, naming: Naming) -> str:
    return "".join(
        f'<p class="remark">{escape(remark)}</p>' for remark in remarks.printed(prediction, naming)
    )


def _also_heard(prediction: Prediction, naming: Naming) -> list[str]:
    """The names of the notes that sound beside a chord's own."""
    return [naming.pitch_class(number) for number in prediction.beside]


def _announcement(prediction: Prediction, naming: Naming) -> str:
    chord = prediction.chord
    said, confidence = verdict.spoken(prediction, naming), words.percent(prediction.confidence)
    if chord.root is None:
        what, rest = _instead(prediction, naming)
    else:
        what, rest = naming.name(chord), f"Notes: {', '.join(from_the_bass(chord, naming))}."
        if others := _also_heard(prediction, naming):
            rest += f" Also heard: {', '.join(others)}."
    sure = "" if _is_too_quiet(prediction) else f", {said}, {confidence}"
    sentences = [words.spoken(f"{what}{sure}."), words.spoken(rest), *remarks.spoken(prediction, naming)]
    return " ".join(sentences)
