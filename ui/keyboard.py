"""A stretch of piano keyboard with the notes of a chord lit, drawn as SVG."""

from html import escape

from model.chords import Chord
from ui import words

WHITE = (0, 2, 4, 5, 7, 9, 11)  # pitch classes of the white keys
KEYS = 17  # keys shown: from C to E or from F to A, enough for any triad from its root up
WHITE_WIDTH, WHITE_HEIGHT = 40, 190  # SVG units
BLACK_WIDTH, BLACK_HEIGHT = 26, 120
WIDTH = 10 * WHITE_WIDTH  # ten of the 17 keys are white


def render(chord: Chord) -> str:
    """The chord in root position on the keyboard, each lit key with the name of its note, as SVG."""
    lowest = 0 if chord.pitch_classes[0] < 5 else 5  # the keyboard starts on C or on F
    lit = dict(zip(_voicing(chord), chord.notes, strict=True))
    keys = [(key, _left(key, lowest), lit.get(key, "")) for key in range(lowest, lowest + KEYS)]
    white = [_key("white", *rest) for key, *rest in keys if key % 12 in WHITE]
    black = [_key("black", *rest) for key, *rest in keys if key % 12 not in WHITE]  # painted over the white
    label = f"Piano keyboard with {words.spoken(', '.join(chord.notes))} lit"
    return (
        f'<svg class="keyboard" viewBox="-1 0 {WIDTH + 2} {WHITE_HEIGHT + 1}" role="img" '
        f'aria-label="{escape(label)}">{"".join(white + black)}</svg>'
    )


def _voicing(chord: Chord) -> list[int]:
    """The keys to press, in semitones above the C below the root, the root first."""
    root = chord.pitch_classes[0]
    return [root + (pitch_class - root) % 12 for pitch_class in chord.pitch_classes]


def _left(key: int, lowest: int) -> int:
    """Where a key begins, in SVG units: a black one sits on the gap between its neighbours."""
    white_before = sum(other % 12 in WHITE for other in range(lowest, key))
    return white_before * WHITE_WIDTH - (0 if key % 12 in WHITE else BLACK_WIDTH // 2)


def _key(colour: str, left: int, note: str) -> str:
    width, height = (WHITE_WIDTH, WHITE_HEIGHT) if colour == "white" else (BLACK_WIDTH, BLACK_HEIGHT)
    lit = " lit" if note else ""
    text = (
        f'<text class="{colour}" x="{left + width / 2}" y="{height - 14}">{escape(note)}</text>'
        if note
        else ""
    )
    return f'<rect class="{colour}{lit}" x="{left}" y="0" width="{width}" height="{height}" rx="4"/>{text}'
