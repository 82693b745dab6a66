"""Measure what spreads over processes: clips prepared and training steps per second; fills docs/scale.md."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import distributed
import joblib

from training import places
from training.database import prepare
from training.learner import BATCH
from training.prepared.sources import Recipe
from training.reporting import page
from training.sounds import splits

CLIPS, QUICK_CLIPS = 3_000, 300  # prepared in each way
STEPS, QUICK_STEPS = 60, 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--clips", type=int, default=CLIPS, help="prepared in each way")
    parser.add_argument("--steps", type=int, default=STEPS, help="of training")
    parser.add_argument("--to", type=page.folder, default=places.DOCS, help="the page's folder")
    parser.add_argument("--quick", action="store_true", help="fewer clips and steps")


def run(options: argparse.Namespace) -> None:
    """Measure and fill the page."""
    if options.quick:
        options.clips, options.steps = QUICK_CLIPS, QUICK_STEPS
    with TemporaryDirectory() as folder:
        rows = list(measure(options.clips, options.steps, os.cpu_count() or 1, Path(folder)))
    stamp = page.stamp("training.benchmark scale", options)
    print(page.fill("scale", {"measured": page.table(("what", "measured"), rows)}, stamp, options.to))


def measure(clips: int, steps: int, cores: int, folder: Path) -> Iterator[tuple[str, str]]:
    """Rows of the table: preparing in several ways, the disk, training in one process and in several.

    Every way of preparing has a seed of its own, and so clips of its own to compute.
    """
    recipes = [Recipe(splits.SMOKE, clips, seed) for seed in range(3)]
    recipes[0].prepare(folder)  # instruments are rendered beforehand
    for recipe, jobs in zip(recipes, (1, cores), strict=False):
        rate, _ = time_preparing(recipe, folder, jobs, nullcontext())
        yield f"preparing {clips:,} clips, processes: {jobs}", f"{rate:.1f} clips/s"
    local = {"threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=cores, **local) as cluster, distributed.Client(cluster):
        rate, database = time_preparing(recipes[2], folder, -1, joblib.parallel_config(backend="dask"))
    yield f"the same, a Dask cluster of {cores} workers on this machine", f"{rate:.1f} clips/s"
    size = sum(path.stat().st_size for path in database.glob("*.npy"))
    yield "a prepared clip on disk", f"{size / clips / 1000:.1f} kB"
    for processes in dict.fromkeys((1, cores)):
        name = (
            "1 process on all cores"
            if processes == 1
            else f"{processes} processes under torchrun, a core each"
        )
        rate = time_steps(database, processes, cores // processes, steps)
        yield f"training in batches of {BATCH}, {name}", f"{rate:.2f} steps/s"


def time_preparing(
    recipe: Recipe, folder: Path, jobs: int, spread: AbstractContextManager
) -> tuple[float, Path]:
    """Clips per second, and the database."""
    start = time.perf_counter()
    with spread:
        clips = prepare(recipe, folder, jobs=jobs)
    return len(recipe) / (time.perf_counter() - start), clips.folder


def time_steps(database: Path, processes: int, threads: int, steps: int, batch: int = BATCH) -> float:
    """Training steps per second of one process, or of several that torchrun starts, with threads each."""
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    launcher = torchrun if processes > 1 else []
    arguments = ["--steps", str(steps), "--batch", str(batch), "--threads", str(threads)]
    command = [sys.executable, *launcher, "-m", "training.pump", str(database), *arguments]
    result = subprocess.run(command, check=True, capture_output=True, text=True, cwd=places.ROOT)
    return float(result.stdout.split()[-2])
