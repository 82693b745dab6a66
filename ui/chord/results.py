"""Everything below the answer: how to play the chord, what else it may be, and the evidence."""

from html import escape

from model.prediction import Prediction
from ui.chord import bars, diagrams, doubts, others, profile, spectrogram
from ui.naming import Naming

HEAR, PAUSE = "Hear the recording", "Pause the recording"
REPLAY = (
    f'<replay-button data-hear="{HEAR}" data-pause="{PAUSE}"><button type="button">{HEAR}</button>'
    "</replay-button>"
)


def render(prediction: Prediction, naming: Naming, order: str, left_handed: bool = False) -> str:
    """The panels for one recording, as HTML; those that only a chord can fill stay out without one."""
    prediction = doubts.reconsidered(prediction)
    card = diagrams.render(prediction.chord, naming, left_handed, beside=REPLAY)
    shapes = f'<section class="panel" aria-label="How to play it">{card}</section>' if card else ""
    rows = others.render(prediction, naming)
    possible = panel("Or else", rows) if rows else ""
    ways = f'<div class="ways">{shapes}{possible}</div>' if shapes or possible else ""
    return f'<div class="results">{ways}{_why(prediction, naming, order)}</div>'


def _why(prediction: Prediction, naming: Naming, order: str) -> str:
    types = "" if prediction.chord.root is None else part("Type", bars.types(prediction))
    return evidence(
        "Why?",
        part("What I heard", spectrogram.render(prediction, naming)),
        part("Notes, all octaves together", profile.render(prediction, naming, order)),
        part("Root", bars.roots(prediction, naming, order)) + types,
    )


def evidence(title: str, *parts: str) -> str:
    """What an answer rests on, in one row that folds away, as HTML; why.js opens it where there is room."""
    return (
        f'<fold-away><details class="panel why"><summary><h2>{escape(title)}</h2></summary>'
        f'<div class="evidence">{"".join(parts)}</div></details></fold-away>'
    )


def panel(title: str, body: str) -> str:
    """A titled part of the page, as HTML."""
    return f'<section class="panel"><h2>{escape(title)}</h2>{body}</section>'


def part(title: str, body: str) -> str:
    """A titled part of a panel, as HTML."""
    return f'<section class="part"><h3>{escape(title)}</h3>{body}</section>'
