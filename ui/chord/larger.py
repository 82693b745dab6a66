"""Names of chords that are larger than those the networks know: one of theirs with another note."""

from model.chords import ROOTS, Chord
from ui.naming import Naming

LARGER = {  # by type: what a symbol says after the root where a note so many semitones above it sounds too
    "maj": {2: "add9", 5: "add11", 6: "add♯11"},
    "min": {2: "m(add9)", 5: "m(add11)"},
    "7": {1: "7♭9", 2: "9", 3: "7♯9", 5: "11", 6: "7♯11", 8: "7♭13", 9: "13"},
    "maj7": {2: "maj9", 6: "maj7♯11", 9: "maj13"},
    "min7": {2: "m9", 5: "m11", 9: "m13"},
    "maj6": {2: "6/9"},
    "min6": {2: "m6/9"},
    "sus2": {3: "m(add9)", 4: "add9"},
    "sus4": {3: "m(add11)", 4: "add11", 10: "7sus4"},
}


def name(chord: Chord, note: int, naming: Naming) -> str | None:
    """The symbol of a chord with this pitch class too, "C9" for C7 with D; None where it has no usual one."""
    if chord.root is None:
        return None
    suffix = LARGER.get(chord.type, {}).get((note - ROOTS.index(chord.root)) % 12)
    return None if suffix is None else naming.root(chord) + suffix
