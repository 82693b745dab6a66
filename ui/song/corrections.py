"""Correcting a song's chart: a pencil above it, an editor for a cell, and what a script must know of each."""

import json
from bisect import bisect
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import escape
from itertools import pairwise

from model.adjust import Adjustments, transpose_chord
from model.chords import Chord
from model.symbols import LONGEST, read
from model.timeline import TimedChord, Timeline
from ui.naming import Naming
from ui.song.wishes import MOST_CORRECTIONS, Song

# Hands what `understand` says to the page.
TELL = "(detail) => { document.dispatchEvent(new CustomEvent('understood', {detail})); }"
BAR = """
<div class="correct" role="group" aria-label="Correct">
  <button type="button" class="tool" data-correct aria-pressed="false">✎ Correct</button>
  <button type="button" class="tool" data-undo hidden>Undo</button>
  <p class="hint">Press the chord that is wrong.</p>
  <p class="kept"></p>
</div>
"""
EDITOR = f"""
<dialog class="editor" aria-labelledby="editor-place">
  <div class="head"><h3 id="editor-place"></h3><button type="button" class="tool" data-hear>Hear it</button>
    <button type="button" class="close" data-close aria-label="Close">✕</button></div>
  <div class="line parts" role="group" aria-label="Which part" hidden></div>
  <div class="line offers" role="group" aria-label="It is"></div>
  <form><label for="editor-chord">Another chord</label>
    <input id="editor-chord" type="text" maxlength="{LONGEST}" autocomplete="off" autocapitalize="off"
      autocorrect="off" spellcheck="false" enterkeyhint="done" placeholder="E♭maj7/G">
    <button type="submit" class="tool">OK</button></form>
  <p class="said" role="status"></p>
  <div class="line cuts"><div class="line split" role="group" aria-label="Split"></div>
    <button type="button" class="tool" data-merge>Merge with the next</button>
    <button type="button" class="tool" data-undo hidden>Undo</button></div>
</dialog>
"""


def render(song: Song, vocabulary: str, naming: Naming) -> str:
    """The pencil and the editor, as HTML, and all that they must know, as JSON.

    cells: in the order of the chart, when each begins and ends, its chord's label and symbol, and which of
    `offers` are for it. offers: labels and symbols. Labels are as heard, symbols as shown.
    """
    shown, heard = song.fingered(vocabulary), song.fingered_as_heard(vocabulary)

    def pair(chord: Chord, time: float) -> tuple[str, str]:
        return _pair(chord, naming.within(shown.key_at(time)), song.adjustments)

    cells = []
    for start, end, timed in spans(shown):
        middle = (start + end) / 2
        there = bisect(heard.chords, middle, key=lambda one: one.start) - 1
        cells.append([round(start, 3), round(end, 3), *pair(timed.chord, middle), timed.sure, there])
    known = {
        "corrections": [asdict(correction) for correction in song.corrections],
        "most": MOST_CORRECTIONS,
        "seconds": shown.seconds,
        "cells": cells,
        "offers": [[pair(chord, timed.start) for chord in offered(timed)] for timed in heard.chords],
    }
    data = escape(json.dumps(known, ensure_ascii=False), quote=False)
    return f"{BAR}{EDITOR}<div hidden data-correcting>{data}</div>"


def spans(shown: Timeline) -> Iterator[tuple[float, float, TimedChord]]:
    """When each cell of the chart begins and ends, in seconds, and its chord.

    A chord that begins a little before or after a beat begins its cell there; one that goes on from the bar
    before does so on the first beat.
    """
    if not shown.beats:
        yield from ((timed.start, timed.end, timed) for timed in shown.chords)
        return
    cells = [cell for bar in shown.bars for cell in bar.cells]
    later = [
        cell.beats[0].time if cell.chord == before.chord else before.segments[-1].end
        for before, cell in pairwise(cells)
    ]
    moments = [cells[0].segments[0].start, *later, cells[-1].segments[-1].end]
    for cell, (start, end) in zip(cells, pairwise(moments), strict=True):
        yield start, end, cell.segments[0]


def offered(heard: TimedChord) -> list[Chord]:
    """What was heard, the same over its own root, and what else it may be."""
    plain = [replace(heard.chord, bass=None)] if heard.chord.bass else []
    return [heard.chord, *plain, *(other.chord for other in heard.alternatives)]


def understand(text: str, naming: Naming, adjustments: Adjustments) -> dict[str, object]:
    """What a person typed, as the script takes it: its label as heard, its symbol, if that is all of it.

    Or, under "error", a sentence why it is no chord.
    """
    try:
        reading = read(naming.in_english(text), typed=text)
    except ValueError as error:
        return {"text": text, "error": str(error)}
    label, symbol = _pair(reading.chord, naming, adjustments)
    return {"text": text, "label": label, "symbol": symbol, "exact": reading.is_exact}


def _pair(shown: Chord, naming: Naming, adjustments: Adjustments) -> tuple[str, str]:
    """The label of a chord as it was heard, and its symbol as it is shown."""
    label = transpose_chord(shown, adjustments.capo - adjustments.transpose).label
    return label, shown.symbol if shown.root is None else naming.symbol(shown)
