"""Labels of chords as others write them.

A label is a note, a shorthand, degrees that are added or left out, and a bass: "Bb:maj7(9,*5)/3", after
Harte et al., "Symbolic representation of musical chords", ISMIR 2005.
"""

import re
from collections.abc import Iterable

from model.chords import MAJOR_SCALE, NO_CHORD, NO_CHORD_LABEL, QUALITIES, ROOTS, TYPES, Chord

UNKNOWN_LABEL = "X"  # music that no label fits
SHORTHANDS = {  # the degrees that each stands for, besides 1; Harte's own, and those that mir_eval adds
    "maj": "3 5",
    "min": "b3 5",
    "dim": "b3 b5",
    "aug": "3 #5",
    "1": "",
    "5": "5",
    "sus2": "2 5",
    "sus4": "4 5",
    "maj6": "3 5 6",
    "min6": "b3 5 6",
    "7": "3 5 b7",
    "maj7": "3 5 7",
    "min7": "b3 5 b7",
    "minmaj7": "b3 5 7",
    "dim7": "b3 b5 bb7",
    "hdim7": "b3 b5 b7",
    "9": "3 5 b7 9",
    "maj9": "3 5 7 9",
    "min9": "b3 5 b7 9",
    "b9": "3 5 b7 b9",
    "#9": "3 5 b7 #9",
    "11": "3 5 b7 9 11",
    "#11": "3 5 b7 9 #11",
    "maj11": "3 5 7 9 11",
    "min11": "b3 5 b7 9 11",
    "13": "3 5 b7 9 11 13",
    "b13": "3 5 b7 9 11 b13",
    "maj13": "3 5 7 9 11 13",
    "min13": "b3 5 b7 9 11 13",
}

_DEGREE = r"[b#]*(?:1[0-3]|[1-9])"
_LABEL = re.compile(
    r"(?P<root>[A-G][b#]*)"
    r"(?::(?=[a-z0-9#(])(?P<shorthand>[a-z]*[0-9]*|[b#][0-9]+|minmaj7)(?:\((?P<degrees>[^()]*)\))?)?"
    rf"(?:/(?P<bass>{_DEGREE}))?"
)


def parse(label: str) -> Chord | None:
    """Read a label: "Db:min", "C", "C#:maj/3", "A:min7", "N"; None for "X", music that no label fits.

    A chord with more notes than any row of the vocabulary is the largest row whose notes it holds. Raises
    ValueError for other text, and for a chord that holds no row.
    """
    if label == NO_CHORD_LABEL:
        return NO_CHORD
    if label == UNKNOWN_LABEL:
        return None
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"not a chord label: {label!r}")
    root = _note(match["root"])
    degrees = _degrees(label, match["shorthand"], match["degrees"])
    bass = ROOTS[(root + semitones(match["bass"] or "1")) % 12]
    return Chord(ROOTS[root], _nearest_type(label, degrees), None if bass == ROOTS[root] else bass)


def _note(name: str) -> int:
    """The pitch class of a letter with flats and sharps: "Cb" is 11."""
    return (ROOTS.index(name[0]) + name.count("#") - name.count("b")) % 12


def semitones(degree: str) -> int:
    """The semitones from the root up to a degree: "b7" is 10, "9" is 14."""
    octaves, above = divmod(step(degree) - 1, 7)
    return 12 * octaves + MAJOR_SCALE[above] + degree.count("#") - degree.count("b")


def step(degree: str) -> int:
    """The number of a degree, without its accidentals: 7 of "b7"."""
    return int(degree.lstrip("b#"))


def unwritten(type_: str, degrees: Iterable[str]) -> int:
    """How many of a type's degrees are not among these, whatever their accidentals: a second is no ninth."""
    return len(set(QUALITIES[type_].degrees) - set(map(step, degrees)))


def _degrees(label: str, shorthand: str | None, degrees: str | None) -> list[str]:
    """The degrees that a shorthand and a list of degrees stand for, without those that are left out."""
    name = shorthand or ("1" if degrees else "maj")  # a root alone is a major chord
    if name not in SHORTHANDS:
        raise ValueError(f"not a chord label: {label!r} has no known shorthand")
    listed = [degree.strip() for degree in degrees.split(",")] if degrees else []
    if any(not re.fullmatch(rf"\*?{_DEGREE}", degree) for degree in listed):
        raise ValueError(f"not a chord label: {label!r} lists something else than degrees")
    added = [degree for degree in listed if degree[0] != "*"]
    left_out = {semitones(degree[1:]) % 12 for degree in listed if degree[0] == "*"}
    meant = ("1", *SHORTHANDS[name].split(), *added)
    return [degree for degree in meant if semitones(degree) % 12 not in left_out]


def _nearest_type(label: str, degrees: list[str]) -> str:
    """The type with the most notes of those whose notes are all among these degrees.

    Of equals, that whose own degrees are written: "sus4(9)" is a suspended fourth; then the first row.
    """
    intervals = {semitones(degree) % 12 for degree in degrees}
    held = [type_ for type_ in TYPES if intervals.issuperset(QUALITIES[type_].intervals)]
    if not held:
        raise ValueError(f"{label!r} holds none of the chords of the vocabulary ({', '.join(TYPES)})")
    return max(held, key=lambda type_: (len(QUALITIES[type_].intervals), -unwritten(type_, degrees)))
