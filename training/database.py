"""Prepared features on disk: computed once, in parallel, then memory-mapped by every epoch.

python -m training.database --manifest FILE prepares recorded files, --split train --clips N drawn clips.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Self

import joblib
import numpy as np
import torch
from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor
from torch.utils.data import Dataset

from preprocessing.features import frame_mask
from training import places
from training.manifest import read_rows
from training.prepared.beats import BEAT_FRAMES, BEAT_SHAPE, compute_beats, name_of
from training.prepared.heard import HeardSongs
from training.prepared.pictures import FRAMES, LAYOUTS, LONGEST, NO_TYPE, PITCH, compute, encode
from training.prepared.recordings import read_manifest
from training.prepared.songs import SONG_LABELS, SONG_SHAPE, SongRecipe
from training.prepared.songs import compute as record
from training.prepared.sources import Recipe, Source, SourceError
from training.prepared.store import Chunk, Store
from training.sounds import splits

__all__ = [
    "FRAMES",
    "NO_TYPE",
    "Batch",
    "BeatBatch",
    "Beats",
    "Clips",
    "HeardSongs",
    "Recipe",
    "SongBatch",
    "SongRecipe",
    "Songs",
    "encode",
    "prepare",
    "prepare_beats",
    "prepare_songs",
]

CHUNK = 250  # clips computed by one task
SONG_CHUNK = 25
AT_ONCE = 4  # tasks for each process where a backend gives results only when all are there


class Movable:
    """A dataclass of tensors that can be taken to another device."""

    def to(self, device: torch.device, non_blocking: bool = False) -> Self:
        """The same on another device."""
        return type(self)(
            *(getattr(self, f.name).to(device, non_blocking=non_blocking) for f in fields(self))
        )


@dataclass(frozen=True)
class Batch(Movable):
    """Spectrograms, their mask [batch, frames]; root, type and bass targets [batch].

    Spectrograms are [batch, BINS, frames]; [batch, 1, 64, 126] for the published baseline, and
    [batch, 1, 40, 100] as MFCCs.
    """

    spectrograms: Tensor
    mask: Tensor
    roots: Tensor
    types: Tensor
    basses: Tensor


class Clips(Dataset):
    """A database as a data set: indexed by a list of clips at once, it gives a Batch.

    Files that could not be heard are left out, so that clip i is row i of manifest.csv.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._spectrograms = np.load(folder / "spectrograms.npy", mmap_mode="r")
        labels = np.load(folder / "labels.npy")
        self._places = np.flatnonzero(labels[:, 0])  # what could not be heard has no frames
        self.labels = labels[self._places]  # frames, root, type, bass

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, indices: list[int]) -> Batch:
        frames, *targets = torch.from_numpy(self.labels[indices].astype(np.int64)).unbind(1)
        mask = frame_mask(frames)
        kept = torch.from_numpy(self._spectrograms[self._places[indices], :, : mask.shape[1]])
        spectrograms = kept.float() / 255 if kept.dtype == torch.uint8 else kept[:, None]
        return Batch(spectrograms, mask, *targets)

    def in_order(self, size: int) -> Iterator[Batch]:
        """All clips, in batches of this size but for the last."""
        for start in range(0, len(self), size):
            yield self[list(range(start, min(start + size, len(self))))]


@dataclass(frozen=True)
class SongBatch(Movable):
    """Spectrograms [songs, BINS, frames]; root, type and bass targets of all segments [songs * segments]."""

    spectrograms: Tensor
    roots: Tensor
    types: Tensor
    basses: Tensor


class Songs(Dataset):
    """A database of songs as a data set: indexed by a list of songs at once, it gives a SongBatch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._spectrograms = np.load(folder / "spectrograms.npy", mmap_mode="r")
        self._labels = np.load(folder / "labels.npy").reshape(len(self._spectrograms), -1, 3)

    def __len__(self) -> int:
        return len(self._labels)

    @property
    def segments(self) -> int:
        """The segments of each song."""
        return self._labels.shape[1]

    def __getitem__(self, indices: list[int]) -> SongBatch:
        targets = torch.from_numpy(self._labels[indices].astype(np.int64)).flatten(0, 1)
        return SongBatch(torch.from_numpy(self._spectrograms[indices]).float() / 255, *targets.unbind(1))


@dataclass(frozen=True)
class BeatBatch(Movable):
    """Levels [songs, BANDS, frames]; none, beat or downbeat of each frame [songs, frames]."""

    levels: Tensor
    targets: Tensor


class Beats(Dataset):
    """A database of beats as a data set: indexed by a list of songs at once, it gives a BeatBatch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._levels = np.load(folder / "spectrograms.npy", mmap_mode="r")
        self._labels = np.load(folder / "labels.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, indices: list[int]) -> BeatBatch:
        targets = torch.from_numpy(self._labels[indices]).long()
        return BeatBatch(torch.from_numpy(self._levels[indices]).float() / 255, targets)


@dataclass(frozen=True)
class Kind:
    """A kind of database: its name, items of a task, shape and type on disk, and what makes a chunk of it."""

    name: str
    chunk: int
    layout: tuple
    make: Callable[..., Chunk]


def prepare_songs(recipe: SongRecipe | HeardSongs, folder: Path, jobs: int = -1) -> Songs:
    """The database of songs that are composed, or were heard, as `prepare` makes one of clips."""
    kind = Kind("songs", SONG_CHUNK, (SONG_SHAPE, np.uint8, SONG_LABELS), record)
    return Songs(_complete(recipe, folder, recipe.name, kind, jobs))


def prepare_beats(recipe: SongRecipe, folder: Path, jobs: int = -1) -> Beats:
    """The database of the beats of a recipe's songs, as `prepare` makes one of clips."""
    kind = Kind("beats", SONG_CHUNK, (BEAT_SHAPE, np.uint8, BEAT_FRAMES), compute_beats)
    return Beats(_complete(recipe, folder, name_of(recipe), kind, jobs))


def prepare(source: Source, folder: Path, features: str = PITCH, jobs: int = -1) -> Clips:
    """The database of a source, below `folder`; what is missing of it is computed, by `jobs` processes.

    features: "pitch", "mel" for the published baseline, or "mfcc". What was interrupted goes on where it
    stopped. Inside `joblib.parallel_config(backend="dask")` the cluster computes (or "ray", known to joblib
    after `ray.util.joblib.register_ray()`); its processes must see the same files. Raises SourceError where
    a source cannot be prepared.
    """
    name = source.name if features == PITCH else f"{source.name}-{features}"
    kind = Kind(features, CHUNK, LAYOUTS[features], partial(compute, features=features))
    home = _complete(source, folder, name, kind, jobs)
    _tell(home)
    return Clips(home)


def _complete(
    source: Source | SongRecipe | HeardSongs, folder: Path, name: str, kind: Kind, jobs: int
) -> Path:
    """The home of a database below `folder`, in which nothing is missing any more."""
    folder = folder.resolve()  # other processes may stand elsewhere
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "lock"):  # of several processes, one writes
        store = Store(home, len(source), kind.chunk)
        if store.missing:
            source.prepare(folder)
            store.open(*kind.layout)
            _fill(store, source, kind, folder, jobs)
        store.finish()
    return home


def _fill(store: Store, source: Source | SongRecipe | HeardSongs, kind: Kind, cache: Path, jobs: int) -> None:
    """Compute what is missing, with a bar that counts clips or songs."""
    places = {number: store.places(number) for number in store.missing}
    tasks = (
        joblib.delayed(kind.make)(number, [source[place] for place in within], cache=cache)
        for number, within in places.items()
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        done = len(source) - sum(map(len, places.values()))
        bar = progress.add_task(f"Preparing {source.name} ({kind.name})", total=len(source), completed=done)
        for chunk in _results(tasks, jobs):
            store.add(chunk)
            progress.advance(bar, len(chunk.rows))


def _results(tasks: Iterator, jobs: int) -> Iterable[Chunk]:
    """The results of tasks, in any order, from the backend that joblib is told to use."""
    try:
        pool = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered")
    except ValueError:  # Ray's gives whole lists: a few tasks at a time, so that a kill loses no more
        with joblib.Parallel(n_jobs=jobs) as pool:
            while some := list(islice(tasks, AT_ONCE * joblib.effective_n_jobs(jobs))):
                yield from pool(some)
    else:
        yield from pool(tasks)


def _tell(home: Path) -> None:
    """Say what a database does not hold of the files it was made from."""
    heard, broken = read_rows(home / "manifest.csv"), read_rows(home / "broken.csv")
    cut = sum(float(row["seconds"]) > LONGEST for row in heard)
    if cut:
        Console().print(
            f"{cut} of {len(heard)} files are longer than {LONGEST:g} s: the strongest part is kept."
        )
    if broken:
        total = len(heard) + len(broken)
        Console().print(f"{len(broken)} of {total} files cannot be heard: {home / 'broken.csv'} says why.")


def main() -> None:
    """Read the command line and prepare a database."""
    options = read_options()
    try:
        source = _source(options)
        with _spread(options.dask):
            clips = prepare(source, options.to, options.features, options.jobs or -1)
    except SourceError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    print(f"{len(clips)} clips are ready in {clips.folder}.")
    sys.exit(0 if len(clips) else 1)


def _source(options: argparse.Namespace) -> Source:
    """The source that the command line names."""
    if options.manifest is not None:
        return read_manifest(options.manifest, options.split)
    if options.split not in splits.SPLITS:
        raise SourceError(f"Clips are drawn for a split: give --split {', '.join(splits.SPLITS)}.")
    if not options.clips:
        raise SourceError("No clip is asked for: give --clips a number from 1 on.")
    return Recipe(options.split, options.clips, options.seed, tuple(str(f.resolve()) for f in options.notes))


def _spread(address: str | None) -> AbstractContextManager:
    """Lets joblib use the Dask cluster whose scheduler has an address, or this machine's processes."""
    if address is None:
        return nullcontext()
    try:
        return joblib.parallel_config(backend="dask", scheduler_host=address)
    except (ImportError, OSError, ValueError) as error:
        raise SourceError(f"No Dask cluster at {address}: {error}") from error


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.database", description=__doc__)
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--manifest", type=Path, help="CSV with columns path, root, type (and source, split)")
    kind.add_argument("--clips", type=_natural, help="how many clips to draw")
    parser.add_argument(
        "--split", help="whose instruments play; or whose rows of the manifest (default: all)"
    )
    parser.add_argument("--seed", type=_natural, default=0)
    parser.add_argument(
        "--notes", type=Path, nargs="*", default=places.find_notes(), help="folders of recorded notes"
    )
    parser.add_argument("--to", type=Path, default=places.DATA_DIR, help="where databases are kept")
    parser.add_argument("--features", choices=LAYOUTS, default=PITCH)
    parser.add_argument("--jobs", type=_natural, help="processes (default: one for each core)")
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="of the scheduler of a Dask cluster, to spread over"
    )
    return parser.parse_args()


def _natural(text: str) -> int:
    """A whole number that is not negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


if __name__ == "__main__":
    main()
