"""Chords as a key has them: their spelling and their Roman numerals."""

from collections.abc import Sequence
from itertools import zip_longest

from model.chords import FLAT_NAMES, LETTERS, MAJOR_SCALE, QUALITIES, ROOTS, SHARP_NAMES, Chord
from model.keys import Key

# The tonics as key signatures have them: with the fewer accidentals, and of six each, as most people write.
TONICS = {
    "maj": ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"),
    "min": ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"),
}
SCALES = {"maj": MAJOR_SCALE, "min": (0, 2, 3, 5, 7, 8, 10)}  # semitones of the degrees 1 to 7
LEADING_NOTE = 11  # semitones; minor keys have it in their dominants

# The degree of a note by its semitones above the tonic: ♭II, ♭III, ♯IV, ♭VI, ♭VII between those of the scale.
DEGREES = (1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 7)
RISING = (
    1,
    1,
    2,
    2,
    3,
    4,
    4,
    5,
    5,
    6,
    7,
    7,
)  # of diminished chords in major, which lead upwards: ♯I, ♯II, ♯V

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


def note_names(key: Key, degrees: Sequence[int] = DEGREES) -> tuple[str, ...]:
    """The names of the pitch classes C to B in a key, for `Chord.spelled_with`.

    A note gets the letter of its degree: B♭ in F major, A♯ in B major, C♭ in E♭ minor. Outside the scale, a
    white key and what would take two accidentals get their plain names instead: no F♭ or B♭♭ in D♭ major.
    """
    tonic = TONICS[key.mode][ROOTS.index(key.tonic)]
    return tuple(_note_name(key, tonic, pitch_class, degrees) for pitch_class in range(len(ROOTS)))


def _note_name(key: Key, tonic: str, pitch_class: int, degrees: Sequence[int]) -> str:
    """The name of a pitch class above a tonic of this name."""
    above = (pitch_class - ROOTS.index(key.tonic)) % len(ROOTS)
    letter = LETTERS[(LETTERS.index(tonic[0]) + degrees[above] - 1) % len(LETTERS)]
    sharps = (pitch_class - ROOTS.index(letter) + 6) % len(ROOTS) - 6
    plain = SHARP_NAMES[pitch_class] if sharps > 0 else FLAT_NAMES[pitch_class]
    outside = above not in SCALES[key.mode]
    if outside and (abs(sharps) > 1 or len(plain) == 1):
        return plain
    return letter + "♯" * sharps + "♭" * -sharps


def names_for(chord: Chord, key: Key) -> tuple[str, ...]:
    """The names of the pitch classes with which a key spells this chord."""
    return note_names(key, _degrees(chord, key))


def symbol(chord: Chord, key: Key) -> str:
    """The symbol that a lead sheet in this key prints: "B♭", "D7/F♯"; "N.C." where there is no chord."""
    if chord.root is None:
        return chord.symbol
    names = names_for(chord, key)
    over = "" if chord.bass is None else f"/{chord.bass_spelled_with(names)}"
    return names[ROOTS.index(chord.root)] + QUALITIES[chord.type].suffix + over


def numeral(chord: Chord, key: Key) -> str:
    """The Roman numeral of a chord: "I", "ii7", "♭VII", "vii°7"; "N.C." where there is no chord.

    Degrees are those of the major scale in minor keys too: A minor has i, ♭III, ♭VI, ♭VII. Another bass than
    the root follows as a degree of the key in an Arabic figure, as Nashville charts have it: G/B in C is V/7.
    """
    if chord.root is None:
        return chord.symbol
    degrees = _degrees(chord, key)
    over = "" if chord.bass is None else f"/{''.join(map(str, _degree(chord.bass, key, degrees)))}"
    return _triad_numeral(chord, key) + FIGURES[chord.type] + over


def numerals(chords: Sequence[Chord], key: Key) -> tuple[str, ...]:
    """The Roman numerals of chords in their order, secondary dominants as such: "V7/ii", "V/V".

    These are major chords and sevenths outside the key, over their roots, that fall by a fifth to a chord of
    the key other than the tonic.
    """
    pairs = zip_longest(chords, chords[1:])
    return tuple(_secondary(chord, after, key) or numeral(chord, key) for chord, after in pairs)


def _secondary(chord: Chord, after: Chord | None, key: Key) -> str | None:
    """The numeral of a secondary dominant before the chord that it leads to; None of other chords."""
    if chord.type not in ("maj", "7") or chord.bass or after is None or after.root in (None, key.tonic):
        return None
    falls = (ROOTS.index(chord.root) - ROOTS.index(after.root)) % len(ROOTS)
    if falls != 7 or _in_key(chord, key) or not _in_key(after, key):
        return None
    return f"V{FIGURES[chord.type]}/{_triad_numeral(after, key)}"


def _in_key(chord: Chord, key: Key) -> bool:
    """Whether a key has all notes of a chord; a minor key has its dominants' leading note."""
    above = {(note - ROOTS.index(key.tonic)) % len(ROOTS) for note in chord.pitch_classes}
    scale = set(SCALES[key.mode])
    return above <= scale or above <= (scale - {10}) | {LEADING_NOTE}


def _triad_numeral(chord: Chord, key: Key) -> str:
    """The numeral of a chord's root, small for minor and diminished chords, without figures."""
    accidental, degree = _degree(chord.root, key, _degrees(chord, key))
    roman = ROMAN[degree - 1]
    return accidental + (roman.lower() if QUALITIES[chord.type].family in ("min", "dim") else roman)


def _degree(note: str, key: Key, degrees: Sequence[int]) -> tuple[str, int]:
    """A note as a degree of the major scale above the tonic, and its accidental."""
    above = (ROOTS.index(note) - ROOTS.index(key.tonic)) % len(ROOTS)
    sharps = above - MAJOR_SCALE[degrees[above] - 1]
    return "♯" * sharps + "♭" * -sharps, degrees[above]


def _degrees(chord: Chord, key: Key) -> Sequence[int]:
    """The degrees by which a key calls the root of this chord."""
    rising = chord.root is not None and QUALITIES[chord.type].family == "dim" and key.mode == "maj"
    return RISING if rising else DEGREES
