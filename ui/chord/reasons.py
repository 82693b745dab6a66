"""Reasons why another chord comes into question: what its notes have that the answer's have not."""

from model.chords import QUALITIES, Chord
from ui.naming import Naming

DEGREES = {1: "root", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}


def reason(answer: Chord, other: Chord, naming: Naming) -> str:
    """Say what tells another chord from the answer: "the same notes over A", "without the seventh B♭".

    Empty where more differs than can be heard as one thing, and where either is no chord.
    """
    own, others = naming.sounding(answer), naming.sounding(other)
    lost = [number for number in own if number not in others]
    gained = [others[number] for number in others if number not in own]
    if not (own and others):
        return ""
    match len(lost), len(gained):
        case 0, 0:
            return f"the same notes over {naming.bass(other) or naming.root(other)}"
        case 0, _:
            return f"with {' and '.join(gained)}"
        case _, 0:
            return f"without {' and '.join(_part(note, own[note], answer) for note in lost)}"
        case 1, 1:
            return f"{gained[0]} in place of {own[lost[0]]}"
        case _:
            return ""


def _part(number: int, name: str, chord: Chord) -> str:
    """A pitch class by the part it takes in a chord: "the seventh B♭", "C in the bass"."""
    degrees = dict(zip(chord.pitch_classes, QUALITIES[chord.type].degrees, strict=True))
    return f"the {DEGREES[degrees[number]]} {name}" if number in degrees else f"{name} in the bass"
