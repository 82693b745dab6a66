"""A shape on the neck of a guitar or ukulele, drawn as a diagram whose strings sound."""

from html import escape

from model.shapes import MUTED, Shape
from ui import words

FRETS = 5  # drawn
TOP = 34  # SVG units, of the nut
STRING_GAP, FRET_GAP = 34, 37
MARGIN = 40  # beside the outer strings, where the number of the first fret stands
HEIGHT = TOP + FRETS * FRET_GAP + 6


def render(shape: Shape, names: dict[int, str], instrument: str, left_handed: bool = False) -> str:
    """The diagram of a shape, each string with the note it sounds, as SVG.

    names: of the pitch classes. left_handed: mirrored, the first string on the right.
    """
    neck = _Neck(shape, left_handed)
    strings = "".join(_string(neck, number, names) for number in range(len(shape.frets)))
    first = {True: "right", False: "left"}[left_handed]
    return (
        f'<svg class="fretboard" viewBox="0 0 {neck.width} {HEIGHT}" role="group" '
        f'aria-label="{escape(instrument)}, from the string on the {first}: {frets(shape)}">'
        f"{_grid(neck)}{_barre(neck)}{strings}</svg>"
    )


def frets(shape: Shape) -> str:
    """A shape as its players write it, the first string first: "x 3 2 0 1 0"."""
    return " ".join("x" if fret is MUTED else str(fret) for fret in shape.frets)


def first_fret(shape: Shape) -> int:
    """The fret at the top of the diagram: the first, unless the hand is further up."""
    return 1 if shape.highest_fret <= FRETS else min(fret for fret in shape.frets if fret)


class _Neck:
    """Where the strings and frets of a shape's diagram lie, in SVG units."""

    def __init__(self, shape: Shape, left_handed: bool) -> None:
        self.shape = shape
        self.first = first_fret(shape)
        self.left_handed = left_handed
        self.width = 2 * MARGIN + (len(shape.frets) - 1) * STRING_GAP

    def x(self, string: int) -> int:
        """The place of a string."""
        from_left = MARGIN + string * STRING_GAP
        return self.width - from_left if self.left_handed else from_left

    def y(self, fret: int) -> float:
        """The place of a finger, in the middle of its fret."""
        return TOP + (fret - self.first + 0.5) * FRET_GAP


def _grid(neck: _Neck) -> str:
    """Strings, frets, and the nut or the number of the first fret."""
    bottom, right = TOP + FRETS * FRET_GAP, neck.width - MARGIN
    lines = [f"M{x} {TOP}V{bottom}" for x in range(MARGIN, right + 1, STRING_GAP)]
    lines += [f"M{MARGIN} {y}H{right}" for y in range(TOP, bottom + 1, FRET_GAP)]
    grid = f'<path class="grid" d="{"".join(lines)}"/>'
    if neck.first == 1:
        return grid + f'<path class="nut" d="M{MARGIN - 1} {TOP}H{right + 1}"/>'
    return grid + f'<text class="position" x="{MARGIN - 22}" y="{neck.y(neck.first) + 5}">{neck.first}</text>'


def _barre(neck: _Neck) -> str:
    if neck.shape.barre is None:
        return ""
    fret, first, last = neck.shape.barre
    return f'<path class="barre" d="M{neck.x(first)} {neck.y(fret)}H{neck.x(last)}"/>'


def _string(neck: _Neck, number: int, names: dict[int, str]) -> str:
    """One string: muted, open or pressed, with its note."""
    x, fret = neck.x(number), neck.shape.frets[number]
    if fret is MUTED:
        return f'<text class="muted" x="{x}" y="{TOP - 12}">×</text>'
    midi = neck.shape.tuning[number] + fret
    note = names[midi % 12]
    y, kind = (TOP - 17, "open") if fret == 0 else (neck.y(fret), "pressed")
    return (
        f'<g data-play="{midi}" role="button" tabindex="0" aria-label="Play {escape(words.spoken(note))}">'
        f'<circle class="{kind}" cx="{x}" cy="{y}" r="14"/>'
        f'<text class="{kind}" x="{x}" y="{y + 4.5}">{escape(note)}</text></g>'
    )
