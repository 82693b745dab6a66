"""Names of notes and chords: flats or sharps, in English, German or solfège."""

from dataclasses import dataclass

from model.chords import ROOTS, Chord
from ui import words

FLATS, SHARPS = "flats", "sharps"
ENGLISH, GERMAN, SOLFEGE = "english", "german", "solfege"

LETTERS = "CDEFGAB"
NATURALS = dict(zip(LETTERS, (0, 2, 4, 5, 7, 9, 11), strict=True))  # pitch classes
SYLLABLES = dict(zip(LETTERS, ("Do", "Re", "Mi", "Fa", "Sol", "La", "Si"), strict=True))
SHARP_ROOTS = {1: "C♯", 3: "D♯", 6: "F♯", 8: "G♯", 10: "A♯"}  # by pitch class
FLAT_ROOTS = {1: "D♭", 3: "E♭", 6: "G♭", 8: "A♭", 10: "B♭"}
GERMAN_FLATS = {"Ees": "Es", "Aes": "As", "Hes": "B", "Eeses": "Eses", "Aeses": "Asas"}  # contracted
SUFFIXES = {"maj": "", "min": "m", "dim": "dim", "aug": "aug"}
TYPE_WORDS = {"maj": "major", "min": "minor", "dim": "diminished", "aug": "augmented"}
LETTERS_BETWEEN = 2  # from note to note of a triad, which is built of thirds


@dataclass(frozen=True)
class Naming:
    """How a person likes notes to be called."""

    accidentals: str = FLATS
    language: str = ENGLISH

    def pitch_class(self, number: int) -> str:
        """The name of a pitch class, C = 0: "D♭", "Cis", "Do♯"."""
        return self._translate(self._spell_alone(number))

    def pitch(self, midi: int) -> str:
        """The name of a MIDI note with its octave: "A4"."""
        return f"{self.pitch_class(midi % 12)}{midi // 12 - 1}"

    def root(self, chord: Chord) -> str:
        """The root's name, or "none" without one."""
        return "none" if chord.root is None else self.pitch_class(ROOTS.index(chord.root))

    def notes(self, chord: Chord) -> tuple[str, ...]:
        """The notes of a chord from the root up, spelled in thirds: ("D♭", "F♭", "A♭")."""
        if chord.root is None:
            return ()
        first = LETTERS.index(self._spell_alone(chord.pitch_classes[0])[0])
        letters = (LETTERS[(first + LETTERS_BETWEEN * third) % 7] for third in range(3))
        return tuple(
            self._translate(_spell(*note)) for note in zip(letters, chord.pitch_classes, strict=True)
        )

    def suffix(self, chord: Chord) -> str:
        """What a lead sheet prints after the root: "m"."""
        return SUFFIXES.get(chord.type, "")

    def symbol(self, chord: Chord) -> str:
        """What a lead sheet prints, or "no chord": "D♭m"."""
        return "no chord" if chord.root is None else self.root(chord) + self.suffix(chord)

    def name(self, chord: Chord) -> str:
        """The name in words: "D♭ minor"."""
        return "no chord" if chord.root is None else f"{self.root(chord)} {TYPE_WORDS[chord.type]}"

    def spoken(self, chord: Chord) -> str:
        """The name as a screen reader should say it: "D-flat minor"."""
        return words.spoken(self.name(chord))

    def _spell_alone(self, number: int) -> str:
        """A pitch class with no chord around it, in English."""
        names = SHARP_ROOTS if self.accidentals == SHARPS else FLAT_ROOTS
        return names.get(number) or next(letter for letter, own in NATURALS.items() if own == number)

    def _translate(self, note: str) -> str:
        """An English name ("B♭♭") in the person's language."""
        letter, signs = note[0], note[1:]
        if self.language == SOLFEGE:
            return SYLLABLES[letter] + signs
        if self.language == GERMAN:
            stem = "H" if letter == "B" else letter
            full = stem + "is" * signs.count("♯") + "es" * signs.count("♭")
            return GERMAN_FLATS.get(full, full)
        return note


def _spell(letter: str, pitch_class: int) -> str:
    """A pitch class written with the given letter and as many accidentals as that takes."""
    sharps = (pitch_class - NATURALS[letter] + 6) % 12 - 6
    return letter + ("♯" * sharps if sharps > 0 else "♭" * -sharps)
