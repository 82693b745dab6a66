"""The folder of a database: arrays, and lists of what is in them; a kill leaves nothing half done."""

import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from training import manifest

COLUMNS = ("path", "seconds", "root", "type", "bass", "source", "split")  # of manifest.csv
LABELS = 4  # of a clip: frames, root, type, bass
BROKEN_COLUMNS = ("path", "reason")  # of broken.csv


@dataclass(frozen=True)
class Row:
    """A row about a clip: seconds of the whole file, root "N" for no chord, reason why it cannot be heard."""

    path: str
    seconds: str = ""
    root: str = ""
    type: str = ""
    bass: str = ""
    source: str = ""
    split: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Chunk:
    """The result of one task: spectrograms [clips, bins, frames], labels [clips, n], a row for each."""

    number: int
    spectrograms: np.ndarray
    labels: np.ndarray
    rows: tuple[Row, ...]


class Store:
    """A database on disk, filled chunk by chunk, by one process at a time.

    clips: how many there will be. chunk: how many of them each chunk holds, but for the last.
    """

    def __init__(self, home: Path, clips: int, chunk: int) -> None:
        self._home, self._clips, self._chunk = home, clips, chunk
        self._pieces = home / "pieces"  # of the manifest, a file for each chunk
        begun = (home / "done.npy").exists()
        self._done = np.load(home / "done.npy") if begun else np.zeros(-(-clips // chunk), dtype=bool)

    @property
    def missing(self) -> list[int]:
        """Numbers of the chunks that are yet to come."""
        return np.flatnonzero(~self._done).tolist()

    def places(self, number: int) -> range:
        """Numbers of the clips that a chunk holds."""
        return range(number * self._chunk, min((number + 1) * self._chunk, self._clips))

    def open(self, shape: tuple[int, ...], dtype: type, labels: int = LABELS) -> None:
        """Get ready to write spectrograms of this shape and type, each with so many labels."""
        if not (self._home / "done.npy").exists():
            arrays = (("spectrograms", dtype, shape), ("labels", np.int16, (labels,)))
            for name, kind, size in arrays:
                open_memmap(self._home / f"{name}.npy", "w+", kind, (self._clips, *size)).flush()
            self._save_done()
        self._pieces.mkdir(exist_ok=True)
        self._spectrograms = open_memmap(self._home / "spectrograms.npy", mode="r+")
        self._labels = open_memmap(self._home / "labels.npy", mode="r+")

    def add(self, chunk: Chunk) -> None:
        """Write a chunk; only when all of it is on disk does it count as done."""
        places = self.places(chunk.number)
        self._spectrograms[places.start : places.stop] = chunk.spectrograms
        self._labels[places.start : places.stop] = chunk.labels
        self._spectrograms.flush()
        self._labels.flush()
        manifest.write(self._pieces / f"{chunk.number:06}.csv", map(asdict, chunk.rows), (*COLUMNS, "reason"))
        self._done[chunk.number] = True
        self._save_done()

    def finish(self) -> None:
        """Write manifest.csv and, where files could not be heard, broken.csv."""
        pieces = sorted(self._pieces.glob("*.csv"))
        if (self._home / "manifest.csv").exists() or len(pieces) < len(self._done):
            return
        rows = [row for piece in pieces for row in manifest.read_rows(piece)]
        if broken := [row for row in rows if row["reason"]]:
            manifest.write(self._home / "broken.csv", broken, BROKEN_COLUMNS)
        heard = (row for row in rows if not row["reason"])
        manifest.write(self._home / "manifest.csv", heard, COLUMNS)
        shutil.rmtree(self._pieces)

    def _save_done(self) -> None:
        np.save(self._home / "done.new.npy", self._done)
        os.replace(self._home / "done.new.npy", self._home / "done.npy")
