"""The shape of the chord that sounds in a song: a card that folds away, and what it shows of each chord.

shapes.js fills the card as the song goes on. Cards wait as hidden text, not in a <template>, which
gradio would not replace when the song is brought into another key.
"""

from html import escape

from model.chords import Chord
from model.timeline import Timeline
from ui.chord import diagrams
from ui.naming import Naming


def render(timeline: Timeline, naming: Naming, left_handed: bool = False) -> str:
    """A place for the card, and the card of every chord once, as HTML; an empty text without any chord."""
    cards = {}
    for chord, named in _written(timeline, naming):
        spoken = named.spoken(chord)
        if spoken not in cards and (card := diagrams.render(chord, named, left_handed)):
            text = escape(card, quote=False)
            cards[spoken] = f'<span hidden data-shapes="{escape(spoken)}">{text}</span>'
    if not cards:
        return ""
    place = '<summary class="tool">Shape</summary><div class="moment-card"></div>'
    return f'<details class="moment">{place}</details>{"".join(cards.values())}'


def _written(timeline: Timeline, naming: Naming) -> list[tuple[Chord, Naming]]:
    """Every chord as the chart writes it, with the names of its bar's key."""
    if not timeline.beats:
        return [(timed.chord, naming.within(timeline.key_of(timed))) for timed in timeline.chords]
    return [(timed.chord, naming.within(bar.key)) for bar in timeline.bars for timed in bar.chords]
