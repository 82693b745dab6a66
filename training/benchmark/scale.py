"""Measure what spreads over processes, and reckon from it what a million clips would take: docs/scale.md."""

import argparse
import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import distributed
import joblib
import soundfile

from model.recognizer import Recognizer
from model.weights import WEIGHTS_DIR
from preprocessing.layout import SAMPLE_RATE
from training import places
from training.benchmark import scale_page, timing, waves
from training.benchmark.scale_page import Measured
from training.database import prepare
from training.prepared.sources import Recipe
from training.prepared.threads import threads
from training.sounds import instruments

CLIPS = 3_000  # prepared in each way
QUICK_CLIPS = 300
BATCH = 64
STEPS, QUICK_STEPS = 60, 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line."""
    parser.add_argument("--to", type=Path, default=places.ROOT / "docs", help="where the page goes")
    parser.add_argument("--quick", action="store_true", help="fewer clips and steps")


def run(options: argparse.Namespace) -> None:
    """Measure and write the page."""
    clips, steps = (QUICK_CLIPS, QUICK_STEPS) if options.quick else (CLIPS, STEPS)
    cores = os.cpu_count() or 1
    with TemporaryDirectory() as folder:
        prepared, database = time_preparing(clips, cores, Path(folder))
        size = sum(path.stat().st_size for path in database.glob("*.npy"))
        stepped = {processes: time_steps(database, processes, cores, steps) for processes in (1, cores)}
        wave, predict = time_predicting(Path(folder))
    weights = sum(path.stat().st_size for path in WEIGHTS_DIR.glob("*.safetensors"))
    measured = Measured(cores, clips, prepared, stepped, BATCH, size / clips, predict, wave, weights)
    print(scale_page.write(measured, options.to))


def time_preparing(count: int, cores: int, folder: Path) -> tuple[dict[str, float], Path]:
    """Clips prepared per second by one process, by one for each core, and by Dask; and one of the databases.

    Instruments are rendered beforehand. Every way has a seed of its own, and so clips of its own to compute.
    """
    Recipe(instruments.SMOKE, count, 0).prepare(folder)
    ways: dict[str, tuple[int, AbstractContextManager]] = {
        "1 process": (1, nullcontext()),
        f"{cores} processes": (cores, nullcontext()),
    }
    rates = {}
    for seed, (way, (jobs, spread)) in enumerate(ways.items()):
        rates[way], database = _prepare(count, seed, folder, jobs, spread)
    with (
        distributed.LocalCluster(n_workers=cores, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        way = f"a Dask cluster of {cores} workers on this machine"
        rates[way], database = _prepare(count, len(ways), folder, -1, joblib.parallel_config(backend="dask"))
    return rates, database


def _prepare(
    count: int, seed: int, folder: Path, jobs: int, spread: AbstractContextManager
) -> tuple[float, Path]:
    """Clips per second, and the database."""
    start = time.perf_counter()
    with spread:
        clips = prepare(Recipe(instruments.SMOKE, count, seed), folder, jobs=jobs)
    return count / (time.perf_counter() - start), clips.folder


def time_steps(database: Path, processes: int, cores: int, steps: int, batch: int = BATCH) -> float:
    """Training steps per second of one process on all cores, or of several that torchrun starts."""
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    launcher = torchrun if processes > 1 else []
    arguments = ["--steps", str(steps), "--batch", str(batch), "--threads", str(cores // processes)]
    command = [sys.executable, *launcher, "-m", "training.benchmark.steps", str(database), *arguments]
    result = subprocess.run(command, check=True, capture_output=True, text=True, cwd=places.ROOT)
    return float(result.stdout.split()[-1])


def time_predicting(folder: Path) -> tuple[int, float]:
    """The size of a 4 s WAV file, and the median seconds from it to its Prediction on one core."""
    path = folder / waves.file_name(0)
    soundfile.write(path, waves.play(0, waves.load_piano()), SAMPLE_RATE)
    recognizer = Recognizer.load()
    with threads(1):
        median = timing.measure(lambda: recognizer.predict(path)).median
    return path.stat().st_size, median
