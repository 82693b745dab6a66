"""The cost of each stage between a file and its Prediction: each is given what the stage before it made."""

from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from model import analysis
from model.recognizer import Recognizer, strongest_part
from preprocessing import audio
from training.benchmark import timing
from training.benchmark.timing import WARM_UPS, Timing

READ, DECODE, RESAMPLE = "read the file", "decode", "mix down and resample"
PART, PICTURE, LOGITS, DECIDE = "find the strongest part", "spectrogram", "both networks", "decide and tune"
ALL = "file to Prediction"
LOAD, HEAR, DECIDE_SONG = "read, decode and resample", "spectrograms and networks", "decide"
ALL_SONG = "file to Timeline"
SONG_STAGES = (LOAD, HEAR, DECIDE_SONG)
STAGES = (READ, DECODE, RESAMPLE, PART, PICTURE, LOGITS, DECIDE)

Work = Callable[[], object]


def time_stages(recognizer: Recognizer, path: Path, runs: int) -> dict[str, Timing]:
    """Each of `STAGES` and `ALL` on one file, in this many runs."""
    return take_turns(stages(recognizer, path) | {ALL: lambda: recognizer.predict(path)}, runs)


def time_song(recognizer: Recognizer, path: Path, runs: int) -> dict[str, Timing]:
    """Each of `SONG_STAGES` and `ALL_SONG` on one file."""
    waveform = audio.load(path)
    heard = recognizer.hear_song(waveform)
    works = {
        LOAD: lambda: audio.load(path),
        HEAR: lambda: recognizer.hear_song(waveform),
        DECIDE_SONG: lambda: recognizer.decide_song(heard),
        ALL_SONG: lambda: recognizer.predict_song(path),
    }
    return take_turns(works, runs)


def take_turns(works: dict[str, Work], runs: int) -> dict[str, Timing]:
    """The timing of each work, by name.

    They take turns, as in the product: one that ran again and again would find its data in the caches.
    """
    with torch.inference_mode():
        rounds = [[timing.timed(work)[1] for work in works.values()] for _ in range(WARM_UPS + runs)]
    times = np.array(rounds[WARM_UPS:]).T
    return {name: Timing.of(seconds.tolist()) for name, seconds in zip(works, times, strict=True)}


def time_decoding(path: Path, runs: int) -> Timing:
    """The timing of decoding a file of any format, which has been read already."""
    data = path.read_bytes()
    return timing.measure(lambda: decode(data), runs)


def stages(recognizer: Recognizer, path: Path) -> dict[str, Work]:
    """The stages of `Recognizer.predict`, taken apart."""
    data = path.read_bytes()
    blocks = list(audio.decode(data))
    waveform = audio.mix_down(blocks)
    start, end = strongest_part(waveform)
    picture = recognizer.picture(waveform[start:end])
    (logits,) = recognizer.logits(picture[None])
    return {
        READ: lambda: audio.read(path),
        DECODE: lambda: decode(data),
        RESAMPLE: lambda: audio.mix_down(blocks),
        PART: lambda: strongest_part(waveform),
        PICTURE: lambda: recognizer.picture(waveform[start:end]),
        LOGITS: lambda: recognizer.logits(picture[None]),
        DECIDE: lambda: (
            recognizer.decide(logits),
            analysis.tuning(analysis.find_peaks(analysis.mean_magnitudes(picture))),
        ),
    }


def decode(data: bytes) -> None:
    """Decode a file and throw the samples away."""
    deque(audio.decode(data), maxlen=0)
