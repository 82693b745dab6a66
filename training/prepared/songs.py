"""Songs as a database keeps them: drawn from a seed, their spectrogram, and the targets of each segment."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from model import adjust, harte, segments, shapes
from model.analysis import in_tune
from model.chords import NO_CHORD
from model.segments import FIRST_CENTRE, STEP
from preprocessing.features import PitchSpectrogram, frame_count
from preprocessing.layout import BINS, SAMPLE_RATE, SEGMENT_STEP
from training import places
from training.machine import threads
from training.prepared import pictures
from training.prepared.pictures import encode
from training.prepared.sources import Recipe, players_of
from training.prepared.store import Chunk, Row
from training.songs import (
    accompaniment,
    arrange,
    cells,
    harmony,
    leadsheets,
    lines,
    loops,
    patterns,
    perform,
    progressions,
    recording,
    song,
    thinning,
)
from training.songs.harmony import Progression
from training.songs.song import Song, TimedChord
from training.songs.thinning import thinned
from training.sounds import singing, splits

SONG_SAMPLES = int(arrange.SECONDS * SAMPLE_RATE)
SONG_FRAMES = frame_count(SONG_SAMPLES)
SEGMENTS = -(-SONG_FRAMES // SEGMENT_STEP)
SONG_SHAPE = (BINS, SONG_FRAMES)
NO_SONG_SHARE = 0.04  # recordings of talk and noises
WIDE_SHARE = 0.5  # songs tuned anywhere: more than there are, for clips may be tuned anywhere too
SOLO_SHARE = 0.6  # songs without bass and drums that one player plays alone, as a pianist does
ALONE_SHARE = 0.04  # songs of which only what plays no chords is heard: drums and a melody
SONG_LABELS = 3 * SEGMENTS  # the root, type and bass of each segment
COMPOSING = (
    *(accompaniment, adjust, arrange, cells, harmony, harte, leadsheets, lines, loops, patterns, perform),
    *(pictures, progressions, recording, segments, shapes, singing, song, sys.modules[__name__], thinning),
)


class SongItem(Protocol):
    """One song to be: a split, and the song and its sound, made or read in the process that asks."""

    split: str

    def record(self, cache: Path) -> tuple[Song, np.ndarray]:
        """The song, and float32 [samples]."""


@dataclass(frozen=True)
class SongRecipe:
    """So many songs on the instruments of a split, drawn from a seed.

    notes: folders of recordings. sheets: a file of lead sheets, some of whose progressions are played.
    """

    split: str
    songs: int
    seed: int
    notes: tuple[str, ...] = ()
    sheets: str | None = None

    @property
    def name(self) -> str:
        """The recipe, and a digest of the code, notes and sheets it rests on. Raises SourceError."""
        own = [] if self.sheets is None else [Path(self.sheets).read_bytes()]
        return f"songs-{self.split}-{self.songs}-{self.seed}-{self._players.digest(COMPOSING, own)}"

    @property
    def _players(self) -> Recipe:
        return Recipe(self.split, self.songs, self.seed, self.notes)

    def __len__(self) -> int:
        return self.songs

    def __getitem__(self, index: int) -> "SongDraw":
        return SongDraw(self, index)

    def prepare(self, cache: Path) -> None:
        """Render what `cache` lacks of the split's instruments. Raises SourceError where that cannot be."""
        self._players.prepare(cache)


@dataclass(frozen=True)
class SongDraw:
    """A song of a recipe. Each has a seed of its own."""

    recipe: SongRecipe
    index: int

    @property
    def split(self) -> str:
        """The side of the split that plays."""
        return self.recipe.split

    def record(self, cache: Path) -> tuple[Song, np.ndarray]:
        """Compose and record it: the song, and float32 [samples]."""
        recipe = self.recipe
        players = players_of(recipe.split, recipe.notes, cache)
        rng = np.random.default_rng((recipe.seed, splits.SPLITS.index(recipe.split), self.index))
        composed = arrange.draw_song(rng, read_sheets(recipe.sheets))
        if not players.drums:
            composed = without_drums(composed)
        kind = rng.random()
        if kind < NO_SONG_SHARE:
            silent = without_chords(composed)
            return silent, recording.record_no_song(silent.seconds, players, rng)
        if kind < NO_SONG_SHARE + ALONE_SHARE and any(part.role == "melody" for part in composed.parts):
            composed = without_chords(composed, ("melody", "drums"))
        return composed, recording.record(thinned(composed, rng), players, rng, WIDE_SHARE, SOLO_SHARE)


def without_chords(composed: Song, roles: Sequence[str] = ()) -> Song:
    """A song of which only parts of these roles are left, which make no chord."""
    parts = tuple(part for part in composed.parts if part.role in roles)
    return replace(composed, parts=parts, chords=(TimedChord(0.0, composed.seconds, NO_CHORD),), keys=())


def without_drums(composed: Song) -> Song:
    """A song as it is heard where nobody has a kit: beats that drums alone would strike are none."""
    return replace(composed, parts=tuple(part for part in composed.parts if part.role != "drums"))


@threads(1)
def compute(number: int, items: Sequence[SongItem], cache: Path) -> Chunk:
    """Record the songs of a chunk, and draw their spectrograms."""

    def draw(waveform: np.ndarray) -> np.ndarray:
        return in_tune(_transform().of_songs(torch.from_numpy(waveform)[None])[0].numpy())

    return record_chunk(number, items, cache, draw, lambda composed: targets(composed).ravel())


def record_chunk(
    number: int,
    items: Sequence[SongItem],
    cache: Path,
    draw: Callable[[np.ndarray], np.ndarray],
    label: Callable[[Song], np.ndarray],
) -> Chunk:
    """Record the songs of a chunk; what is drawn of their waveforms, from 0 to 1, is kept in 256 steps."""
    recorded = [item.record(cache) for item in items]
    pictures = np.stack([(draw(waveform) * 255).round().astype(np.uint8) for _, waveform in recorded])
    labels = np.stack([label(composed) for composed, _ in recorded]).astype(np.int16)
    rows = tuple(Row("", f"{arrange.SECONDS:.3f}", split=item.split) for item in items)
    return Chunk(number, pictures, labels, rows)


def targets(composed: Song) -> np.ndarray:
    """Targets of the root, the type and the bass [segments, 3]: of the chord at each segment's centre."""
    starts = [chord.start for chord in composed.chords]
    centres = FIRST_CENTRE + STEP * np.arange(SEGMENTS)
    at_each = np.searchsorted(starts, centres, side="right") - 1
    encoded = np.array([encode(chord.chord) for chord in composed.chords])
    return encoded[at_each]


@lru_cache(maxsize=1)
def read_sheets(path: str | None) -> tuple[Progression, ...]:
    """The progressions of a file of lead sheets, read when a process composes its first song."""
    return () if path is None else leadsheets.read_leadsheets(Path(path))


def find_sheets() -> str | None:
    """The file of lead sheets, if it is there."""
    return str(places.LEAD_SHEETS) if places.LEAD_SHEETS.exists() else None


@lru_cache(maxsize=1)
def _transform() -> PitchSpectrogram:
    return PitchSpectrogram()
