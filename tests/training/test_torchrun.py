"""Several processes train as one would: each takes its part of every batch, and gradients are averaged."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.made_up import write_clips
from training.places import ROOT

STEPS = """
import pathlib, sys
from training import learner, runs, train
from training.database import Clips
learner.varied = lambda batch, _: batch  # each process would draw others
folder, run = map(pathlib.Path, sys.argv[1:])
runs.LOG_EVERY = 1
clips = Clips(folder)
train.fit(clips, clips, train.Plan(epochs=4, batch=16, seed=0, run=run))
"""


def losses(run: Path) -> np.ndarray:
    """The root loss of each training step that a run has logged."""
    (log,) = (run / "log").rglob("metrics.csv")
    with open(log, newline="") as file:
        return np.array([float(row["root_loss"]) for row in csv.DictReader(file) if row["root_loss"]])


def train(launcher: list[str], folder: Path, run: Path) -> np.ndarray:
    """Train on the clips in a folder, and give the loss of each step."""
    script = folder / "steps.py"
    script.write_text(STEPS)
    command = [*launcher, str(script), str(folder), str(run)]
    environment = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr[-3000:]
    return losses(run)


def test_two_processes_lose_what_one_does(tmp_path):
    write_clips(tmp_path)
    alone = train([sys.executable], tmp_path, tmp_path / "alone")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    together = train(torchrun, tmp_path, tmp_path / "together")
    assert len(alone) == len(together) == 12  # 3 batches, 4 epochs
    # Not to the last digit: on a CPU, batch normalisation sees a process's own half of the batch.
    assert together == pytest.approx(alone, rel=0.25)
    assert together.mean() == pytest.approx(alone.mean(), rel=0.05)
