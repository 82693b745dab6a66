"""What needs a process of its own: to start up, to take memory, to name the chords of a whole folder."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from training.benchmark import timing
from training.benchmark.fresh import Life
from training.places import ROOT

IMPORT = ("-X", "importtime", "-c", "from model.recognizer import Recognizer; Recognizer.load()")


@dataclass(frozen=True)
class Batch:
    """So many files of so many seconds each, named by the command line on some cores; seconds it took."""

    files: int
    seconds: float
    cores: int
    wall: float

    @property
    def files_a_second(self) -> float:
        """How many files are named in a second."""
        return self.files / self.wall

    @property
    def hours_a_minute(self) -> float:
        """How many hours of audio are named in a minute."""
        return self.files_a_second * 60 * self.seconds / 3600


def live(first: Path, second: Path) -> Life:
    """What a fresh process needs until it has named the first file, and for the second."""
    command = ("-m", "training.benchmark.fresh", str(time.time()), str(first), str(second))
    return Life(**json.loads(_python(*command).stdout))


def import_seconds() -> dict[str, float]:
    """How long the imports of each package take by themselves, the slowest first.

    From Python's own account, whose lines are "import time: own microseconds | with all below | name".
    """
    spent: Counter[str] = Counter()
    for line in _python(*IMPORT).stderr.splitlines():
        own, _, name = line.removeprefix("import time:").partition("|")
        if own.strip().isdigit():
            spent[name.rpartition("|")[2].split(".")[0].strip()] += int(own)
    return {name: microseconds / 1e6 for name, microseconds in spent.most_common()}


def name_all(paths: Sequence[Path], seconds: float, cores: int) -> Batch:
    """Let the command line name files of this length, on so many cores, start-up included."""
    command = ("-m", "model.predict", "--json", *map(str, paths))
    with only(cores):
        wall = timing.stopwatch(partial(_python, *command, OMP_NUM_THREADS=str(cores)))
    return Batch(len(paths), seconds, cores, wall)


@contextmanager
def only(cores: int) -> Iterator[None]:
    """Keep the processes that are started meanwhile on the first so many cores of this one."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:cores])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run this Python in the repository. Raises CalledProcessError where it fails."""
    command, surroundings = [sys.executable, *arguments], os.environ | environment
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
