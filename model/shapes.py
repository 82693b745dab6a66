"""Guitar tuning, the shapes that guitarists know, and a search for those that a hand can hold.

The shapes are common knowledge, written down here: open ones where they stand, and movable ones (barre or
inner strings) that slide up the neck, open strings and all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

from model.chords import CHORDS, ROOTS, Chord

STRINGS = (40, 45, 50, 55, 59, 64)  # MIDI: standard tuning, E2 to E4
UKULELE = (67, 60, 64, 69)  # MIDI: the G is high
MUTED = None
FINGERS = 4
HAND = 4  # frets under the four fingers
HIGHEST_FRET = 9  # of the shapes that are searched for
FEWEST_STRINGS = 4  # of six that sound in them
FAR = 5  # the highest fret beside which open strings are played
NECK = 12  # frets: above them the body is in the way
PERFECT_FIFTH = 7  # semitones


@cache
def essential(chord: Chord) -> frozenset[int]:
    """The pitch classes that no voicing of a chord leaves out.

    The perfect fifth of four notes may be missing, unless the rest is another chord: C6 without G is Am/C.
    """
    whole = frozenset(chord.pitch_classes)
    rest = whole - {(chord.pitch_classes[0] + PERFECT_FIFTH) % 12}
    is_another = rest in (frozenset(other.pitch_classes) for other in CHORDS)
    return whole if len(whole) < 4 or is_another else rest


@cache
def basses(chord: Chord) -> tuple[int, ...]:
    """The pitch classes that may be the lowest: the chord's bass if it has one, or else any allowed."""
    return chord.basses if chord.bass is None else (ROOTS.index(chord.bass),)


def is_voicing(notes: Sequence[int], chord: Chord) -> bool:
    """Tell if MIDI notes, in any order, are the chord over a bass with which it has this name."""
    played, allowed = {note % 12 for note in notes}, {*chord.pitch_classes, *basses(chord)}
    return essential(chord) <= played <= allowed and min(notes) % 12 in basses(chord)


@dataclass(frozen=True)
class Shape:
    """A hold of the hand: the frets of the strings, a guitar's low one first; MUTED strings stay silent.

    tuning: the open strings, as MIDI notes.
    """

    frets: tuple[int | None, ...]
    tuning: tuple[int, ...] = STRINGS

    @property
    def notes(self) -> tuple[int, ...]:
        """The MIDI notes that sound, string by string."""
        return tuple(s + f for s, f in zip(self.tuning, self.frets, strict=True) if f is not MUTED)

    @property
    def highest_fret(self) -> int:
        """The fret nearest to the body that a finger presses; 0 where all strings are open."""
        return max(fret for fret in self.frets if fret is not MUTED)

    @property
    def barre(self) -> tuple[int, int, int] | None:
        """The fret that one finger holds across, and the first and last string under it."""
        lowest = min(fret for fret in self.frets if fret is not MUTED)
        under = [string for string, fret in enumerate(self.frets) if fret == lowest]
        needed = len(under) > 1 and sum(fret is not MUTED for fret in self.frets) > FINGERS
        wide = under[-1] - under[0] >= len(self.tuning) - 2
        return (lowest, under[0], under[-1]) if lowest > 0 and (needed or wide) else None

    def moved(self, frets: int) -> "Shape":
        """The same shape so many frets further up the neck."""
        return replace(self, frets=tuple(fret if fret is MUTED else fret + frets for fret in self.frets))


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


OPEN_SHAPES = {  # by type; those over another bass than the root come last
    "maj": _read(
        "*C x32010, *A x02220, *G 320003, G 320033, *E 022100, *D xx0232, F 133211, C 032010, C 332010,"
        "A 002220, A x42220, G x20033, G x20003, E x22100, E 422100, D 200232, D x00232, F x03211, F x33211,"
        "F xx3211"
    ),
    "min": _read(
        "*A x02210, *E 022000, *D xx0231, B x24432, A 002210, A x32210, E 322000, E x22000, D x00231,D xx3231"
    ),
    "dim": _read("A x0121x, D xx0131, E 0120xx"),
    "aug": _read("A x03221, E 032110, D xx0332"),
    "7": _read(
        "*C x32310, *A x02020, A x02223, *E 020100, E 022130, *D xx0212, *G 320001, *B x21202, C 032310,"
        "A 302020, E xx0100, E x20100, D 200212, D x00212, G x20001"
    ),
    "maj7": _read(
        "*C x32000, *A x02120, *D xx0222, *G 320002, *E 021100, *F xx3210, C 032000, C 332000, C x22010,"
        "D 200222, F x03210, F x33210"
    ),
    "min7": _read(
        "*A x02010, A x02213, *E 020000, E 022030, *D xx0211, *B x20202, A 302010, A 002010,"
        "D x30211, D x00211"
    ),
    "minmaj7": _read("*A x02110, *E 021000, *D xx0221, C x31003, A 002110, D x00221"),
    "dim7": _read("*A x01212, *B x20101, *D xx0101, *E 012020"),
    "hdim7": _read("*A x0101x, A x01013, *B x20201, *D xx0111, *E 010030"),
    "maj6": _read("*A x02222, *D xx0202, *E 022120, *G 320000, F 1x0211"),
    "min6": _read("*A x02212, *C x31213, *D xx0201, *E 022020"),
    "sus2": _read("*A x02200, *C x30033, *D xx0230, *E 024400, *F xx3013, *G 300033, G 3x0233"),
    "sus4": _read("*A x02230, *C x33011, *D xx0233, *E 022200, F xx3311, *G 3x0013, G 330013"),
    "5": _read(
        "*A x022xx, A x02xxx, A x022x0, A x02255, *D xx023x, D xx0235, *E 022xxx, E 02xxxx, E 022xx0,"
        "G 3x0033, A 0022xx"
    ),
}
MOVABLE_SHAPES = {  # by type, as they stand at the nut
    "maj": _read("*E 022100, E 0221xx, *A x02220, A x0222x, D xx0232, C x32010, C xxx010, F xx3211"),
    "min": _read("*E 022000, E 0220xx, *A x02210, A x0221x, D xx0231, F xx3111"),
    "dim": _read("*A x0121x, *D xx0131, E 0120xx, A x3121x, A xx121x"),
    "aug": _read("*A x0322x, *D xx0332, C x3211x, E 0x211x"),
    "7": _read("*E 020100, E 0x010x, *A x02020, A x0202x, B x2120x, D xx0212"),
    "maj7": _read("*E 021100, E 0x110x, *A x02120, A x0212x, C x3200x, D xx0222"),
    "min7": _read("*E 020000, E 0x000x, *A x02010, A x0201x, B x2023x, D xx0211"),
    "minmaj7": _read("*E 021000, E 0x100x, *A x02110, A x0211x, D xx0221"),
    "dim7": _read("*Bb x1202x, *F 1x010x, *D xx0101"),
    "hdim7": _read("*A x0101x, *F 1x110x, *D xx0111"),
    "maj6": _read("*Bb x1303x, *F 1x021x, *D xx0202"),
    "min6": _read("*B x20102, *F 1x011x, *D xx0201"),
    "sus2": _read("*A x02200, A x0220x, *F 1x301x, D xx0230"),
    "sus4": _read("*E 022200, E 0222xx, *A x02230, A x0223x, D xx0233"),
    "5": _read("*E 022xxx, E 02xxxx, *A x022xx, A x02xxx, D xx023x, D xx02xx, A 0022xx"),
}


def shown_shape(chord: Chord) -> Shape:
    """The shape that the page shows: an open one if there is one, or the movable one nearest to the nut.

    Over a bass of its own, the easiest where none is known; if no hand can hold one, the one over the root.
    """
    if chord.bass is not None and (over := _shapes_over_bass(chord)):
        return over[0]
    shown = [known for known in OPEN_SHAPES[chord.type] if known.shown and known.distance(chord) == 0]
    shown += [known for known in MOVABLE_SHAPES[chord.type] if known.shown]
    return min(shown, key=lambda known: known.distance(chord)).placed(chord)


def _shapes_over_bass(chord: Chord) -> list[Shape]:
    """Shapes of the chord over its bass: known open ones, all that a hand can hold, then movable ones.

    Those that it holds with ease come before the others.
    """
    opened = [known.shape for known in OPEN_SHAPES[chord.type] if known.distance(chord) == 0]
    moved = [known.placed(chord) for known in MOVABLE_SHAPES[chord.type]]
    shapes = (*opened, *searched_shapes(chord), *moved)
    over = [shape for shape in shapes if is_voicing(shape.notes, chord)]
    return sorted(over, key=is_comfortable, reverse=True)


@cache
def searched_shapes(chord: Chord) -> tuple[Shape, ...]:
    """All shapes of a chord on neighbouring strings of the guitar, the easiest first."""
    strings, found = len(STRINGS), []
    for first, end in combinations(range(strings + 1), 2):
        if end - first >= FEWEST_STRINGS:
            inner = fingerings(STRINGS[first:end], chord)
            found += [(*[MUTED] * first, *frets, *[MUTED] * (strings - end)) for frets in inner]
    return tuple(Shape(frets) for frets in sorted(found, key=effort))


@cache
def fingerings(tuning: tuple[int, ...], chord: Chord) -> tuple[tuple[int, ...], ...]:
    """All ways to fret a chord on an instrument whose open strings are these MIDI notes, the easiest first.

    Every string sounds. Empty where no hand can hold the chord over a bass with which it has its name.
    """
    held = fingerings_of(tuning, {*chord.pitch_classes, *basses(chord)})
    return tuple(frets for frets in held if is_voicing(sounding(tuning, frets), chord))


def fingerings_of(tuning: tuple[int, ...], allowed: set[int]) -> list[tuple[int, ...]]:
    """All ways to fret nothing but these pitch classes on all strings, the easiest first."""
    stops = [[f for f in range(HIGHEST_FRET + 1) if (string + f) % 12 in allowed] for string in tuning]
    return sorted(filter(is_playable, product(*stops)), key=effort)


def sounding(tuning: tuple[int, ...], frets: tuple[int, ...]) -> tuple[int, ...]:
    """The MIDI notes of the strings, in their order."""
    return tuple(string + fret for string, fret in zip(tuning, frets, strict=True))


def is_playable(frets: Sequence[int | None]) -> bool:
    """Tell if one hand can hold these frets."""
    pressed = [fret for fret in frets if fret]
    return not pressed or (max(pressed) - min(pressed) < HAND and fingers(frets) <= FINGERS)


def is_comfortable(shape: Shape) -> bool:
    """Tell if a hand holds a shape with ease: no open strings far from it, nor beside a barre it needs."""
    pressed = [fret for fret in shape.frets if fret]
    with_open = 0 in shape.frets
    if with_open and (shape.highest_fret > FAR or len(pressed) > FINGERS):
        return False
    return is_playable(shape.frets) and shape.highest_fret <= NECK


def fingers(frets: Sequence[int | None]) -> int:
    """The number of fingers that frets take: the first one may lie across the strings at the lowest fret."""
    pressed = [fret for fret in frets if fret]
    across = [string for string, fret in enumerate(frets) if fret and fret == min(pressed)]
    is_barre = pressed and 0 not in frets[across[0] : across[-1] + 1]
    return len(pressed) - (len(across) - 1 if is_barre else 0)


def effort(frets: Sequence[int | None]) -> int:
    """Less where the hand is nearer to the nut, fewer fingers press, and more strings sound."""
    return max(fret or 0 for fret in frets) + 2 * fingers(frets) + frets.count(MUTED)
