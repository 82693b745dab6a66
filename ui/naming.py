"""Names of notes and chords: as musicians write them, or in flats or sharps; English, German or solfège."""

import re
from dataclasses import dataclass, replace

from model.chords import FLAT_NAMES, MIXED_NAMES, QUALITIES, ROOTS, SHARP_NAMES, Chord
from model.keys import Key
from model.spelling import MODE_WORDS, names_in, rises, tonic_name
from ui import words

USUAL, FLATS, SHARPS = "usual", "flats", "sharps"
ENGLISH, GERMAN, SOLFEGE = "english", "german", "solfege"

NAMES = {USUAL: MIXED_NAMES, FLATS: FLAT_NAMES, SHARPS: SHARP_NAMES}  # of the pitch classes on their own
SYLLABLES = dict(zip("CDEFGAB", ("Do", "Re", "Mi", "Fa", "Sol", "La", "Si"), strict=True))
GERMAN_FLATS = {"Ees": "Es", "Aes": "As", "Hes": "B", "Eeses": "Eses", "Aeses": "Asas"}  # contracted

# The same as people type them, at the beginning of a symbol or after its stroke: "Fism7/Cis", "Sib7", "Ré".
BEFORE = r"(?P<before>(?:^|/) *)"
TYPED_GERMAN = re.compile(
    BEFORE + r"(?P<letter>[A-Ha-h])(?P<signs>isis|is|eses|es|s(?!us)(?:es|as)?|b|♭)?"  # "Eses", "Asas"
)
TYPED_SYLLABLE = re.compile(BEFORE + r"(?P<syllable>Do|R[eé]|Mi|Fa(?!dd|ug)|Sol|La|Si)", re.IGNORECASE)
FLAT_ONCE, FLAT_TWICE = dict.fromkeys(("es", "s", "b", "♭"), "b"), dict.fromkeys(("eses", "ses", "sas"), "bb")
TYPED_SIGNS = {"isis": "##", "is": "#", **FLAT_ONCE, **FLAT_TWICE, None: ""}


@dataclass(frozen=True)
class Naming:
    """The names by which a person likes notes to be called.

    key: the one that the usual names are those of; without one, each chord has those that suit it alone.
    """

    accidentals: str = USUAL
    language: str = ENGLISH
    key: Key | None = None

    def within(self, key: Key | None) -> "Naming":
        """The same for what stands in a key."""
        return replace(self, key=key)

    def around(self, chord: Chord) -> "Naming":
        """The same for what stands beside a chord: where it has sharps or flats, with these throughout."""
        bass = () if chord.bass is None else (chord.bass_note,)
        signs = [sign for note in (*self._spell(chord), *bass) for sign in note[1:]]
        if self.accidentals != USUAL or not signs:
            return self
        return replace(self, accidentals=SHARPS if signs[0] == "♯" else FLATS)

    def pitch_class(self, number: int) -> str:
        """The name of a pitch class, C = 0: "C♯", "Des", "Do♯"."""
        return self._translate(NAMES[self.accidentals][number])

    def pitch(self, midi: int) -> str:
        """The name of a MIDI note with its octave: "A4"."""
        return f"{self.pitch_class(midi % 12)}{midi // 12 - 1}"

    def root(self, chord: Chord) -> str:
        """The root's name, or "none" without one."""
        return "none" if chord.root is None else self.notes(chord)[0]

    def notes(self, chord: Chord) -> tuple[str, ...]:
        """The notes of a chord from the root up, spelled by their degrees: ("C♯", "E", "G♯")."""
        return tuple(map(self._translate, self._spell(chord)))

    def suffix(self, chord: Chord) -> str:
        """The part of a symbol that a lead sheet prints after the root: "m"."""
        return "" if chord.type is None else QUALITIES[chord.type].suffix

    def bass(self, chord: Chord) -> str:
        """The name of the bass where it is not the root, or ""."""
        if chord.bass is None:
            return ""
        names = self._names(chord)
        return self._translate(chord.bass_note if names is None else chord.bass_spelled_with(names))

    def sounding(self, chord: Chord) -> dict[int, str]:
        """The pitch classes that sound in a chord, a bass that is none of its notes too, with their names."""
        named = dict(zip(chord.pitch_classes, self.notes(chord), strict=True))
        return named if chord.bass is None else {ROOTS.index(chord.bass): self.bass(chord)} | named

    def symbol(self, chord: Chord) -> str:
        """The symbol that a lead sheet prints, or "no chord": "C♯m", "C/E"."""
        if chord.root is None:
            return "no chord"
        over = f"/{self.bass(chord)}" if chord.bass else ""
        return self.root(chord) + self.suffix(chord) + over

    def name(self, chord: Chord) -> str:
        """The name in words: "C♯ minor", "C major over E"."""
        if chord.root is None:
            return "no chord"
        over = f" over {self.bass(chord)}" if chord.bass else ""
        return f"{self.root(chord)} {QUALITIES[chord.type].word}{over}"

    def key_name(self, key: Key) -> str:
        """The name of a key: "F♯ minor"."""
        number = ROOTS.index(key.tonic)
        tonic = tonic_name(key) if self.accidentals == USUAL else NAMES[self.accidentals][number]
        return f"{self._translate(tonic)} {MODE_WORDS[key.mode]}"

    def spoken(self, chord: Chord) -> str:
        """The name as a screen reader should say it: "C-sharp minor"."""
        return words.spoken(self.name(chord))

    def in_english(self, text: str) -> str:
        """A symbol that the person typed, with the notes in it by their English names."""
        if self.language == GERMAN:
            return TYPED_GERMAN.sub(_from_german, text)
        if self.language == SOLFEGE:
            return TYPED_SYLLABLE.sub(_from_solfege, text)
        return text

    def _spell(self, chord: Chord) -> tuple[str, ...]:
        """The notes of a chord in English."""
        names = self._names(chord)
        return chord.notes if names is None else chord.spelled_with(names)

    def _names(self, chord: Chord) -> tuple[str, ...] | None:
        """The pitch classes by the names that a chord is to have; None for those that suit it best."""
        if self.accidentals != USUAL:
            return NAMES[self.accidentals]
        return None if self.key is None else names_in(self.key, rises(chord, self.key))

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


def _from_german(note: re.Match[str]) -> str:
    """The English name of a note that was typed in German; B and Bb are both the black key."""
    letter, signs = note["letter"].upper(), TYPED_SIGNS[note["signs"]]
    if letter == "B":
        return note["before"] + "Bb"
    return note["before"] + ("B" if letter == "H" else letter) + signs


def _from_solfege(note: re.Match[str]) -> str:
    """The English name of a note that was typed as a syllable."""
    letters = {syllable: letter for letter, syllable in SYLLABLES.items()}
    return note["before"] + letters[note["syllable"].capitalize().replace("é", "e")]
