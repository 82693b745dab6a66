"""Guitar tuning and the shapes that guitarists know, for the page and for training.

The shapes are common knowledge, written down here: open ones where they stand, and movable ones (barre or
inner strings) that slide up the neck, open strings and all.
"""

from dataclasses import dataclass

from model.chords import ROOTS, Chord

STRINGS = (40, 45, 50, 55, 59, 64)  # MIDI: standard tuning, E2 to E4
MUTED = None
BARRE_STRINGS = 5  # as many strings lie under a finger at the least that holds several


@dataclass(frozen=True)
class Shape:
    """A hold of the hand: the frets of the six strings, low one first; MUTED strings stay silent."""

    frets: tuple[int | None, ...]

    @property
    def notes(self) -> tuple[int, ...]:
        """The MIDI notes that sound, the low string's first."""
        return tuple(s + f for s, f in zip(STRINGS, self.frets, strict=True) if f is not MUTED)

    @property
    def highest_fret(self) -> int:
        """The fret nearest to the body that a finger presses; 0 where all strings are open."""
        return max(fret for fret in self.frets if fret is not MUTED)

    @property
    def barre(self) -> tuple[int, int, int] | None:
        """The fret that one finger holds across, and the first and last string under it."""
        lowest = min(fret for fret in self.frets if fret is not MUTED)
        under = [string for string, fret in enumerate(self.frets) if fret == lowest]
        wide = under[-1] - under[0] >= BARRE_STRINGS - 1
        return (lowest, under[0], under[-1]) if lowest > 0 and wide else None

    def moved(self, frets: int) -> "Shape":
        """The same shape so many frets further up the neck."""
        return Shape(tuple(fret if fret is MUTED else fret + frets for fret in self.frets))


@dataclass(frozen=True)
class KnownShape:
    """A shape of a type where the root has this pitch class; `shown` on the page, or in training alone."""

    root: int
    shape: Shape
    shown: bool

    def placed(self, chord: Chord) -> Shape:
        """The shape moved up the neck until its root is the chord's."""
        return self.shape.moved(self.distance(chord))

    def distance(self, chord: Chord) -> int:
        """The frets from where the shape stands up to where its root is the chord's."""
        return (ROOTS.index(chord.root) - self.root) % 12


def _read(rows: str) -> tuple[KnownShape, ...]:
    """Rows such as "*C x32010": the root, and the frets from the low string to the high; * is shown."""
    return tuple(_read_row(*row.split()) for row in rows.split(","))


def _read_row(root: str, frets: str) -> KnownShape:
    shape = Shape(tuple(MUTED if fret == "x" else int(fret) for fret in frets))
    return KnownShape(ROOTS.index(root.lstrip("*")), shape, root.startswith("*"))


OPEN_SHAPES = {  # by type
    "maj": _read(
        "*C x32010, C 032010, C x32013, *A x02220, A 002220, *G 320003, G 320033, *E 022100, *D xx0232,"
        "D x00232, F xx3211, F 133211"
    ),
    "min": _read("*A x02210, A 002210, *E 022000, *D xx0231, D x00231, B x24432"),
    "dim": _read("A x0121x, D xx0131, E 0120xx"),
    "aug": _read("A x03221, E 032110, D xx0332"),
}
MOVABLE_SHAPES = {  # by type, as they stand at the nut
    "maj": _read("*E 022100, E 0221xx, *A x02220, A x0222x, D xx0232, C x32010, C xxx010, F xx3211"),
    "min": _read("*E 022000, E 0220xx, *A x02210, A x0221x, D xx0231, F xx3111"),
    "dim": _read("*A x0121x, *D xx0131, E 0120xx"),
    "aug": _read("*A x0322x, *D xx0332, C x3211x, E 0x211x"),
}


def shown_shape(chord: Chord) -> Shape:
    """The shape that the page shows: an open one if there is one, or the movable one nearest to the nut."""
    shown = [known for known in OPEN_SHAPES[chord.type] if known.shown and known.distance(chord) == 0]
    shown += [known for known in MOVABLE_SHAPES[chord.type] if known.shown]
    return min(shown, key=lambda known: known.distance(chord)).placed(chord)
