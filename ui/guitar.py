"""One common guitar shape for each chord, drawn as a diagram whose strings sound."""

from html import escape

from model.chords import Chord
from model.shapes import MUTED, STRINGS, Shape, shown_shape
from ui import words
from ui.naming import Naming

FRETS = 5  # drawn
WIDTH, HEIGHT = 250, 230  # SVG units
LEFT, TOP = 44, 34  # of the nut
STRING_GAP, FRET_GAP = 34, 37


def first_fret(shape: Shape) -> int:
    """The fret at the top of the diagram: the first, unless the hand is further up."""
    return 1 if shape.highest_fret <= FRETS else min(fret for fret in shape.frets if fret)


def render(chord: Chord, naming: Naming) -> str:
    """The chord's diagram, each string with the note it sounds, as SVG."""
    shape = shown_shape(chord)
    named = naming.sounding(chord)
    frets = " ".join("x" if fret is MUTED else str(fret) for fret in shape.frets)
    strings = "".join(_string(shape, number, named) for number in range(len(STRINGS)))
    return (
        f'<svg class="guitar" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="Guitar, from the low string: {frets}">'
        f"{_grid(first_fret(shape))}{_barre(shape)}{strings}</svg>"
    )


def _grid(first: int) -> str:
    """Strings, frets, and the nut or the number of the first fret."""
    bottom, right = TOP + FRETS * FRET_GAP, LEFT + 5 * STRING_GAP
    lines = [f"M{LEFT + string * STRING_GAP} {TOP}V{bottom}" for string in range(len(STRINGS))]
    lines += [f"M{LEFT} {TOP + fret * FRET_GAP}H{right}" for fret in range(FRETS + 1)]
    grid = f'<path class="grid" d="{"".join(lines)}"/>'
    if first == 1:
        return grid + f'<path class="nut" d="M{LEFT - 1} {TOP}H{right + 1}"/>'
    return grid + f'<text class="position" x="{LEFT - 20}" y="{TOP + FRET_GAP / 2 + 5}">{first}</text>'


def _barre(shape: Shape) -> str:
    if shape.barre is None:
        return ""
    fret, first, last = shape.barre
    y = _height(fret, first_fret(shape))
    return f'<path class="barre" d="M{LEFT + first * STRING_GAP} {y}H{LEFT + last * STRING_GAP}"/>'


def _string(shape: Shape, number: int, named: dict[int, str]) -> str:
    """One string: muted, open or pressed, with its note."""
    x, fret = LEFT + number * STRING_GAP, shape.frets[number]
    if fret is MUTED:
        return f'<text class="muted" x="{x}" y="{TOP - 12}">×</text>'
    midi = STRINGS[number] + fret
    note = named[midi % 12]
    y = TOP - 17 if fret == 0 else _height(fret, first_fret(shape))
    kind = "open" if fret == 0 else "pressed"
    return (
        f'<g data-play="{midi}" role="button" tabindex="0" aria-label="Play {escape(words.spoken(note))}">'
        f'<circle class="{kind}" cx="{x}" cy="{y}" r="14"/>'
        f'<text class="{kind}" x="{x}" y="{y + 4.5}">{escape(note)}</text></g>'
    )


def _height(fret: int, first: int) -> float:
    """The place of a finger, in the middle of its fret, in SVG units."""
    return TOP + (fret - first + 0.5) * FRET_GAP
