"""The shape of the chord that sounds in a song: a card that folds away, and what it shows of each chord.

shapes.js fills the card as the song goes on. The cards wait as hidden text, packed: they are much alike, so a
song's take up a twentieth of what they are, and come anew with every wish.
"""

import json
import zlib
from base64 import b64encode

from model.chords import Chord
from model.timeline import Timeline
from ui.chord import diagrams
from ui.naming import Naming


def render(timeline: Timeline, naming: Naming, capo: int = 0, left_handed: bool = False) -> str:
    """A place for the card, and the card of every chord once, as HTML; an empty text without any chord.

    capo: the fret it is at; the cards show what a hand holds behind it, and sound so much higher.
    """
    cards = {}
    for chord, named in _written(timeline, naming):
        spoken = named.spoken(chord)
        if spoken not in cards and (card := diagrams.render(chord, named, left_handed)):
            cards[spoken] = card
    if not cards:
        return ""
    place = f'<summary class="tool">Shape</summary><div class="moment-card" data-capo="{capo}"></div>'
    return f'<details class="moment">{place}</details><span hidden data-shapes>{_packed(cards)}</span>'


def _packed(cards: dict[str, str]) -> str:
    """The cards by what their chords are called, as JSON, deflated (RFC 1950), in base64."""
    return b64encode(zlib.compress(json.dumps(cards, ensure_ascii=False).encode())).decode()


def _written(timeline: Timeline, naming: Naming) -> list[tuple[Chord, Naming]]:
    """Every chord as the chart writes it, with the names of its bar's key."""
    if not timeline.beats:
        return [(timed.chord, naming.within(timeline.key_of(timed))) for timed in timeline.chords]
    return [(timed.chord, naming.within(bar.key)) for bar in timeline.bars for timed in bar.chords]
