"""Names of notes and chords in a key: B♭, not A♯, in F major; G♯dim in A minor, A♭ in C minor.

A key's twelve notes are neighbours on the line of fifths, from the ♭2 to the ♯4 above its tonic: their names
and Roman numerals both count along it. A key gets the name with fewer accidentals (F♯ minor, C♯ minor,
G♯ minor, D♭ major), and of six sharps and six flats the flats: G♭ major, E♭ minor.
"""

from functools import cache

from model.chords import QUALITIES, ROOTS, Chord
from model.keys import Key

FIFTHS = "FCGDAEB"  # letters, each a fifth above the one before
FLATTEST, SHARPEST = -7, 10  # C♭ and A♯, counted in fifths from C: a root further out gets its other name
FROM_FLAT_2, FROM_FLAT_7 = -5, -2  # fifths from the tonic to the first of a key's twelve notes
ASCII = {"♯": "#", "♭": "b", "°": "dim", "(maj7)": "maj7"}
MODE_WORDS = {"maj": "major", "min": "minor"}


def sharps(key: Key) -> int:
    """The sharps of a key's signature, or its flats as a negative number: -6 (G♭ major) to 5 (B major)."""
    major = ROOTS.index(key.tonic) + (3 if key.mode == "min" else 0)  # the tonic of the relative major
    return (7 * major + 6) % 12 - 6


def rises(chord: Chord, key: Key) -> bool:
    """Tell if a chord's root is named as leading upwards: a diminished one in a major key, C♯°7 in C."""
    return chord.root is not None and QUALITIES[chord.type].family == "dim" and key.mode == "maj"


def fifths_above(note: str, key: Key, rising: bool = False) -> int:
    """The fifths from a key's tonic to a note, one of `ROOTS`: from -5, its ♭2, to 6, its ♯4.

    rising: from -2, its ♭7, to 9, its ♯2, as for what `rises`.
    """
    first = FROM_FLAT_7 if rising else FROM_FLAT_2
    semitones = ROOTS.index(note) - ROOTS.index(key.tonic)
    return (7 * semitones - first) % 12 + first


@cache
def names_in(key: Key, rising: bool = False) -> tuple[str, ...]:
    """The names of the twelve pitch classes, C first, in a key."""
    tonic = sharps(key) + (3 if key.mode == "min" else 0)  # in fifths from C
    return tuple(_name(tonic + fifths_above(note, key, rising)) for note in ROOTS)


def tonic_name(key: Key) -> str:
    """The name of a key's tonic: "G♯" of G♯ minor, "A♭" of A♭ major."""
    return names_in(key)[ROOTS.index(key.tonic)]


def root_and_bass(chord: Chord, key: Key | None) -> tuple[str, str]:
    """The names of a chord's root and lowest note in a key; without one, those with fewest accidentals."""
    if key is None:
        return chord.notes[0], chord.bass_note
    names = names_in(key, rises(chord, key))
    return chord.spelled_with(names)[0], chord.bass_spelled_with(names)


def symbol(chord: Chord, key: Key | None) -> str:
    """The symbol that a lead sheet in this key prints: "B♭m7/F", "N.C."."""
    if chord.root is None:
        return chord.symbol
    root, bass = root_and_bass(chord, key)
    return root + QUALITIES[chord.type].suffix + (f"/{bass}" if chord.bass else "")


def ascii_symbol(text: str) -> str:
    """A name or symbol as programs read it: "Bbm7b5/Fb", "F#dim7", "Cmmaj7"."""
    for sign, letters in ASCII.items():
        text = text.replace(sign, letters)
    return text


def accidental(fifths: int) -> str:
    """The sharps or flats of a note so many fifths above C, or of a degree so many above the major tonic."""
    signs = (fifths + 1) // 7
    return "♯" * signs if signs > 0 else "♭" * -signs


def _name(fifths: int) -> str:
    """The name of the note that lies so many fifths above C, or of its enharmonic one if that is simpler."""
    if not FLATTEST <= fifths <= SHARPEST:
        fifths += 12 if fifths < FLATTEST else -12
    return FIFTHS[(fifths + 1) % 7] + accidental(fifths)
