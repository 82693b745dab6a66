"""A song's chart to take away: as a file, made when a button asks for it and kept nowhere; as text;
and on paper, for which it has a heading that the screen does not show.
"""

from base64 import b64encode
from dataclasses import replace
from html import escape

from model.chart import chart
from model.chords import Chord
from model.export import EXPORTERS, as_title
from model.keys import Key
from model.timeline import Timeline
from ui import words
from ui.naming import Naming

LABELS = {
    "midi": "MIDI",
    "musicxml": "MusicXML",
    "chordpro": "ChordPro",
    "csv": "CSV",
    "lab": ".lab",
    "jams": "JAMS",
}
LONGEST_TITLE = 200  # characters
UNTITLED = "Chords"  # a song whose file has no name of its own

# Hands a file that `write` made to the browser, which keeps it where downloads go.
SAVE = "(file) => { if (file) document.dispatchEvent(new CustomEvent('made', {detail: file})); }"


def heading(known: list[str]) -> str:
    """The heading of the printed chart, as HTML: a title, which a script fills in, and what is known."""
    return (
        f'<header class="sheet"><h2 data-title="">{UNTITLED}</h2><p>{escape(words.BETWEEN.join(known))}</p>'
        "<small>Chordscope</small></header>"
    )


def render(timeline: Timeline, naming: Naming, known: list[str]) -> str:
    """Buttons to print and copy the chart and for each format of files, as HTML."""
    files = "".join(
        f'<button type="button" data-format="{name}" aria-label="Download as {label}">{label}</button>'
        for name, label in LABELS.items()
    )
    return (
        '<div class="takeaway" role="group" aria-label="Take it away"'
        f' data-text="{escape(text(timeline, naming, known))}">'
        '<span>Take it away</span><button type="button" data-print>Print</button>'
        '<button type="button" data-copy>Copy as text</button>'
        '<button type="button" data-save aria-label="Download as text">Text</button>'
        f'{files}<p class="told" role="status"></p></div>'
    )


def text(timeline: Timeline, naming: Naming, known: list[str]) -> str:
    """The chart as text, with what is known above it and the names that the person likes."""

    def write(chord: Chord, key: Key | None) -> str:
        return chord.symbol if chord.root is None else naming.within(key).symbol(chord)

    return chart(timeline, write, known)


def write(timeline: Timeline, format_: str, title: object = "", capo: int = 0) -> dict[str, str]:
    """A file for `SAVE`: its suffix, and its bytes in base64. Raises KeyError for an unknown format.

    title: the one that the browser knows; anything but a text is none. capo: the fret of the guitarist's.
    """
    exporter, song = EXPORTERS[format_], replace(timeline, title=_short_title(title))
    return {"suffix": exporter.suffix, "base64": b64encode(exporter.export(song, capo)).decode()}


def _short_title(title: object) -> str:
    """A title that is not too long; of anything but a text, an empty one."""
    return as_title(title)[:LONGEST_TITLE] if isinstance(title, str) else ""
