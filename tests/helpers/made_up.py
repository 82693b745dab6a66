"""Databases that any network can learn within seconds, and weights that have learned nothing."""

from pathlib import Path

import numpy as np

from model import weights
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.decision import Calibration
from preprocessing.layout import BINS
from training.database import FRAMES, NO_TYPE, Clips, Songs

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
    """20 songs of 12 segments that change their chord once; its root is where the spectrogram is loud."""
    home = folder / "songs"
    home.mkdir()
    rng = np.random.default_rng(0)
    spectrograms = np.zeros((20, BINS, 24), np.uint8)
    labels = np.zeros((20, 12, 3), np.int16)
    for song in range(20):
        for half, root in enumerate(rng.integers(0, 13, 2)):
            if root < 12:
                spectrograms[song, C4 + 3 * root, 12 * half : 12 * half + 12] = 255
            labels[song, 6 * half : 6 * half + 6] = (root, 0, root) if root < 12 else (root, NO_TYPE, NO_TYPE)
    np.save(home / "spectrograms.npy", spectrograms)
    np.save(home / "labels.npy", labels.reshape(20, -1))
    return Songs(home)


def write_weights(folder: Path) -> Path:
    """Files of the networks' weights, random; the folder is returned."""
    for pair in (folder, folder / weights.SONGS):
        ChordNetworks().save(pair, "abc", "no clips", {})
    known = weights.Metadata(BeatCNN.labels, Calibration(), "abc", "no songs", {})
    weights.save(BeatCNN(), known, folder / weights.BEATS)
    return folder
