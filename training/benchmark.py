"""Time the product: python -m training.benchmark prints medians for one 4 s clip on one core."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
import torch

from model.recognizer import Recognizer
from preprocessing import audio
from preprocessing.audio import SAMPLE_RATE

SECONDS = 4.0
FILE_RATE = 44_100  # Hz, what browsers record at
WARM_UPS, RUNS = 5, 50
FRESH_RUNS = 5
FIRST_PREDICTION = "from model.recognizer import Recognizer; Recognizer.load().predict({path!r})"


def median_ms(work: Callable[[], object], runs: int = RUNS, warm_ups: int = WARM_UPS) -> tuple[float, float]:
    """Median and 95th percentile of the time that `work` takes, in milliseconds."""
    times = []
    for run in range(warm_ups + runs):
        start = time.perf_counter()
        work()
        if run >= warm_ups:
            times.append(1000 * (time.perf_counter() - start))
    return float(np.median(times)), float(np.percentile(times, 95))


def write_chord(path: Path) -> None:
    """A 4 s stereo WAV file at 44.1 kHz, as a browser's microphone makes it, with a chord in it."""
    times = np.arange(int(SECONDS * FILE_RATE)) / FILE_RATE
    chord = sum(np.sin(2 * np.pi * f * times) for f in (261.6, 329.6, 392.0)) * 0.1
    soundfile.write(path, np.stack([chord, chord], axis=1), FILE_RATE)


def main() -> None:
    """Print a Markdown table of the timings."""
    torch.set_num_threads(1)
    recognizer = Recognizer.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "chord.wav")
        write_chord(path)
        waveform = audio.load(path)
        fresh = [sys.executable, "-c", FIRST_PREDICTION.format(path=str(path))]
        rows = {
            "decode and resample": median_ms(lambda: audio.load(path)),
            "waveform to Prediction": median_ms(lambda: recognizer.predict(waveform)),
            "file to Prediction": median_ms(lambda: recognizer.predict(path)),
            "fresh process, import to first Prediction": median_ms(
                lambda: subprocess.run(fresh, check=True), runs=FRESH_RUNS, warm_ups=1
            ),
        }
    print(
        f"| {SECONDS:g} s clip ({len(waveform) / SAMPLE_RATE:g} s decoded), one core | median ms | p95 ms |"
    )
    print("|---|---|---|")
    for name, (median, p95) in rows.items():
        print(f"| {name} | {median:.1f} | {p95:.1f} |")


if __name__ == "__main__":
    main()
