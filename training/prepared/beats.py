"""The beats of songs as a database keeps them: the levels of their bands, and what each frame is."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.beat_network import BEAT, DOWNBEAT
from preprocessing import layout, onsets
from preprocessing.layout import SAMPLE_RATE
from preprocessing.onsets import BANDS, FRAME_RATE, band_levels, frame_count
from training.machine import threads
from training.prepared.songs import SongDraw, SongRecipe, record_chunk
from training.prepared.sources import digest
from training.prepared.store import Chunk
from training.songs import arrange
from training.songs.song import Song

BEAT_FRAMES = frame_count(int(arrange.SECONDS * SAMPLE_RATE))
BEAT_SHAPE = (BANDS, BEAT_FRAMES)
HEARD_AFTER = 0.5  # seconds: a song whose sound ends, ends its beats so soon after


def name_of(recipe: SongRecipe) -> str:
    """The name of the database of a recipe's beats. Raises SourceError as the recipe does."""
    return f"{recipe.name}-beats-{digest((layout, onsets, sys.modules[__name__]), ())}"


@threads(1)
def compute_beats(number: int, items: Sequence[SongDraw], cache: Path) -> Chunk:
    """Record the songs of a chunk, and measure the levels of their bands."""
    return record_chunk(number, items, cache, band_levels, beat_targets)


def beat_targets(composed: Song) -> np.ndarray:
    """None, beat or downbeat of each frame [BEAT_FRAMES]; where nothing is played yet or any more, none."""
    targets = np.zeros(BEAT_FRAMES, np.int16)
    notes = [note for part in composed.parts for note in part.notes]
    if notes:
        first, last = min(note.start for note in notes), max(note.start for note in notes)
        for beat in composed.beats:
            frame = round(beat.time * FRAME_RATE)
            if first - HEARD_AFTER <= beat.time <= last + HEARD_AFTER and frame < BEAT_FRAMES:
                targets[frame] = DOWNBEAT if beat.position == 1 else BEAT
    return targets
