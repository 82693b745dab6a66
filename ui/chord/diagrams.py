"""One card that shows how to play a chord: on piano, guitar or ukulele, one shape after the other.

diagrams.js turns its switch and its arrows, and keeps the instrument from chord to chord.
"""

from dataclasses import dataclass
from html import escape

from model import voicings
from model.chords import Chord
from model.shapes import Shape
from ui.chord import fretboard, keyboard
from ui.naming import Naming

STRUM_GAP = 0.035  # seconds between the strings
INVERSIONS = ("Root position", "1st inversion", "2nd inversion", "3rd inversion")
SHOWN = "Guitar"  # until a person chooses another


@dataclass(frozen=True)
class Drawing:
    """One way to play a chord: its picture as SVG, a few words below it, and its MIDI notes."""

    picture: str
    caption: str
    notes: tuple[int, ...]


def render(chord: Chord, naming: Naming, left_handed: bool = False, beside: str = "") -> str:
    """The card for a chord, as HTML; an empty text where there is no chord.

    left_handed: mirrors what has strings. beside: HTML that stands beside the button to hear it.
    """
    if chord.root is None:
        return ""
    drawings = {
        "Piano": _piano(chord, naming),
        "Guitar": _fretted("Guitar", voicings.guitar(chord), chord, naming, left_handed),
        "Ukulele": _fretted("Ukulele", voicings.ukulele(chord), chord, naming, left_handed),
    }
    switch = "".join(_choice(instrument) for instrument in drawings)
    shapes = "".join(_shapes(instrument, drawn) for instrument, drawn in drawings.items())
    spoken = escape(naming.spoken(chord))
    return (
        f'<chord-diagrams class="diagrams"><div class="instruments" role="group" aria-label="Instrument">'
        f"{switch}</div>{shapes}"
        f'<div class="steps">{_step(-1, "Previous shape", "‹")}'
        f'<p class="caption"></p>{_step(1, "Next shape", "›")}</div>'
        f'<div class="sounds"><button type="button" class="hear" data-play="" data-gap=""'
        f' aria-label="Hear it: {spoken}">Hear it</button>{beside}</div></chord-diagrams>'
    )


def _piano(chord: Chord, naming: Naming) -> list[Drawing]:
    return [
        Drawing(keyboard.render(chord, naming, keys), _position(chord, naming, keys), keys)
        for keys in voicings.piano(chord)
    ]


def _position(chord: Chord, naming: Naming, keys: tuple[int, ...]) -> str:
    """How the keys lie: "Root position", "1st inversion", "E below"."""
    if len(keys) > len(chord.pitch_classes) or keys[0] % 12 not in chord.pitch_classes:
        return f"{naming.bass(chord)} in the bass"
    return INVERSIONS[chord.pitch_classes.index(keys[0] % 12)]


def _fretted(
    instrument: str, shapes: tuple[Shape, ...], chord: Chord, naming: Naming, left_handed: bool
) -> list[Drawing]:
    names = naming.sounding(chord)
    return [
        Drawing(fretboard.render(shape, names, instrument, left_handed), fretboard.frets(shape), shape.notes)
        for shape in shapes
    ]


def _choice(instrument: str) -> str:
    pressed = "true" if instrument == SHOWN else "false"
    return (
        f'<button type="button" data-instrument="{instrument}" aria-pressed="{pressed}">{instrument}</button>'
    )


def _shapes(instrument: str, drawings: list[Drawing]) -> str:
    """The shapes of one instrument, all but the first hidden."""
    gap = 0.0 if instrument == "Piano" else STRUM_GAP
    count = len(drawings)
    figures = "".join(
        f'<div class="shape" data-caption="{escape(drawing.caption)}" data-place="{place} of {count}"'
        f' data-notes="{" ".join(map(str, drawing.notes))}"{" hidden" if place > 1 else ""}>'
        f"{drawing.picture}</div>"
        for place, drawing in enumerate(drawings, 1)
    )
    hidden = "" if instrument == SHOWN else " hidden"
    return f'<div class="shapes" data-for="{instrument}" data-gap="{gap}"{hidden}>{figures}</div>'


def _step(by: int, label: str, sign: str) -> str:
    return f'<button type="button" data-step="{by}" aria-label="{label}">{sign}</button>'
