"""A database of clips that any network can learn within seconds, and weights that have learned nothing."""

from pathlib import Path

import numpy as np

from model import weights
from model.decision import Calibration
from model.networks import RootCNN, TypeCNN
from preprocessing.layout import BINS
from training.database import FRAMES, Clips, Songs
from training.prepared.songs import SEGMENTS, SONG_SHAPE

C4 = 117  # the bin of middle C


def write_clips(folder: Path) -> Clips:
    """48 clips of 4 to 8 frames whose root is where the spectrogram is loud."""
    rng = np.random.default_rng(0)
    frames, roots, types = rng.integers(4, 9, 48), rng.integers(0, 12, 48), rng.integers(0, 4, 48)
    labels = np.stack([frames, roots, types, roots], axis=1)
    spectrograms = np.zeros((48, BINS, FRAMES), np.uint8)
    for clip, (length, root, *_) in enumerate(labels):
        spectrograms[clip, C4 + 3 * root, :length] = 255
    np.save(folder / "spectrograms.npy", spectrograms)
    np.save(folder / "labels.npy", labels.astype(np.int16))
    return Clips(folder)


def write_songs(folder: Path) -> Songs:
    """Four songs of two chords each, whose roots are where the spectrogram is loud."""
    rng = np.random.default_rng(0)
    spectrograms = np.zeros((4, *SONG_SHAPE), np.uint8)
    labels = np.zeros((4, SEGMENTS, 3), np.int16)
    halves = ((slice(None, SEGMENTS // 2), 0), (slice(SEGMENTS // 2, None), SEGMENTS))
    for song, roots in enumerate(rng.integers(0, 12, (4, 2)).tolist()):
        for (segments, first), root in zip(halves, roots, strict=True):
            spectrograms[song, C4 + 3 * root, first : first + SEGMENTS] = 255
            labels[song, segments] = (root, 0, root)
    folder.mkdir(exist_ok=True)
    np.save(folder / "spectrograms.npy", spectrograms)
    np.save(folder / "labels.npy", labels.reshape(4, -1))
    return Songs(folder)


def write_weights(folder: Path) -> Path:
    """Files of both networks' weights, random; the folder is returned."""
    for name, network in (("root", RootCNN()), ("type", TypeCNN())):
        known = weights.Metadata(network.labels, Calibration(), "abc", "no clips", {})
        weights.save(network, known, folder / f"{name}.safetensors")
    return folder
