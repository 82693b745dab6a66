"""Prepared features on disk: rendered once, in parallel, then memory-mapped by every epoch."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

import joblib
import numpy as np
import torch
from numpy.lib.format import open_memmap
from rich.progress import track
from torch import Tensor
from torch.utils.data import Dataset

from model.chords import NO_CHORD, ROOT_LABELS, TYPES, Chord
from preprocessing import features
from preprocessing.audio import SAMPLE_RATE
from preprocessing.features import BINS, PitchSpectrogram, frame_count, frame_mask
from training import augment, banks, clips, instruments, inventions, render, voicings
from training.clips import draw_clip

LONGEST = 4.0  # seconds of a clip that are kept
FRAMES = frame_count(int(LONGEST * SAMPLE_RATE))
CHUNK = 250  # clips rendered by one task
DECIDING = (  # what makes a clip what it is
    features,
    augment,
    banks,
    clips,
    instruments,
    inventions,
    render,
    voicings,
)
NO_TYPE = -1  # the type of what is no chord: no loss, no score


@dataclass(frozen=True)
class Batch:
    """Spectrograms [batch, BINS, frames], their mask [batch, frames], root and type targets [batch]."""

    spectrograms: Tensor
    mask: Tensor
    roots: Tensor
    types: Tensor

    def to(self, device: torch.device, non_blocking: bool = False) -> "Batch":
        """The same batch on another device."""
        return Batch(*(getattr(self, f.name).to(device, non_blocking=non_blocking) for f in fields(self)))


@dataclass(frozen=True)
class Recipe:
    """What a database holds: so many clips of a split, drawn from a seed, with folders of recorded notes."""

    split: str
    clips: int
    seed: int
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Folder name of the database: another when the code or the notes that make its clips change."""
        digest = hashlib.sha256()
        for module in DECIDING:
            digest.update(Path(module.__file__).read_bytes())
        for folder in self.notes:
            digest.update(Path(folder, "notes.csv").read_bytes())
        return f"{self.split}-{self.clips}-{self.seed}-{digest.hexdigest()[:8]}"


class Clips(Dataset):
    """A database as a data set: indexed by a list of clips at once, it gives a Batch."""

    def __init__(self, folder: Path) -> None:
        self._spectrograms = np.load(folder / "spectrograms.npy", mmap_mode="r")
        self.labels = np.load(folder / "labels.npy", mmap_mode="r")  # frames, root, type

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, indices: list[int]) -> Batch:
        frames, roots, types = torch.from_numpy(self.labels[indices].astype(np.int64)).unbind(1)
        mask = frame_mask(frames)
        levels = torch.from_numpy(self._spectrograms[indices, :, : mask.shape[1]])
        return Batch(levels.float() / 255, mask, roots, types)


def prepare(recipe: Recipe, folder: Path, jobs: int = -1) -> Clips:
    """The database of a recipe, below `folder`; what is missing of it is rendered, by `jobs` processes.

    A rendering that was interrupted goes on where it stopped.
    """
    home = folder / recipe.name
    home.mkdir(parents=True, exist_ok=True)
    instruments.prepare(recipe.split, folder)
    (home / "recipe.json").write_text(json.dumps(asdict(recipe)))
    if not (home / "done.npy").exists():
        _allocate(home, recipe.clips)
    done = np.load(home / "done.npy")
    tasks = [joblib.delayed(_render_chunk)(recipe, home, chunk) for chunk in np.flatnonzero(~done)]
    results = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered")(tasks)
    for chunk in track(results, f"Rendering {recipe.name}", total=len(tasks), disable=not tasks):
        done[chunk] = True
        _save_done(home, done)
    return Clips(home)


def encode(chord: Chord) -> tuple[int, int]:
    """Targets of the root and the type network."""
    if chord == NO_CHORD:
        return len(ROOT_LABELS) - 1, NO_TYPE
    return ROOT_LABELS.index(chord.root), TYPES.index(chord.type)


def _allocate(home: Path, count: int) -> None:
    open_memmap(home / "spectrograms.npy", mode="w+", dtype=np.uint8, shape=(count, BINS, FRAMES)).flush()
    open_memmap(home / "labels.npy", mode="w+", dtype=np.int16, shape=(count, 3)).flush()
    _save_done(home, np.zeros(-(-count // CHUNK), dtype=bool))


def _save_done(home: Path, done: np.ndarray) -> None:
    """Replace the list of rendered chunks at one stroke: a kill must not leave half of it."""
    np.save(home / "done.new.npy", done)
    os.replace(home / "done.new.npy", home / "done.npy")


@lru_cache(maxsize=1)
def _players(
    split: str, notes: tuple[str, ...], cache: Path
) -> tuple[instruments.Instruments, PitchSpectrogram]:
    """What a worker process needs, loaded when its first chunk comes."""
    torch.set_num_threads(1)
    return instruments.load(split, tuple(map(Path, notes)), cache), PitchSpectrogram()


def _render_chunk(recipe: Recipe, home: Path, chunk: int) -> int:
    """Render the clips of a chunk into the arrays on disk. Each clip has a seed of its own."""
    players, transform = _players(recipe.split, recipe.notes, home.parent)
    spectrograms = open_memmap(home / "spectrograms.npy", mode="r+")
    labels = open_memmap(home / "labels.npy", mode="r+")
    for index in range(chunk * CHUNK, min((chunk + 1) * CHUNK, recipe.clips)):
        rng = np.random.default_rng((recipe.seed, instruments.SPLITS.index(recipe.split), index))
        clip = draw_clip(players, rng)
        waveform = torch.from_numpy(clip.waveform[: int(LONGEST * SAMPLE_RATE)])
        levels = transform(waveform[None])[0]
        frames = levels.shape[-1]
        spectrograms[index, :, :frames] = (levels * 255).round().byte().numpy()
        labels[index] = (frames, *encode(clip.chord))
    return chunk
