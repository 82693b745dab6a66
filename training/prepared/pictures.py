"""A clip as a database keeps it: its spectrogram, the targets of both networks, a row of the manifest."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import nn

from model.analysis import in_tune
from model.chords import NO_CHORD, ROOT_LABELS, ROOTS, TYPES, Chord
from model.recognizer import LONGEST as UNCUT
from model.recognizer import strongest_part
from preprocessing.audio import AudioError
from preprocessing.features import PitchSpectrogram, frame_count
from preprocessing.layout import BINS, SAMPLE_RATE
from training import manifest
from training.machine import threads
from training.prepared.others import (
    MEL_BANDS,
    MEL_FRAMES,
    MFCC_COEFFICIENTS,
    MFCC_FRAMES,
    MelSpectrogram,
    MfccSpectrogram,
)
from training.prepared.sources import Item
from training.prepared.store import LABELS, Chunk, Row

LONGEST = 4.0  # seconds of a clip that are kept
FRAMES = frame_count(int(LONGEST * SAMPLE_RATE))
NO_TYPE = NO_BASS = -1  # of what is no chord: no loss, no score
PITCH, MEL, MFCC = "pitch", "mel", "mfcc"  # of our networks, of the published baseline, of a film-genre study
TRANSFORMS = {PITCH: PitchSpectrogram, MEL: MelSpectrogram, MFCC: MfccSpectrogram}
LAYOUTS = {  # of a clip on disk
    PITCH: ((BINS, FRAMES), np.uint8),
    MEL: ((MEL_BANDS, MEL_FRAMES), np.float32),  # power, whose range is too wide for float16
    MFCC: ((MFCC_COEFFICIENTS, MFCC_FRAMES), np.float32),
}


@threads(1)  # more would disturb the other processes, and round some last bits otherwise
def compute(number: int, items: Sequence[Item], features: str, cache: Path) -> Chunk:
    """Make or read the clips of a chunk, and their spectrograms; what cannot be heard has no frames."""
    shape, dtype = LAYOUTS[features]
    spectrograms = np.zeros((len(items), *shape), dtype)
    labels = np.zeros((len(items), LABELS), np.int16)
    rows = []
    for place, item in enumerate(items):
        try:
            clip = item.clip(cache)
        except AudioError as error:
            rows.append(Row(item.path, split=item.split, reason=str(error)))
            continue
        picture = draw(kept_part(clip.waveform), features)
        frames = picture.shape[-1]
        spectrograms[place, :, :frames] = picture
        labels[place] = (frames, *encode(clip.chord))
        seconds = f"{len(clip.waveform) / SAMPLE_RATE:.3f}"
        rows.append(
            Row(item.path, seconds, **manifest.labels(clip.chord), source=clip.source, split=item.split)
        )
    return Chunk(number, spectrograms, labels, tuple(rows))


def kept_part(waveform: np.ndarray) -> np.ndarray:
    """Of more than 4 s the strongest part, chosen as the recogniser chooses it; of less, all: [samples]."""
    if len(waveform) <= LONGEST * SAMPLE_RATE:
        return waveform
    silence = max(0, int(UNCUT * SAMPLE_RATE) + 1 - len(waveform))  # the recogniser itself hears 6 s whole
    start, end = strongest_part(np.pad(waveform, (0, silence)))
    return waveform[start:end]


def draw(waveform: np.ndarray, features: str) -> np.ndarray:
    """The spectrogram of a waveform [samples] as it is kept: [bins, frames]."""
    picture = _transform(features)(torch.from_numpy(waveform)[None])[0].numpy()
    return (in_tune(picture) * 255).round().astype(np.uint8) if features == PITCH else picture[0]


def encode(chord: Chord) -> tuple[int, int, int]:
    """Targets of the root, the type and the bass."""
    if chord == NO_CHORD:
        return len(ROOT_LABELS) - 1, NO_TYPE, NO_BASS
    return ROOT_LABELS.index(chord.root), TYPES.index(chord.type), ROOTS.index(chord.bass or chord.root)


@lru_cache(maxsize=1)
def _transform(features: str) -> nn.Module:
    """Made when a process computes its first clip."""
    return TRANSFORMS[features]()
