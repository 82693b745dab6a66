"""A song's chart as a file: made when a button of the page asks for it, and kept nowhere."""

from base64 import b64encode

from model.chart import chart
from model.export import EXPORTERS, Exporter
from model.timeline import Timeline

FORMATS = {"text": Exporter(".txt", chart), **EXPORTERS}
LABELS = {
    "text": "Text",
    "midi": "MIDI",
    "musicxml": "MusicXML",
    "chordpro": "ChordPro",
    "csv": "CSV",
    "lab": ".lab",
    "jams": "JAMS",
}
STEM = "chords"  # of a file's name

# Hands a file that `write` made to the browser, which keeps it where downloads go.
SAVE = """
(file) => {
  if (!file) return;
  const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(link.href);
}
"""


def render() -> str:
    """A button for each format, as HTML."""
    buttons = "".join(
        f'<button type="button" data-format="{name}" aria-label="Download as {label}">{label}</button>'
        for name, label in LABELS.items()
    )
    return (
        f'<p class="takeaway" role="group" aria-label="Take it away"><span>Take it away</span>{buttons}</p>'
    )


def write(timeline: Timeline, format_: str) -> dict[str, str]:
    """A file for `SAVE`: its name, and its bytes in base64. Raises KeyError for an unknown format."""
    exporter = FORMATS[format_]
    return {"name": STEM + exporter.suffix, "base64": b64encode(exporter.export(timeline)).decode()}
