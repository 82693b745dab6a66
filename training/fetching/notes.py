"""Public libraries of recorded notes, brought into one layout: 16 kHz mono FLAC files and a `notes.csv`."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import soundfile
import soxr
from rich.progress import Progress

from preprocessing.layout import SAMPLE_RATE
from training import manifest
from training.fetching.download import DatasetError, Remote, download, rebase, unpack
from training.fetching.libraries import NO_LAYER, Library
from training.sounds.pitch import find_fault, tuning
from training.sounds.recorded import INDICES

LONGEST = 5.0  # seconds of a note that are kept
ONSET = 0.01  # of the peak: where a note begins
LEAD = 0.005  # seconds kept before the onset
LOUDEST = 0.99  # peak above which a note is turned down, so that nothing clips
MOST_REFUSED = 0.25  # share of a library's notes; above it, its file names are not what they were
LICENCE_FILES = r"(?i)(licen[cs]e|copying|readme|cc0)[^/]*"  # names of the files that can hold a licence


@dataclass(frozen=True)
class Note:
    """A row of `notes.csv`; path is relative to it."""

    path: str
    library: str
    instrument: str
    midi: int
    layer: str
    licence: str
    credit: str
    source: str
    seconds: str


@dataclass(frozen=True)
class Refusal:
    """A note that was left out, and why: a row of `refused.csv`."""

    library: str
    file: str
    reason: str


@dataclass(frozen=True)
class FetchedLibrary:
    """A library as it was laid out: its notes, how far each is from A440 in cents, and what was refused."""

    library: Library
    notes: tuple[Note, ...]
    cents: tuple[int, ...]
    refused: tuple[Refusal, ...]


def fetch_library(
    library: Library, folder: Path, progress: Progress, base_url: str | None = None
) -> FetchedLibrary:
    """Download a library and lay it out below `folder`, with its rows in `notes.csv`. Raises DatasetError."""
    with unpacked(Remote(library.url), folder / "downloads", progress, base_url) as tree:
        keep_licence(library.name, library.licence_words, licence_files(tree), folder)
        fetched = lay_out(library, tree, folder)
    add_rows(folder / "refused.csv", Refusal, fetched.refused)
    add_rows(folder / "notes.csv", Note, fetched.notes)
    return fetched


@contextmanager
def unpacked(
    remote: Remote, downloads: Path, progress: Progress, base_url: str | None = None
) -> Iterator[Path]:
    """The top folder of an archive from the web, as long as it is needed. Raises DatasetError.

    The archive stays in `downloads`, for the next library that is in the same one.
    """
    name = re.sub(r"[^\w.-]+", "_", remote.name)
    archive = download(replace(remote, url=rebase(remote.url, base_url)), downloads / name, progress)
    with tempfile.TemporaryDirectory(dir=downloads) as scratch:
        try:
            tree = unpack(archive, Path(scratch, "tree"))
        except DatasetError:
            archive.unlink()  # of one without a checksum, only this shows that it is damaged
            raise
        inner = list(tree.iterdir())
        yield inner[0] if len(inner) == 1 and inner[0].is_dir() else tree


def present(folder: Path) -> set[str]:
    """The names of the libraries and collections that are laid out in a folder."""
    rows = (row for index in INDICES for row in manifest.read_rows(folder / index))
    return {row["library"] for row in rows if "library" in row}


def licence_files(tree: Path) -> list[Path]:
    """What in an archive's top folder can hold a licence."""
    return [path for path in sorted(tree.iterdir()) if re.fullmatch(LICENCE_FILES, path.name)]


def keep_licence(name: str, words: str, texts: Sequence[Path], folder: Path) -> None:
    """Copy the first of these texts that says `words` to `licences`. Raises DatasetError if none does."""
    for path in texts:
        if path.is_file() and words.lower() in path.read_text(errors="replace").lower():
            (folder / "licences").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / "licences" / f"{name}.txt")
            return
    raise DatasetError(f"{name}: no licence or read-me file of the archive says {words!r}")


def lay_out(library: Library, tree: Path, folder: Path) -> FetchedLibrary:
    """Convert the notes of an unpacked library. Raises DatasetError if it has none, or too many are wrong."""
    notes, cents, refused = [], [], []
    for path in sorted(tree.rglob("*")):
        file = path.relative_to(tree).as_posix()
        identified = library.identify(file)
        if identified is None:
            continue
        samples = read_note(path)
        fault = find_fault(samples, identified[0])
        if fault:
            refused.append(Refusal(library.name, file, fault))
        else:
            notes.append(_write_note(library, *identified, samples, folder))
            cents.append(tuning(samples, identified[0]))
    if len(refused) > MOST_REFUSED * (len(notes) + len(refused)):
        shutil.rmtree(folder / library.name, ignore_errors=True)
        raise DatasetError(
            f"{library.name}: {len(refused)} of {len(notes) + len(refused)} notes are not what their names "
            f"say; the first, {refused[0].file}, {refused[0].reason}"
        )
    if not notes:
        raise DatasetError(f"{library.name}: the archive of {library.source} holds no notes where they were")
    return FetchedLibrary(library, tuple(notes), tuple(cents), tuple(refused))


def read_note(path: Path) -> np.ndarray:
    """A recorded note as a bank keeps it: mono float32 [samples] at 16 kHz from its onset, 5 s at most."""
    try:
        audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error
    samples = soxr.resample(audio.mean(axis=1), rate, SAMPLE_RATE)
    peak = np.abs(samples).max(initial=0)
    onset = int((np.abs(samples) > ONSET * peak).argmax()) if peak else 0
    start = max(onset - int(LEAD * SAMPLE_RATE), 0)
    return samples[start:][: int(LONGEST * SAMPLE_RATE)] * min(1.0, LOUDEST / max(peak, LOUDEST))


def _write_note(library: Library, midi: int, layer: str, samples: np.ndarray, folder: Path) -> Note:
    """Write a note's file; returns its row."""
    path = f"{library.name}/{midi:03d}_{'v' if layer == NO_LAYER else layer}.flac"
    (folder / library.name).mkdir(parents=True, exist_ok=True)
    soundfile.write(folder / path, samples, SAMPLE_RATE, subtype="PCM_16")
    about = (library.licence, library.credit, library.source)
    seconds = f"{len(samples) / SAMPLE_RATE:.2f}"
    return Note(path, library.name, library.instrument, midi, layer, *about, seconds)


def add_rows(path: Path, kind: type, rows: Sequence[object]) -> None:
    """Add rows, dataclasses with a library, to a CSV file, in place of those that their library has there."""
    libraries = {row.library for row in rows}
    kept = [row for row in manifest.read_rows(path) if row["library"] not in libraries]
    manifest.write(path, [*kept, *map(asdict, rows)], [field.name for field in fields(kind)])
