"""The doubled set: every recording of a manifest once more, through the simulation of a guitar amplifier."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import joblib
import numpy as np
import soundfile
import torch
from rich.progress import track
from torch import Tensor
from torchaudio.functional import lowpass_biquad, overdrive

from training import manifest as manifests
from training.manifest import ManifestError

GAINS = (15.0, 35.0)  # dB, of the overdrive: from a warm edge to a clear distortion
COLOURS = (5.0, 40.0)  # of 100: how much of the even harmonics
CABINET = 4500.0  # Hz: a guitar loudspeaker gives little above it
EFFECT = "amplifier"


def double(manifest: Path, folder: Path, jobs: int = -1) -> Path:
    """Write a copy of each recording through an amplifier, and a manifest of both, whose path is returned.

    A copy has the labels and the split of its original, and column `effect` tells them apart; originals
    stay where they are. Copies that are there already are not made again. jobs: processes, -1 for one on each
    core. Raises ManifestError.
    """
    rows = manifests.read(manifest)
    doubled = folder / "manifest.csv"
    if doubled.resolve() == manifest.resolve():
        raise ManifestError(
            "the doubled set needs a folder of its own: its manifest would replace the first one"
        )
    tasks = (joblib.delayed(_amplify_file)(manifest.parent, folder, row["path"]) for row in rows)
    copies = joblib.Parallel(n_jobs=jobs, return_as="generator")(tasks)
    paths = list(track(copies, "Amplifying", total=len(rows)))
    folder.mkdir(parents=True, exist_ok=True)
    both = _both(rows, paths, os.path.relpath(manifest.parent, folder))
    return manifests.write(doubled, both, (*rows[0], "effect"))


def amplify(samples: np.ndarray, rate: int, gain: float, colour: float) -> np.ndarray:
    """A recording [samples], through an overdriven amplifier and its loudspeaker, as loud as it was.

    gain: dB ahead of the distortion, of a sound whose peak is 1; colour: 0 to 100, the even harmonics.
    """
    peak = float(np.abs(samples).max(initial=0))
    if peak == 0:
        return samples
    driven = overdrive(torch.from_numpy(samples / peak), gain, colour)
    output = _through_cabinet(driven, rate).numpy()
    return output * np.float32(peak / np.abs(output).max())


def _through_cabinet(sound: Tensor, rate: int) -> Tensor:
    """The part of a sound [samples] that a loudspeaker gives."""
    return lowpass_biquad(sound, rate, CABINET) if rate > 2 * CABINET else sound


def _amplify_file(source: Path, folder: Path, path: str) -> str:
    """Write the copy of one recording; returns its path below `folder`. Raises ManifestError."""
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ManifestError(f"the manifest was refused: {path!r} leaves its folder")
    copy = f"{path}.{EFFECT}.wav"
    if (folder / copy).exists():
        return copy
    try:
        audio, rate = soundfile.read(source / path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ManifestError(f"{path} cannot be read: {error}") from error
    rng = np.random.default_rng(zlib.crc32(path.encode()))  # the same amplifier for a file, every time
    amplified = amplify(audio.mean(axis=1), rate, rng.uniform(*GAINS), rng.uniform(*COLOURS))
    (folder / copy).parent.mkdir(parents=True, exist_ok=True)
    part = folder / f"{copy}.part"
    soundfile.write(part, amplified, rate, subtype="PCM_16", format="WAV")
    os.replace(part, folder / copy)
    return copy


def _both(rows: list[dict[str, str]], copies: list[str], source: str) -> Iterator[dict[str, str]]:
    """The rows of the originals, found from the new folder, and of their copies."""
    for row, copy in zip(rows, copies, strict=True):
        yield row | {"path": Path(source, row["path"]).as_posix(), "effect": ""}
        yield row | {"path": copy, "effect": EFFECT}
