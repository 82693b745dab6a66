"""One common guitar shape for each chord, drawn as a diagram whose strings sound.

The shapes are common knowledge, written down here: open ones where a beginner would play one, and movable
ones (barre or inner strings) slid up the neck to the root everywhere else.
"""

from dataclasses import dataclass
from html import escape

from model.chords import Chord
from ui import words
from ui.naming import Naming

STRINGS = (40, 45, 50, 55, 59, 64)  # MIDI: standard tuning, E2 to E4
FRETS = 5  # drawn
MUTED = None
Frets = tuple[int | None, ...]  # of each string, the low one first

OPEN = {  # chord label: frets
    "C:maj": (MUTED, 3, 2, 0, 1, 0),
    "D:maj": (MUTED, MUTED, 0, 2, 3, 2),
    "E:maj": (0, 2, 2, 1, 0, 0),
    "G:maj": (3, 2, 0, 0, 0, 3),
    "A:maj": (MUTED, 0, 2, 2, 2, 0),
    "D:min": (MUTED, MUTED, 0, 2, 3, 1),
    "E:min": (0, 2, 2, 0, 0, 0),
    "A:min": (MUTED, 0, 2, 2, 1, 0),
}
MOVABLE = {  # type: pitch class of the root at the nut, and frets there
    "maj": ((4, (0, 2, 2, 1, 0, 0)), (9, (MUTED, 0, 2, 2, 2, 0))),
    "min": ((4, (0, 2, 2, 0, 0, 0)), (9, (MUTED, 0, 2, 2, 1, 0))),
    "dim": ((9, (MUTED, 0, 1, 2, 1, MUTED)), (2, (MUTED, MUTED, 0, 1, 3, 1))),
    "aug": ((9, (MUTED, 0, 3, 2, 2, MUTED)), (2, (MUTED, MUTED, 0, 3, 3, 2))),
}

WIDTH, HEIGHT = 250, 230  # SVG units
LEFT, TOP = 44, 34  # of the nut
STRING_GAP, FRET_GAP = 34, 37


@dataclass(frozen=True)
class Shape:
    """Where the fingers go: the frets of the six strings, low one first; MUTED strings stay silent."""

    frets: Frets

    @property
    def notes(self) -> list[int]:
        """The MIDI notes that sound, the lowest first."""
        return [s + f for s, f in zip(STRINGS, self.frets, strict=True) if f is not MUTED]

    @property
    def first_fret(self) -> int:
        """The fret at the top of the diagram: the first, unless the hand is further up."""
        pressed = [fret for fret in self.frets if fret]
        return 1 if max(pressed) <= FRETS else min(pressed)

    @property
    def barre(self) -> tuple[int, int, int] | None:
        """The fret that one finger holds across, and the first and last string under it."""
        pressed = [fret for fret in self.frets if fret is not MUTED]
        lowest = min(pressed)
        under = [string for string, fret in enumerate(self.frets) if fret == lowest]
        return (lowest, under[0], under[-1]) if lowest > 0 and under[-1] - under[0] >= 4 else None


def shape(chord: Chord) -> Shape:
    """The shape to show for a chord: open if there is one, or else the movable one nearest to the nut."""
    if chord.label in OPEN:
        return Shape(OPEN[chord.label])
    shifts = [((chord.pitch_classes[0] - root) % 12, frets) for root, frets in MOVABLE[chord.type]]
    shift, frets = min(shifts, key=lambda shifted: shifted[0])
    return Shape(tuple(fret if fret is MUTED else fret + shift for fret in frets))


def render(chord: Chord, naming: Naming) -> str:
    """The chord's diagram, each string with the note it sounds, as SVG."""
    how = shape(chord)
    named = dict(zip(chord.pitch_classes, naming.notes(chord), strict=True))
    frets = " ".join("x" if fret is MUTED else str(fret) for fret in how.frets)
    strings = "".join(_string(how, number, named) for number in range(len(STRINGS)))
    return (
        f'<svg class="guitar" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="Guitar, from the low string: {frets}">'
        f"{_grid(how.first_fret)}{_barre(how)}{strings}</svg>"
    )


def _grid(first_fret: int) -> str:
    """Strings, frets, and the nut or the number of the first fret."""
    bottom, right = TOP + FRETS * FRET_GAP, LEFT + 5 * STRING_GAP
    lines = [f"M{LEFT + string * STRING_GAP} {TOP}V{bottom}" for string in range(len(STRINGS))]
    lines += [f"M{LEFT} {TOP + fret * FRET_GAP}H{right}" for fret in range(FRETS + 1)]
    grid = f'<path class="grid" d="{"".join(lines)}"/>'
    if first_fret == 1:
        return grid + f'<path class="nut" d="M{LEFT - 1} {TOP}H{right + 1}"/>'
    return grid + f'<text class="position" x="{LEFT - 20}" y="{TOP + FRET_GAP / 2 + 5}">{first_fret}</text>'


def _barre(how: Shape) -> str:
    if how.barre is None:
        return ""
    fret, first, last = how.barre
    y = _height(fret, how.first_fret)
    return f'<path class="barre" d="M{LEFT + first * STRING_GAP} {y}H{LEFT + last * STRING_GAP}"/>'


def _string(how: Shape, number: int, named: dict[int, str]) -> str:
    """One string: muted, open or pressed, with its note."""
    x, fret = LEFT + number * STRING_GAP, how.frets[number]
    if fret is MUTED:
        return f'<text class="muted" x="{x}" y="{TOP - 12}">×</text>'
    midi = STRINGS[number] + fret
    note = named[midi % 12]
    y = TOP - 17 if fret == 0 else _height(fret, how.first_fret)
    kind = "open" if fret == 0 else "pressed"
    return (
        f'<g data-play="{midi}" role="button" tabindex="0" aria-label="Play {escape(words.spoken(note))}">'
        f'<circle class="{kind}" cx="{x}" cy="{y}" r="14"/>'
        f'<text class="{kind}" x="{x}" y="{y + 4.5}">{escape(note)}</text></g>'
    )


def _height(fret: int, first_fret: int) -> float:
    """Where a finger presses: in the middle of its fret, SVG units."""
    return TOP + (fret - first_fret + 0.5) * FRET_GAP
