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

TYPE_WORDS = {"maj": "major", "min": "minor", "dim": "diminished", "aug": "augmented"}
TYPE_SUFFIXES = {"maj": "", "min": "m", "dim": "dim", "aug": "aug"}  # what a lead sheet prints after the root

# The names of the pitch classes: with flats, with sharps, and as most people mix them where no chord decides.
FLAT_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
SHARP_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
MIXED_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B")

_LETTERS = "CDEFGAB"


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
        """What a lead sheet prints: "C♯m"."""
        return "N.C." if self.root is None else self.notes[0] + TYPE_SUFFIXES[self.type]

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes (C = 0) from the root up; empty where there is no chord."""
        if self.root is None:
            return ()
        return tuple((ROOTS.index(self.root) + step) % 12 for step in INTERVALS[self.type])

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes as a musician spells them, from the root up: ("C♯", "E", "G♯"), not ("D♭", "F♭", "A♭").

        Of the two names of a black key, the root gets the one that leaves fewer accidentals in the chord,
        and where both leave as many, its mixed name: F♯ major, E♭ minor.
        """
        by_name = [self.spelled_with(names) for names in (MIXED_NAMES, FLAT_NAMES, SHARP_NAMES)]
        return min(by_name, key=accidentals)

    def spelled_with(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The notes in thirds over the root's name among these twelve: ("D♭", "F♭", "A♭")."""
        if self.root is None:
            return ()
        first = _LETTERS.index(names[self.pitch_classes[0]][0])
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


def accidentals(notes: tuple[str, ...]) -> int:
    """How many sharps and flats a spelling takes; a double one counts twice."""
    return sum(len(note) - 1 for note in notes)


def _spell(letter: str, pitch_class: int) -> str:
    """Name a pitch class with the given letter and as many accidentals as that takes."""
    sharps = (pitch_class - FLAT_NAMES.index(letter) + 6) % 12 - 6
    return letter + ("♯" * sharps if sharps > 0 else "♭" * -sharps)
