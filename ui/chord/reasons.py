"""Reasons why another chord comes into question: what its notes have that the answer's have not."""

from model.chords import QUALITIES, Chord
from ui.naming import Naming

DEGREES = {1: "root", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}


def reason(answer: Chord, other: Chord, naming: Naming) -> str:
    """Say what tells another chord from the answer: "the same notes over A", "without the seventh B♭".

    Empty where more differs than can be heard as one thing, and where either is no chord.
    """
    own, others = _named(answer, naming), _named(other, naming)
    lost = [number for number in own if number not in others]
    gained = [others[number] for number in others if number not in own]
    if not (own and others):
        return ""
    match len(lost), len(gained):
        case 0, 0:
            return f"the same notes over {naming.root(other)}"
        case 0, _:
            return f"with {' and '.join(gained)}"
        case _, 0:
            degrees = dict(zip(answer.pitch_classes, QUALITIES[answer.type].degrees, strict=True))
            return f"without {' and '.join(f'the {DEGREES[degrees[note]]} {own[note]}' for note in lost)}"
        case 1, 1:
            return f"{gained[0]} in place of {own[lost[0]]}"
        case _:
            return ""


def _named(chord: Chord, naming: Naming) -> dict[int, str]:
    """The pitch classes of a chord, each with its name."""
    return dict(zip(chord.pitch_classes, naming.notes(chord), strict=True))
