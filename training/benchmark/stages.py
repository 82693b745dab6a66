"""What each stage between a file and its Prediction costs: each is given what the stage before it made."""

from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from model import tuning, weights
from model.networks import RootCNN, TypeCNN
from model.recognizer import Recognizer, probabilities, rank, strongest_part
from preprocessing import audio
from preprocessing.features import PitchSpectrogram
from training.benchmark import timing
from training.benchmark.timing import WARM_UPS, Timing

READ, DECODE, RESAMPLE = "read the file", "decode", "mix down and resample"
PART, SPECTROGRAM = "find the strongest part", "spectrogram"
ROOT, TYPE, DECIDE = "root network", "type network", "rank and tune"
ALL = "file to Prediction"
STAGES = (READ, DECODE, RESAMPLE, PART, SPECTROGRAM, ROOT, TYPE, DECIDE)

Work = Callable[[], object]


def time_stages(recognizer: Recognizer, path: Path, runs: int) -> dict[str, Timing]:
    """Each of `STAGES` and `ALL` on one file, in this many runs.

    They take turns, as in the product: one that ran again and again would find its data in the caches.
    """
    works = stages(path) | {ALL: lambda: recognizer.predict(path)}
    with torch.inference_mode():
        rounds = [[timing.stopwatch(work) for work in works.values()] for _ in range(WARM_UPS + runs)]
    times = np.array(rounds[WARM_UPS:])
    medians, late = np.median(times, axis=0), np.percentile(times, 95, axis=0)
    return {name: Timing(float(m), float(p)) for name, m, p in zip(works, medians, late, strict=True)}


def time_decoding(path: Path, runs: int) -> Timing:
    """How long a file of any format takes to decode; it has been read already."""
    data = path.read_bytes()
    return timing.measure(lambda: decode(data), runs)


@torch.inference_mode()
def stages(path: Path) -> dict[str, Work]:
    """The stages of `Recognizer.predict`, taken apart."""
    data = path.read_bytes()
    blocks = list(audio.decode(data))
    waveform = audio.mix_down(blocks)
    start, end = strongest_part(waveform)
    part = torch.from_numpy(waveform[start:end])[None]
    features, root, type_ = PitchSpectrogram().eval(), RootCNN().eval(), TypeCNN().eval()
    weights.load(root, weights.WEIGHTS_DIR / "root.safetensors")
    weights.load(type_, weights.WEIGHTS_DIR / "type.safetensors")
    spectrogram = features(part)
    mask = torch.ones(1, spectrogram.shape[-1], dtype=torch.bool)
    logits = root(spectrogram, mask), type_(spectrogram, mask)
    return {
        READ: lambda: audio.read(path),
        DECODE: lambda: decode(data),
        RESAMPLE: lambda: audio.mix_down(blocks),
        PART: lambda: strongest_part(waveform),
        SPECTROGRAM: lambda: features(part),
        ROOT: lambda: root(spectrogram, mask),
        TYPE: lambda: type_(spectrogram, mask),
        DECIDE: lambda: (
            rank(probabilities(*logits, 1.0, 1.0)[2][0]),
            tuning.estimate(spectrogram[0].numpy()),
        ),
    }


def decode(data: bytes) -> None:
    """Decode a file and throw the samples away."""
    deque(audio.decode(data), maxlen=0)
