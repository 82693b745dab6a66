"""Roots, types, spelling and names of chords: music theory as a table."""

from dataclasses import dataclass

ROOTS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")  # index = pitch class
NO_CHORD_LABEL = "N"  # Harte's label for "no chord"
ROOT_LABELS = (*ROOTS, NO_CHORD_LABEL)  # one for each logit of the root network


@dataclass(frozen=True)
class Quality:
    """A row of the vocabulary: all that is known of a type of chord.

    intervals: semitones above the root, the root's own 0 first. degrees: the steps of the scale that these
    are, which give their letters: a third is 3, a suspended fourth 4. word, suffix: the type in words, and
    what a lead sheet prints after the root. family: the triad that it is a kind of, None for chords without
    a third. named_by_bass: a chord over another root has the same notes, and this name is right where its
    own root is the bass: C6 over C, A minor seventh over A, E or G.
    """

    intervals: tuple[int, ...]
    degrees: tuple[int, ...]
    word: str
    suffix: str
    family: str | None
    named_by_bass: bool = False


QUALITIES = {
    "maj": Quality((0, 4, 7), (1, 3, 5), "major", "", family="maj"),
    "min": Quality((0, 3, 7), (1, 3, 5), "minor", "m", family="min"),
    "dim": Quality((0, 3, 6), (1, 3, 5), "diminished", "dim", family="dim"),
    "aug": Quality((0, 4, 8), (1, 3, 5), "augmented", "aug", family="aug", named_by_bass=True),
    "7": Quality((0, 4, 7, 10), (1, 3, 5, 7), "seventh", "7", family="maj"),
    "maj7": Quality((0, 4, 7, 11), (1, 3, 5, 7), "major seventh", "maj7", family="maj"),
    "min7": Quality((0, 3, 7, 10), (1, 3, 5, 7), "minor seventh", "m7", family="min"),
    "minmaj7": Quality((0, 3, 7, 11), (1, 3, 5, 7), "minor major seventh", "m(maj7)", family="min"),
    "dim7": Quality((0, 3, 6, 9), (1, 3, 5, 7), "diminished seventh", "°7", family="dim", named_by_bass=True),
    "hdim7": Quality((0, 3, 6, 10), (1, 3, 5, 7), "half-diminished seventh", "m7♭5", family="dim"),
    "maj6": Quality((0, 4, 7, 9), (1, 3, 5, 6), "major sixth", "6", family="maj", named_by_bass=True),
    "min6": Quality((0, 3, 7, 9), (1, 3, 5, 6), "minor sixth", "m6", family="min", named_by_bass=True),
    "sus2": Quality((0, 2, 7), (1, 2, 5), "suspended second", "sus2", family=None, named_by_bass=True),
    "sus4": Quality((0, 5, 7), (1, 4, 5), "suspended fourth", "sus4", family=None, named_by_bass=True),
    "5": Quality((0, 7), (1, 5), "power chord", "5", family=None),
}
TYPES = tuple(QUALITIES)

# The names of the pitch classes: with flats, with sharps, and as most people mix them where no chord decides.
FLAT_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
SHARP_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
MIXED_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B")

MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)  # semitones of the degrees 1 to 7
USUAL_DEGREES = (1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 7)  # of a note by its semitones, where no type says it
BY_THE_KEY = (1, 3, 6, 8)  # semitones up to a note that one key calls otherwise than another: F♯ or G♭ over C
LETTERS = "CDEFGAB"


@dataclass(frozen=True)
class Chord:
    """A chord, or `NO_CHORD`, whose root and type are None.

    bass: the lowest note's pitch class as one of `ROOTS`, where it is known not to be the root; else None.
    Raises ValueError for a root, type or bass that is not in the tables above.
    """

    root: str | None
    type: str | None
    bass: str | None = None

    def __post_init__(self) -> None:
        if self.root is None and self.type is None and self.bass is None:
            return
        if self.root not in ROOTS or self.type not in TYPES:
            raise ValueError(f"not a chord: root {self.root!r}, type {self.type!r}")
        if self.bass is not None and (self.bass not in ROOTS or self.bass == self.root):
            raise ValueError(f"not a bass beside the root {self.root!r}: {self.bass!r}")

    @property
    def label(self) -> str:
        """Harte label: "Db:min", "C:maj/3", or "N" where there is no chord."""
        if self.root is None:
            return NO_CHORD_LABEL
        over = "" if self.bass is None else f"/{_degree_label(self._usual_bass_degree, self.bass_interval)}"
        return f"{self.root}:{self.type}{over}"

    @property
    def symbol(self) -> str:
        """The symbol that a lead sheet prints: "C♯m", "C/E"."""
        if self.root is None:
            return "N.C."
        over = "" if self.bass is None else f"/{self.bass_note}"
        return self.notes[0] + QUALITIES[self.type].suffix + over

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes (C = 0) from the root up, without a bass between; empty where there is no chord."""
        if self.root is None:
            return ()
        return tuple((ROOTS.index(self.root) + step) % 12 for step in QUALITIES[self.type].intervals)

    @property
    def basses(self) -> tuple[int, ...]:
        """The pitch classes of the chord over which it has this name, its root first.

        Of a chord that its bass names, only the root; else all notes but those over which another chord of
        the table, which its bass names, has the same notes.
        """
        own = self.pitch_classes
        if self.root is None or QUALITIES[self.type].named_by_bass:
            return own[:1]
        return tuple(bass for bass in own if not _has_named(bass, set(own)))

    def pitch_class(self, degree: int) -> int | None:
        """The pitch class of a degree: 3 for the third, whichever it is; None where the chord has none."""
        degrees = () if self.root is None else QUALITIES[self.type].degrees
        return self.pitch_classes[degrees.index(degree)] if degree in degrees else None

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes as a musician spells them, from the root up: ("C♯", "E", "G♯"), not ("D♭", "F♭", "A♭").

        Of the two names of a black key, the root gets the one that leaves fewer accidentals in the chord,
        and where both leave as many, its mixed name: F♯ major, E♭ minor.
        """
        return self.spelled_with(self._names)

    @property
    def bass_note(self) -> str:
        """The bass as a musician spells it beside the chord's notes; the root where there is no other.

        One that is foreign to the chord has no more than one accidental: A♭/D, not A♭/E♭♭.
        """
        by_degree = self._spell(self._names, self._usual_bass_degree, self.bass_interval)
        is_own = self.bass is None or ROOTS.index(self.bass) in self.pitch_classes
        return by_degree if is_own or accidentals((by_degree,)) < 2 else MIXED_NAMES[ROOTS.index(self.bass)]

    def spelled_with(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The notes by their degrees over the root's name among these twelve: ("D♭", "F♭", "A♭")."""
        if self.root is None:
            return ()
        quality = QUALITIES[self.type]
        degrees = zip(quality.degrees, quality.intervals, strict=True)
        return tuple(self._spell(names, *degree) for degree in degrees)

    def bass_spelled_with(self, names: tuple[str, ...]) -> str:
        """The bass by its degree over the root's name among these twelve; by its own where it has no degree.

        Without a bass, the root.
        """
        if self.bass_degree is None:
            return names[ROOTS.index(self.bass)]
        return self._spell(names, self.bass_degree, self.bass_interval)

    @property
    def bass_interval(self) -> int:
        """Semitones from the root up to the bass."""
        return 0 if self.bass is None else (ROOTS.index(self.bass) - ROOTS.index(self.root)) % 12

    @property
    def bass_degree(self) -> int | None:
        """The bass as a step of the scale; None where it is foreign to the chord, and the key tells."""
        quality, interval = QUALITIES[self.type], self.bass_interval
        own = dict(zip(quality.intervals, quality.degrees, strict=True))
        return own.get(interval, None if interval in BY_THE_KEY else USUAL_DEGREES[interval])

    @property
    def _names(self) -> tuple[str, ...]:
        """The names of the pitch classes that give the chord the fewest accidentals."""
        return min((MIXED_NAMES, FLAT_NAMES, SHARP_NAMES), key=lambda n: accidentals(self.spelled_with(n)))

    @property
    def _usual_bass_degree(self) -> int:
        """The bass as a step of the scale, as it is usually called where no key tells."""
        return self.bass_degree or USUAL_DEGREES[self.bass_interval]

    def _spell(self, names: tuple[str, ...], degree: int, interval: int) -> str:
        """The name of the note on a degree of the chord, with as many accidentals as its letter takes."""
        root = ROOTS.index(self.root)
        letter = LETTERS[(LETTERS.index(names[root][0]) + degree - 1) % 7]
        sharps = (root + interval - FLAT_NAMES.index(letter) + 6) % 12 - 6
        return letter + ("♯" * sharps if sharps > 0 else "♭" * -sharps)


NO_CHORD = Chord(None, None)
CHORDS = tuple(Chord(root, type_) for root in ROOTS for type_ in TYPES)


def accidentals(notes: tuple[str, ...]) -> int:
    """The number of sharps and flats that a spelling takes; a double one counts twice."""
    return sum(len(note) - 1 for note in notes)


def _has_named(bass: int, pitch_classes: set[int]) -> bool:
    """Tell if a type that its bass names has exactly these notes over this bass."""
    named = (quality.intervals for quality in QUALITIES.values() if quality.named_by_bass)
    return any({(bass + step) % 12 for step in intervals} == pitch_classes for intervals in named)


def _degree_label(degree: int, interval: int) -> str:
    """A degree as Harte writes it: "b3", "5", "#5", "bb7"."""
    sharps = interval - MAJOR_SCALE[degree - 1]
    return "#" * sharps + "b" * -sharps + str(degree)
