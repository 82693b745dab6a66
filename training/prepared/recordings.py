"""The second kind of source: audio files that a manifest lists."""

from dataclasses import dataclass
from pathlib import Path

from model import recognizer
from model.chords import Chord
from preprocessing import audio, features, layout
from training import manifest as manifests
from training.prepared.sources import SourceError, digest
from training.sounds.clips import Clip

HEARING = (audio, features, layout, recognizer)  # what makes a recorded clip what it is


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
    """The recordings of a manifest, of which columns source and split are read as well: of one split, or all.

    The name changes with the manifest, and with the size and the date of each file. Raises SourceError.
    """
    manifest = manifest.resolve()
    try:
        found = [_recording(manifest.parent, row) for row in manifests.read(manifest)]
    except manifests.ManifestError as error:
        raise SourceError(str(error)) from error
    items = tuple(recording for recording in found if split in (None, recording.split))
    if not items:
        splits = ", ".join(sorted({recording.split or "(none)" for recording in found}))
        wanted = "" if split is None else f" of the split {split!r} (there are: {splits})"
        raise SourceError(f"{manifest} lists no recording{wanted}.")
    states = (repr((item, _state(item.path))).encode() for item in items)
    name = f"{manifest.parent.name}-{split or 'all'}-{len(items)}-{digest(HEARING, states)}"
    return Recordings(name, manifest, items)


def _recording(folder: Path, row: dict[str, str]) -> Recording:
    """A row of a manifest in a folder, as a recording."""
    return Recording(
        str(folder / row["path"]), manifests.chord(row), row.get("source", ""), row.get("split", "")
    )


def _state(path: str) -> tuple[int, int] | None:
    """Size and date of a file, if it is there: the reader will say what is wrong with it."""
    try:
        state = Path(path).stat()
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns
