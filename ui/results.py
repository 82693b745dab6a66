"""Everything below the answer, in panels."""

from html import escape

from model.prediction import Prediction
from ui import bars, diagrams, profile, spectrogram
from ui.naming import Naming

REPLAY = '<p class="sounds"><button type="button" data-replay>Hear the recording</button></p>'


def render(prediction: Prediction, naming: Naming, order: str, left_handed: bool = False) -> str:
    """The panels for one recording, as HTML; those that only a chord can fill stay out without one."""
    chord = prediction.chord
    others = _others(prediction, naming)
    picture = panel("What I heard", spectrogram.render(prediction, naming))
    pitches = panel("Notes, all octaves together", profile.render(prediction, naming, order))
    roots = panel("Root", bars.roots(prediction, naming, order))
    if chord.root is None:
        return f'<div class="results">{_stack(picture, pitches)}{_stack(roots, others)}</div>'
    shapes = panel("How to play it", diagrams.render(chord, naming, left_handed) + REPLAY)
    types = panel("Type", bars.types(prediction))
    return f'<div class="results">{shapes}{picture}{pitches}{roots}{_stack(types, others)}</div>'


def _others(prediction: Prediction, naming: Naming) -> str:
    """The next best chords: folded away where the answer is sure, left out where there are none."""
    rows = bars.alternatives(prediction, naming)
    opened = "" if prediction.sure else " open"
    return (
        f'<details class="panel"{opened}><summary><h2>Or else</h2></summary>{rows}</details>' if rows else ""
    )


def _stack(*panels: str) -> str:
    """Panels one below the other, as high together as their neighbour."""
    return f'<div class="stack">{"".join(panels)}</div>'


def panel(title: str, body: str) -> str:
    """A titled part of the page, as HTML."""
    return f'<section class="panel"><h2>{escape(title)}</h2>{body}</section>'
