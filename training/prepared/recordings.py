"""The second kind of source: audio files that a manifest lists."""

import csv
from dataclasses import dataclass
from pathlib import Path

from model import recognizer
from model.chords import NO_CHORD, NO_CHORD_LABEL, Chord
from preprocessing import audio, features, layout
from training.prepared.sources import SourceError, digest
from training.sounds.clips import Clip

HEARING = (audio, features, layout, recognizer)  # what makes a recorded clip what it is
REQUIRED = ("path", "root", "type")  # columns of a manifest; "source" and "split" are heeded, others are not


@dataclass(frozen=True)
class Recording:
    """An audio file, the chord in it, what played it, and its side of a split; the last two may be empty."""

    path: str
    chord: Chord
    source: str
    split: str

    def clip(self, cache: Path) -> Clip:
        """Read it, whole. Raises AudioError for what cannot be heard."""
        return Clip(audio.load(self.path), self.chord, self.source)


@dataclass(frozen=True)
class Recordings:
    """The audio files of a manifest."""

    name: str
    manifest: Path
    items: tuple[Recording, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Recording:
        return self.items[index]

    def prepare(self, cache: Path) -> None:
        """Nothing is missing: all was checked as the manifest was read."""


def read_manifest(manifest: Path, split: str | None = None) -> Recordings:
    """The recordings of a CSV file with columns path, root, type (and source, split): of one split, or all.

    Paths are relative to the manifest; root "N" (or empty) is no chord. Raises SourceError where it is wrong.
    The name changes with the manifest, and with the size and the date of each file.
    """
    manifest = manifest.resolve()
    found = [_recording(manifest, line, row) for line, row in _read_rows(manifest)]
    items = tuple(recording for recording in found if split in (None, recording.split))
    if not items:
        splits = ", ".join(sorted({recording.split or "(none)" for recording in found}))
        wanted = "" if split is None else f" of the split {split!r} (there are: {splits})"
        raise SourceError(f"{manifest} lists no recording{wanted}.")
    states = (repr((item, _state(item.path))).encode() for item in items)
    name = f"{manifest.parent.name}-{split or 'all'}-{len(items)}-{digest(HEARING, states)}"
    return Recordings(name, manifest, items)


def _read_rows(manifest: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a manifest with their line numbers."""
    try:
        with open(manifest, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader]
            columns = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{manifest} cannot be read as a CSV file: {error}.") from error
    if missing := [column for column in REQUIRED if column not in columns]:
        found = ", ".join(columns) or "none"
        raise SourceError(
            f"{manifest} has no column {' or '.join(missing)} in its first line (found: {found})."
        )
    return rows


def _recording(manifest: Path, line: int, row: dict[str, str]) -> Recording:
    """A row of a manifest as a recording."""
    if None in row or None in row.values():
        raise SourceError(f"{manifest}, line {line}: there are not as many columns as in the first line.")
    if not row["path"]:
        raise SourceError(f"{manifest}, line {line}: the path is empty.")
    try:
        none = row["root"] in ("", NO_CHORD_LABEL)
        chord = NO_CHORD if none else Chord(row["root"], row["type"])
    except ValueError as error:
        raise SourceError(f"{manifest}, line {line}: {error}.") from error
    return Recording(str(manifest.parent / row["path"]), chord, row.get("source", ""), row.get("split", ""))


def _state(path: str) -> tuple[int, int] | None:
    """Size and date of a file, if it is there: the reader will say what is wrong with it."""
    try:
        state = Path(path).stat()
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns
