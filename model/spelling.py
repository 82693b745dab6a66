"""Names of notes and chords in a key: B♭, not A♯, in F major; G♯dim in A minor, A♭ in C minor."""

from functools import cache

from model.chords import QUALITIES, ROOTS, Chord
from model.keys import Key

FIFTHS = "FCGDAEB"  # letters, each a fifth above the one before
FLATTEST, SHARPEST = -7, 10  # C♭ and A♯, counted in fifths from C: a root further out gets its other name
ASCII = {"♯": "#", "♭": "b", "°": "dim", "(maj7)": "maj7"}
MODE_WORDS = {"maj": "major", "min": "minor"}


def sharps(key: Key) -> int:
    """The sharps of a key's signature, or its flats as a negative number: -6 (G♭ major) to 5 (B major)."""
    major = ROOTS.index(key.tonic) + (3 if key.mode == "min" else 0)  # the tonic of the relative major
    return (7 * major + 6) % 12 - 6


@cache
def names_in(key: Key) -> tuple[str, ...]:
    """The names of the twelve pitch classes, C first, in a key.

    They are twelve neighbours on the line of fifths: in a major key from its ♭2 to its ♯4, in a minor one
    from its ♭5, so that the leading note is among them.
    """
    first = sharps(key) - (3 if key.mode == "min" else 5)
    return tuple(_name(next(n for n in range(first, first + 12) if 7 * n % 12 == c)) for c in range(12))


def tonic_name(key: Key) -> str:
    """The name of a key's tonic: "G♯" of G♯ minor, "A♭" of A♭ major."""
    return names_in(key)[ROOTS.index(key.tonic)]


def root_and_bass(chord: Chord, key: Key | None) -> tuple[str, str]:
    """The names of a chord's root and lowest note in a key; without one, those with fewest accidentals."""
    if key is None:
        return chord.notes[0], chord.bass_note
    names = names_in(key)
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


def _name(fifths: int) -> str:
    """The name of the note that lies so many fifths above C, or of its enharmonic one if that is simpler."""
    if not FLATTEST <= fifths <= SHARPEST:
        fifths += 12 if fifths < FLATTEST else -12
    signs = (fifths + 1) // 7
    return FIFTHS[(fifths + 1) % 7] + ("♯" * signs if signs > 0 else "♭" * -signs)
