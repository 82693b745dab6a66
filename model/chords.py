"""Roots, types, spelling and names of chords: music theory as a table."""

from dataclasses import dataclass

ROOTS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")  # index = pitch class
TYPES = ("maj", "min", "dim", "aug")
NO_CHORD_LABEL = "N"  # Harte's label for "no chord"
ROOT_LABELS = (*ROOTS, NO_CHORD_LABEL)  # one for each logit of the root network

INTERVALS = {  # semitones above the root
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
}

_TYPE_WORDS = {"maj": "major", "min": "minor", "dim": "diminished", "aug": "augmented"}
_TYPE_SUFFIXES = {"maj": "", "min": "m", "dim": "dim", "aug": "aug"}

_LETTERS = "CDEFGAB"
_LETTER_PITCH_CLASSES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SIGNS = {"b": "♭", "#": "♯"}
_SIGN_WORDS = {"b": "-flat", "#": "-sharp"}


@dataclass(frozen=True)
class Chord:
    """A triad, or `NO_CHORD`, whose root and type are None.

    Raises ValueError for a root or a type that is not in the tables above.
    """

    root: str | None
    type: str | None

    def __post_init__(self) -> None:
        if self.root is None and self.type is None:
            return
        if self.root not in ROOTS or self.type not in TYPES:
            raise ValueError(f"not a chord: root {self.root!r}, type {self.type!r}")

    @property
    def label(self) -> str:
        """Harte label: "Db:min", or "N" where there is no chord."""
        return NO_CHORD_LABEL if self.root is None else f"{self.root}:{self.type}"

    @property
    def symbol(self) -> str:
        """What a lead sheet prints: "D♭m"."""
        return "N.C." if self.root is None else pretty(self.root) + _TYPE_SUFFIXES[self.type]

    @property
    def name(self) -> str:
        """The name in words: "D♭ minor"."""
        return "no chord" if self.root is None else f"{pretty(self.root)} {_TYPE_WORDS[self.type]}"

    @property
    def spoken(self) -> str:
        """The name as a screen reader should say it: "D-flat minor"."""
        if self.root is None:
            return "no chord"
        letter, sign = self.root[0], self.root[1:]
        return f"{letter}{_SIGN_WORDS.get(sign, '')} {_TYPE_WORDS[self.type]}"

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes (C = 0) from the root up; empty where there is no chord."""
        if self.root is None:
            return ()
        return tuple((ROOTS.index(self.root) + step) % 12 for step in INTERVALS[self.type])

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes as a musician spells them, in thirds: ("D♭", "F♭", "A♭")."""
        if self.root is None:
            return ()
        first = _LETTERS.index(self.root[0])
        letters = (_LETTERS[(first + 2 * third) % 7] for third in range(3))
        return tuple(map(_spell, letters, self.pitch_classes))


NO_CHORD = Chord(None, None)
CHORDS = tuple(Chord(root, type_) for root in ROOTS for type_ in TYPES)


def parse(label: str) -> Chord:
    """Read a Harte label ("Db:min", "N"). Raises ValueError for any other text."""
    if label == NO_CHORD_LABEL:
        return NO_CHORD
    root, _, type_ = label.partition(":")
    return Chord(root, type_)


def pretty(note: str) -> str:
    """Typeset the accidentals of a note: "Db" becomes "D♭"."""
    return note[0] + "".join(_SIGNS[sign] for sign in note[1:])


def _spell(letter: str, pitch_class: int) -> str:
    """Name a pitch class with the given letter and as many accidentals as that takes."""
    offset = (pitch_class - _LETTER_PITCH_CLASSES[letter] + 6) % 12 - 6
    return letter + ("♯" * offset if offset > 0 else "♭" * -offset)
