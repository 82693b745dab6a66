"""A stretch of piano keyboard with the notes of a chord lit, drawn as SVG; every key sounds."""

from html import escape

from model.chords import Chord
from ui import words
from ui.naming import Naming

WHITE = (0, 2, 4, 5, 7, 9, 11)  # pitch classes of the white keys
KEYS = 17  # shown at least: from C to E or from F to A, enough for any triad from its root up
WHITE_WIDTH, WHITE_HEIGHT = 40, 190  # SVG units
BLACK_WIDTH, BLACK_HEIGHT = 26, 120
C4 = 60  # MIDI: key 0


def render(chord: Chord, naming: Naming) -> str:
    """The chord in root position on the keyboard, each lit key with the name of its note, as SVG."""
    lowest = 0 if chord.pitch_classes[0] < 5 else 5  # the keyboard starts on C or on F
    notes = naming.notes(chord)
    lit = dict(zip(voicing(chord), notes, strict=True))
    shown = range(lowest, _last_key(lowest, max(lit) - C4) + 1)
    keys = [(key, _left(key, lowest), lit.get(C4 + key, "")) for key in shown]
    width = WHITE_WIDTH * sum(key % 12 in WHITE for key in shown)
    drawn = [_key(*key) for key in sorted(keys, key=lambda key: key[0] % 12 not in WHITE)]
    label = f"Piano keyboard with {words.spoken(', '.join(notes))} lit"
    return (
        f'<svg class="keyboard" viewBox="-1 0 {width + 2} {WHITE_HEIGHT + 1}" role="group" '
        f'aria-label="{escape(label)}">{"".join(drawn)}</svg>'
    )


def voicing(chord: Chord) -> list[int]:
    """The keys to press, as MIDI numbers, the root first, which is between C4 and B4."""
    root = chord.pitch_classes[0]
    return [C4 + root + (pitch_class - root) % 12 for pitch_class in chord.pitch_classes]


def _last_key(lowest: int, highest: int) -> int:
    """The last key shown, a white one, where `highest` is the highest that is lit."""
    last = max(lowest + KEYS - 1, highest)
    return last if last % 12 in WHITE else last + 1


def _left(key: int, lowest: int) -> int:
    """The left edge of a key in SVG units: a black one sits on the gap between its neighbours."""
    white_before = sum(other % 12 in WHITE for other in range(lowest, key))
    return white_before * WHITE_WIDTH - (0 if key % 12 in WHITE else BLACK_WIDTH // 2)


def _key(key: int, left: int, note: str) -> str:
    """A key that sounds when it is pressed; the lit ones are reached by the tabulator as well."""
    is_white = key % 12 in WHITE
    colour = "white" if is_white else "black"
    width, height = (WHITE_WIDTH, WHITE_HEIGHT) if is_white else (BLACK_WIDTH, BLACK_HEIGHT)
    rect = f'<rect class="{colour}{" lit" if note else ""}" x="{left}" y="0" '
    rect += f'width="{width}" height="{height}" rx="4"/>'
    if not note:
        return f'<g data-play="{C4 + key}">{rect}</g>'
    text = f'<text class="{colour}" x="{left + width / 2}" y="{height - 14}">{escape(note)}</text>'
    spoken = escape(words.spoken(note))
    return f'<g data-play="{C4 + key}" role="button" tabindex="0" aria-label="Play {spoken}">{rect}{text}</g>'
