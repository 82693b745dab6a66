"""The sources of a database's clips, and the first kind of them: clips drawn from a seed."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np

from model import analysis, chords, shapes
from model.chords import ROOT_LABELS, TYPES
from preprocessing import features, layout
from training.sounds import (
    augment,
    banks,
    clips,
    digests,
    instruments,
    inventions,
    no_chords,
    recorded,
    render,
    splits,
    surroundings,
    voicings,
)
from training.sounds.clips import Clip, draw_clip

DECIDING = (  # what makes a clip what it is
    analysis,
    chords,
    shapes,
    features,
    layout,
    augment,
    banks,
    clips,
    instruments,
    inventions,
    no_chords,
    recorded,
    render,
    splits,
    surroundings,
    voicings,
    sys.modules[__name__],
)
INSTALL = "the README says how to install it"


class SourceError(ValueError):
    """A source that no database can be made of; the message is a sentence for the person who named it."""


class Item(Protocol):
    """One clip to be: a path (or none), a split, and the clip, made or read in the process that asks."""

    path: str
    split: str

    def clip(self, cache: Path) -> Clip:
        """The clip, whole. Raises AudioError for a file that cannot be heard."""


class Source(Protocol):
    """The clips to make a database of: items by number, and a name that changes when the clips do."""

    name: str

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Item: ...

    def prepare(self, cache: Path) -> None:
        """See to what the items need, before they are spread over processes. Raises SourceError."""


@dataclass(frozen=True)
class Recipe:
    """So many clips of a split, drawn from a seed, with notes recorded in these folders or without any.

    types: those that its chords have.
    """

    split: str
    clips: int
    seed: int
    notes: tuple[str, ...] = ()
    types: tuple[str, ...] = TYPES

    @property
    def name(self) -> str:
        """The recipe, and a digest of the code and notes it rests on. Raises SourceError for absent notes."""
        types = () if self.types == TYPES else self.types
        return "-".join((self.split, str(self.clips), str(self.seed), *types, self.digest()))

    def digest(self, modules: Iterable[ModuleType] = (), contents: Iterable[bytes] = ()) -> str:
        """Stands for all that its clips rest on, and for more code and contents. Raises SourceError."""
        return digest((*DECIDING, *modules), (*map(_read_index, self.notes), *contents))

    def __len__(self) -> int:
        return self.clips

    def __getitem__(self, index: int) -> "Draw":
        return Draw(self, index)

    def prepare(self, cache: Path) -> None:
        """Render what `cache` lacks of the split's instruments. Raises SourceError where that cannot be."""
        _check_tools(self.split, cache)
        instruments.prepare(self.split, cache)


@dataclass(frozen=True)
class Draw:
    """A clip of a recipe. Each has a seed of its own."""

    recipe: Recipe
    index: int
    path = ""

    @property
    def split(self) -> str:
        """The side of the split that plays."""
        return self.recipe.split

    def clip(self, cache: Path) -> Clip:
        """Draw it."""
        players = players_of(self.split, self.recipe.notes, cache)
        seed = (self.recipe.seed, splits.SPLITS.index(self.split), self.index)
        return draw_clip(players, np.random.default_rng(seed), self.recipe.types)


def digest(modules: Iterable[ModuleType], contents: Iterable[bytes]) -> str:
    """Eight digits that stand for what some modules do, for some contents, and for the vocabulary.

    Labels are kept as places in its tables.
    """
    return digests.digest(modules, (repr((ROOT_LABELS, TYPES)).encode(), *contents))


def _read_index(notes: str) -> bytes:
    """The notes.csv of a folder of recordings, and the other indices that it has."""
    required, *others = (Path(notes, index) for index in recorded.INDICES)
    try:
        return required.read_bytes() + b"".join(path.read_bytes() for path in others if path.exists())
    except OSError as error:
        raise SourceError(f"{notes} is no folder of recorded notes: it has no notes.csv to read.") from error


def _check_tools(split: str, cache: Path) -> None:
    """Raise SourceError if something is not installed that must render what `cache` lacks of a split."""
    if lacking := instruments.missing(split, cache):
        raise SourceError(f"{lacking[0]} is missing, and the clips of {split!r} need it: {INSTALL}.")


@lru_cache(maxsize=1)
def players_of(split: str, notes: tuple[str, ...], cache: Path) -> instruments.Instruments:
    """The instruments that a process draws from, loaded when its first clip comes."""
    return instruments.load(split, tuple(map(Path, notes)), cache)
