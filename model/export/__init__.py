"""Songs as files that other programs read: a table of formats."""

from collections.abc import Callable
from dataclasses import dataclass

from model.export.annotations import as_csv, as_jams, as_lab
from model.export.chordpro import as_chordpro
from model.export.midi import as_midi
from model.export.musicxml import as_musicxml
from model.timeline import Timeline


@dataclass(frozen=True)
class Exporter:
    """A format: the suffix of its files, and the function that writes one.

    knows_capo: the function takes the fret of a capo as well.
    """

    suffix: str
    write: Callable[..., str | bytes]
    knows_capo: bool = False

    def export(self, timeline: Timeline, capo: int = 0) -> bytes:
        """The bytes of a file about a song as it sounds; text is UTF-8."""
        written = self.write(timeline, capo) if self.knows_capo else self.write(timeline)
        return written if isinstance(written, bytes) else written.encode()


def as_title(text: str) -> str:
    """A text as a title that any format takes: what cannot be printed is left out."""
    return "".join(filter(str.isprintable, text))


EXPORTERS = {
    "lab": Exporter(".lab", as_lab),
    "jams": Exporter(".jams", as_jams),
    "midi": Exporter(".mid", as_midi),
    "musicxml": Exporter(".musicxml", as_musicxml),
    "chordpro": Exporter(".cho", as_chordpro, knows_capo=True),
    "csv": Exporter(".csv", as_csv),
}
