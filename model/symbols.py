"""Chord symbols as musicians write them: "Ebmaj7/G", "Am", "F#m7b5", "C△", "N.C."; Harte's labels too."""

import re
from dataclasses import dataclass

from model import harte
from model.chords import NO_CHORD, QUALITIES, ROOTS, TYPES, Chord

LONGEST = 40  # characters of a symbol; longer text is none
ADVICE = "Write it like C, Am, F♯m7, B♭maj7/D, Gsus4 or N.C."
NO_CHORD_WORDS = {"nc", "n", "nochord", "none"}  # without points and spaces, in small letters

# A symbol after its root: what it is a kind of, how high its thirds are stacked, what is changed about it.
THIRDS_AND_FIFTHS = {"maj": "3 5", "min": "b3 5", "dim": "b3 b5", "aug": "3 #5", "hdim": "b3 b5"}
SEVENTHS = {"maj": "7", "min": "b7", "dim": "bb7", "aug": "b7", "hdim": "b7", "": "b7"}
KINDS = {  # spellings of each kind, longer ones before those that begin alike
    "hdim": "half-?dim|hdim|ø|Ø",
    "maj": "major|maj|ma(?!d)|Maj|MAJ|M(?!in|IN)|Δ|△|j",
    "min": "minor|min|mi|Min|MIN|m|[-−](?!5)",
    "dim": "diminished|dim|Dim|°|º|o(?!mit)",
    "aug": r"augmented|aug|Aug|\+(?!5)",
}
SEVENTH_SIGNS = {"Δ", "△", "j", "ø", "Ø", "hdim", "halfdim", "half-dim"}  # which mean one without a 7
STACKS = {"7": (), "9": ("9",), "11": ("9", "11"), "13": ("9", "13")}  # the degrees over the seventh
SIXTHS = {"6": ("6",), "69": ("6", "9"), "6/9": ("6", "9")}
WITHOUT_THIRD = {"5": ("1", "5"), "2": ("1", "2", "5"), "4": ("1", "4", "5")}
_KIND = "|".join(f"(?P<{name}>{spellings})" for name, spellings in KINDS.items())
_SUFFIX = re.compile(rf"(?:{_KIND})?(?P<number>6/?9|1[13]|[24-79])?(?P<changes>.*)")
_CHANGE = re.compile(
    r"(?P<major>(?:/(?=\D+7))?(?:major|maj|ma|Maj|M|Δ|△|j)7?)"
    r"|sus(?P<sus>[24]*)"
    r"|(?:no|omit)(?P<left_out>[35])"
    r"|(?:add)?(?P<sign>[b#♭♯+−-]*)(?P<degree>1[13]|[2-79])"
    r"|(?P<altered>alt)"
    r"|[(),]"
)
_ROOT = r"[A-Ha-h](?:[b♭]+|[#♯]+)?"
_SYMBOL = re.compile(rf"(?P<root>{_ROOT})(?P<suffix>.*?)(?:/(?P<bass>{_ROOT}))?")


@dataclass(frozen=True)
class Reading:
    """The chord that a symbol names, or the nearest one where the vocabulary has no such row."""

    chord: Chord
    is_exact: bool


def read(text: str, typed: str = "") -> Reading:
    """Read a symbol. Raises ValueError, in words for a person, for what is no chord.

    typed: how the person wrote it, if otherwise.
    """
    text = "".join(text.split())
    typed = "".join(typed.split()) or text
    if text.replace(".", "").lower() in NO_CHORD_WORDS:
        return Reading(NO_CHORD, True)
    try:
        if len(text) > LONGEST:
            raise ValueError
        return _read_label(text) if ":" in text else _read_symbol(text)
    except ValueError:
        shown = typed if len(typed) <= LONGEST else typed[:LONGEST] + "…"
        said = f"“{shown}” is no chord that I can read." if text else "There is no chord written."
        raise ValueError(f"{said} {ADVICE}") from None


def _read_label(text: str) -> Reading:
    """The chord of one of Harte's labels."""
    chord = harte.parse(text)
    if chord is None:
        raise ValueError
    return Reading(chord, text.partition(":")[2].partition("/")[0] in TYPES)


def _read_symbol(text: str) -> Reading:
    """The chord of a musician's symbol."""
    match = _SYMBOL.fullmatch(text)
    if match is None:
        raise ValueError
    root, bass = _note(match["root"]), _note(match["bass"] or match["root"])
    degrees = _degrees(match["suffix"])
    notes = {harte.semitones(degree) % 12 for degree in degrees}
    type_ = _nearest_type(notes, degrees)
    chord = Chord(root, type_, None if bass == root else bass)
    return Reading(chord, notes == set(QUALITIES[type_].intervals))


def _note(name: str) -> str:
    """One of `ROOTS` by its letter, large or small, and its accidentals; H is B."""
    letter = "B" if name[0] in "Hh" else name[0].upper()
    steps = sum({"♯": 1, "#": 1, "♭": -1, "b": -1}[sign] for sign in name[1:])
    return ROOTS[(ROOTS.index(letter) + steps) % len(ROOTS)]


def _degrees(suffix: str) -> set[str]:
    """The degrees, Harte's way, that a suffix stands for: "m7b5" is 1, b3, b5, b7."""
    match = _SUFFIX.fullmatch(suffix)
    kind = next((name for name in KINDS if match[name]), "")
    number = match["number"] or ("7" if match[kind or "maj"] in SEVENTH_SIGNS else "")
    degrees = {"1", *THIRDS_AND_FIFTHS[kind or "maj"].split()}
    if number in STACKS:
        degrees |= {SEVENTHS[kind], *STACKS[number]}
    elif number in SIXTHS:
        degrees |= {*SIXTHS[number]}
    elif not kind and number in WITHOUT_THIRD:
        degrees = {*WITHOUT_THIRD[number]}
    elif number == "5":  # a kind has its fifth
        raise ValueError
    elif number:
        degrees |= {number}
    return _changed(degrees, match["changes"])


def _changed(degrees: set[str], changes: str) -> set[str]:
    """The degrees after what a suffix adds, alters and leaves out."""
    end = 0
    while end < len(changes):
        match = _CHANGE.match(changes, end)
        if match is None:
            raise ValueError
        end = match.end()
        if match["major"]:
            degrees = _without(degrees, 7) | {"7"}
        elif match["sus"] is not None:
            degrees = _without(degrees, 3) | {*(match["sus"] or "4")}
        elif match["left_out"]:
            degrees = _without(degrees, int(match["left_out"]))
        elif match["altered"]:
            degrees = degrees | {"b9", "#9", "b13"}
        elif match["degree"] == "7":
            degrees = degrees | {"b7"}
        elif match["degree"]:
            sign = match["sign"].translate(str.maketrans("♭♯+-−", "b##bb"))
            replaced = 5 if sign and match["degree"] == "5" else 0
            degrees = _without(degrees, replaced) | {sign + match["degree"]}
    return degrees


def _without(degrees: set[str], number: int) -> set[str]:
    """The degrees but those on a step of the scale."""
    return {degree for degree in degrees if harte.step(degree) != number}


def _nearest_type(notes: set[int], degrees: set[str]) -> str:
    """The type that differs from these semitones above a root by the fewest notes.

    Of equals, that whose own degrees are written: "C9sus4" is a suspended fourth; then the first.
    """

    def differs(type_: str) -> tuple[int, int]:
        foreign = notes.symmetric_difference(QUALITIES[type_].intervals)
        return len(foreign), harte.unwritten(type_, degrees)

    return min(TYPES, key=differs)
