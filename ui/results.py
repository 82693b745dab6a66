"""Everything below the answer, in panels."""

from collections.abc import Sequence
from html import escape

from model.chords import Chord
from model.prediction import Prediction
from model.shapes import shown_shape
from ui import bars, guitar, keyboard, profile, spectrogram, words
from ui.naming import Naming

STRUM_GAP = 0.035  # seconds between the strings


def render(prediction: Prediction, naming: Naming, order: str) -> str:
    """The panels for one recording, as HTML; those that only a chord can fill stay out without one."""
    chord = prediction.chord
    others = _others(prediction, naming)
    picture = panel("What I heard", spectrogram.render(prediction, naming))
    pitches = panel("Notes, all octaves together", profile.render(prediction, naming, order))
    roots = panel("Root", bars.roots(prediction, naming, order))
    if chord.root is None:
        return f'<div class="results">{_stack(picture, pitches)}{_stack(roots, others)}</div>'
    keys = panel("On the keyboard", keyboard.render(chord, naming) + _compare(chord, naming))
    strings = panel("On the guitar", guitar.render(chord, naming) + _strum(chord, naming))
    types = panel("Type", bars.types(prediction))
    return f'<div class="results">{keys}{strings}{picture}{pitches}{roots}{_stack(types, others)}</div>'


def _compare(chord: Chord, naming: Naming) -> str:
    """The named chord and the recording, side by side for the ear."""
    named = _sound(keyboard.voicing(chord), 0.0, f"Hear {naming.symbol(chord)}", naming.name(chord))
    return f'<p class="sounds">{named}<button type="button" data-replay>Hear the recording</button></p>'


def _strum(chord: Chord, naming: Naming) -> str:
    notes = shown_shape(chord).notes
    return f'<p class="sounds">{_sound(notes, STRUM_GAP, "Strum it", naming.name(chord) + ", strummed")}</p>'


def _sound(notes: Sequence[int], gap: float, label: str, name: str) -> str:
    """A button that sounds MIDI notes, each `gap` seconds after the one before."""
    played = " ".join(map(str, notes))
    spoken = escape(f"{label}: {words.spoken(name)}")
    return (
        f'<button type="button" data-play="{played}" data-gap="{gap}" aria-label="{spoken}">'
        f"{escape(label)}</button>"
    )


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
