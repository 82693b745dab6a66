"""A stretch of piano keyboard with the notes and the bass of a chord lit, drawn as SVG; every key sounds."""

from collections.abc import Sequence
from html import escape

from model.chords import Chord
from ui import words
from ui.naming import Naming

WHITE = (0, 2, 4, 5, 7, 9, 11)  # pitch classes of the white keys
KEYS = 17  # shown at least: from C to E or from F to A, enough for most chords from their root up
WHITE_WIDTH, WHITE_HEIGHT = 40, 190  # SVG units
BLACK_WIDTH, BLACK_HEIGHT = 26, 120
C4 = 60  # MIDI: key 0


def render(chord: Chord, naming: Naming, played: Sequence[int]) -> str:
    """MIDI notes of a chord, the lowest first, on the keyboard, each lit key with its name, as SVG.

    The lowest is marked where it is not the root.
    """
    notes, bass = naming.notes(chord), naming.bass(chord)
    named = naming.sounding(chord)
    keys = [midi - C4 for midi in played]
    first = _first_key(min(keys))
    shown = range(first, _last_key(first, max(keys)) + 1)
    width = WHITE_WIDTH * sum(key % 12 in WHITE for key in shown)
    drawn = [
        _key(key, _left(key, first), named[key % 12] if key in keys else "", bool(bass) and key == keys[0])
        for key in sorted(shown, key=lambda key: key % 12 not in WHITE)
    ]
    below = f", {bass} in the bass" if bass else ""
    label = f"Piano keyboard with {words.spoken(', '.join(notes))} lit{words.spoken(below)}"
    return (
        f'<svg class="keyboard" viewBox="-1 0 {width + 2} {WHITE_HEIGHT + 1}" role="group" '
        f'aria-label="{escape(label)}">{"".join(drawn)}</svg>'
    )


def _first_key(lowest: int) -> int:
    """The C or F at which the keyboard starts, where `lowest` is the lowest that is lit."""
    return lowest - lowest % 12 + (0 if lowest % 12 < 5 else 5)


def _last_key(first: int, highest: int) -> int:
    """The last key shown, a white one, where `highest` is the highest that is lit."""
    last = max(first + KEYS - 1, highest)
    return last if last % 12 in WHITE else last + 1


def _left(key: int, first: int) -> int:
    """The left edge of a key in SVG units: a black one sits on the gap between its neighbours."""
    white_before = sum(other % 12 in WHITE for other in range(first, key))
    return white_before * WHITE_WIDTH - (0 if key % 12 in WHITE else BLACK_WIDTH // 2)


def _key(key: int, left: int, note: str, is_bass: bool) -> str:
    """A key that sounds when it is pressed; the lit ones are reached by the tabulator as well."""
    is_white = key % 12 in WHITE
    colour = "white" if is_white else "black"
    width, height = (WHITE_WIDTH, WHITE_HEIGHT) if is_white else (BLACK_WIDTH, BLACK_HEIGHT)
    light = (" lit" if note else "") + (" bass" if is_bass else "")
    rect = f'<rect class="{colour}{light}" x="{left}" y="0" width="{width}" height="{height}" rx="4"/>'
    if not note:
        return f'<g data-play="{C4 + key}">{rect}</g>'
    text = f'<text class="{colour}" x="{left + width / 2}" y="{height - 14}">{escape(note)}</text>'
    spoken = escape(words.spoken(note)) + (", the bass" if is_bass else "")
    return f'<g data-play="{C4 + key}" role="button" tabindex="0" aria-label="Play {spoken}">{rect}{text}</g>'
