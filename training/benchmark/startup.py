"""Measures that need a process of their own: start-up, memory, and the naming of a whole folder.

Such a process runs python -m training.benchmark.startup BEGAN FIRST SECOND HOW, since a library that is
loaded and memory that was touched cannot be undone.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from training.places import ROOT

STATUS = Path("/proc/self/status")  # Linux alone says how much memory a process takes
CHORD, SONG = "chord", "song"
FORGET_PEAK = ("/proc/self/clear_refs", "5")  # what to write, and where, to measure the peak anew


@dataclass(frozen=True)
class Startup:
    """Seconds to start Python, to import, to load the weights, to name the first file; memory, in bytes.

    at_start: the peak until the first file is named. before: what is held then. peak: the most that is held
    while the second file is named.
    """

    starting: float
    importing: float
    loading: float
    naming: float
    at_start: int
    before: int
    peak: int

    @property
    def seconds(self) -> float:
        """From the start of the process to its first Prediction."""
        return self.starting + self.importing + self.loading + self.naming

    @property
    def taken(self) -> int:
        """The memory that the second file takes, in bytes."""
        return self.peak - self.before


@dataclass(frozen=True)
class Folder:
    """Files of equal length in seconds, named by the command line on some cores; the seconds it took."""

    files: int
    seconds: float
    cores: int
    wall: float

    @property
    def files_a_second(self) -> float:
        """The number of files that are named in a second."""
        return self.files / self.wall


def measure(first: Path, second: Path, how: str = CHORD) -> Startup:
    """Start a process that names two files, one after the other: the second as `CHORD` or `SONG`."""
    command = ("-m", "training.benchmark.startup", str(time.time()), str(first), str(second), how)
    return Startup(**json.loads(_python(*command).stdout))


def measure_here(began: float, first: str, second: str, how: str) -> Startup:
    """Import the product and name the chords of two files, in a process that began at this time.

    began: seconds since the epoch. Raises OSError where there is no Linux.
    """
    times = [began, time.time()]
    import torch  # these imports are what is timed

    from model.recognizer import Recognizer

    torch.set_num_threads(1)
    times.append(time.time())
    recognizer = Recognizer.load()
    times.append(time.time())
    recognizer.predict(first)
    times.append(time.time())
    at_start = resident("VmHWM")
    Path(FORGET_PEAK[0]).write_text(FORGET_PEAK[1])
    before = resident("VmRSS")
    {CHORD: recognizer.predict, SONG: recognizer.predict_song}[how](second)
    seconds = (end - start for start, end in pairwise(times))
    return Startup(*seconds, at_start, before, resident("VmHWM"))


def resident(field: str) -> int:
    """Resident memory of this process in bytes, now (VmRSS) or at its peak (VmHWM)."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def name_folder(paths: Sequence[Path], seconds: float, cores: int) -> Folder:
    """Let the command line name files of this length on some cores, start-up included."""
    start = time.perf_counter()
    _python("-m", "model.predict", "--json", *map(str, paths), cores=cores)
    return Folder(len(paths), seconds, cores, time.perf_counter() - start)


def _python(*arguments: str, cores: int | None = None) -> subprocess.CompletedProcess:
    """Run this Python in the repository, perhaps on some cores. Raises CalledProcessError if it fails."""
    command, surroundings = [sys.executable, *arguments], dict(os.environ)
    if cores is not None:
        places = ",".join(map(str, sorted(os.sched_getaffinity(0))[:cores]))
        command = ["taskset", "--cpu-list", places, *command]
        surroundings["OMP_NUM_THREADS"] = str(cores)
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)


if __name__ == "__main__":
    print(json.dumps(asdict(measure_here(float(sys.argv[1]), *sys.argv[2:]))))
