"""Roman numerals of chords in a key."""

from model.chords import MAJOR_SCALE, QUALITIES, ROOTS, Chord
from model.keys import Key
from model.spelling import accidental, fifths_above, rises

SCALES = {"maj": MAJOR_SCALE, "min": (0, 2, 3, 5, 7, 8, 10)}  # semitones of the degrees 1 to 7
LEADING_NOTE = 11  # semitones; minor keys have it in their dominants
FIFTH, STEPS_OF_FIFTH = 7, 4  # semitones, and steps of the scale's seven

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
FIGURES = {  # what follows a numeral, which is small for minor and diminished chords
    "maj": "",
    "min": "",
    "dim": "°",
    "aug": "+",
    "7": "7",
    "maj7": "maj7",
    "min7": "7",
    "minmaj7": "(maj7)",
    "dim7": "°7",
    "hdim7": "ø7",
    "maj6": "6",
    "min6": "6",
    "sus2": "sus2",
    "sus4": "sus4",
    "5": "5",
}


def numeral(chord: Chord, key: Key, after: Chord | None = None) -> str:
    """The Roman numeral of a chord: "I", "ii7", "♭VII", "vii°7"; "N.C." where there is no chord.

    Degrees are those of the major scale in minor keys too: A minor has i, ♭III, ♭VI, ♭VII. Another bass than
    the root follows as a degree of the key in an Arabic figure, as Nashville charts have it: G/B in C is V/7.
    after: the chord that follows, if any does: before it, a secondary dominant is named as such: "V7/ii".
    """
    if chord.root is None:
        return chord.symbol
    if _is_secondary_dominant(chord, after, key):
        return f"V{FIGURES[chord.type]}/{_triad_numeral(after, key)}"
    over = "" if chord.bass is None else f"/{''.join(map(str, _degree(_bass_fifths(chord, key))))}"
    return _triad_numeral(chord, key) + FIGURES[chord.type] + over


def _is_secondary_dominant(chord: Chord, after: Chord | None, key: Key) -> bool:
    """Tell if a major chord or a seventh outside the key, over its root, falls by a fifth to one of the key.

    That is any chord of the key but those on its tonic.
    """
    if chord.type not in ("maj", "7") or chord.bass or after is None or after.root in (None, key.tonic):
        return False
    falls = (ROOTS.index(chord.root) - ROOTS.index(after.root)) % len(ROOTS)
    return falls == FIFTH and not _in_key(chord, key) and _in_key(after, key)


def _in_key(chord: Chord, key: Key) -> bool:
    """Whether a key has all notes of a chord; a minor key has its dominants' leading note."""
    above = {(note - ROOTS.index(key.tonic)) % len(ROOTS) for note in chord.pitch_classes}
    scale = set(SCALES[key.mode])
    return above <= scale or above <= (scale - {10}) | {LEADING_NOTE}


def _triad_numeral(chord: Chord, key: Key) -> str:
    """The numeral of a chord's root, small for minor and diminished chords, without figures."""
    sign, degree = _degree(fifths_above(chord.root, key, rises(chord, key)))
    roman = ROMAN[degree - 1]
    return sign + (roman.lower() if QUALITIES[chord.type].family in ("min", "dim") else roman)


def _bass_fifths(chord: Chord, key: Key) -> int:
    """The fifths from a key's tonic to a chord's bass: over those to its root, unless it is foreign to it."""
    rising, degree = rises(chord, key), chord.bass_degree
    if degree is None:
        return fifths_above(chord.bass, key, rising)
    steps = (chord.bass_interval, degree - 1)  # of semitones and of the scale
    above = (f for f in range(-11, 12) if (FIFTH * f % len(ROOTS), STEPS_OF_FIFTH * f % len(ROMAN)) == steps)
    return fifths_above(chord.root, key, rising) + next(above)


def _degree(fifths: int) -> tuple[str, int]:
    """The accidental and the degree of the major scale of the note so many fifths above the tonic."""
    return accidental(fifths), STEPS_OF_FIFTH * fifths % len(ROMAN) + 1
