"""One life of a recogniser, its times and memory: python -m training.benchmark.fresh BEGAN FIRST SECOND.

It runs as a process of its own, since a library that is loaded and memory that was touched cannot be undone.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

STATUS = Path("/proc/self/status")  # Linux alone says how much memory a process takes
FORGET_PEAK = ("/proc/self/clear_refs", "5")  # what to write, and where, to measure the peak anew


@dataclass(frozen=True)
class Life:
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


def live(began: float, first: str, second: str) -> Life:
    """Import the product, and name the chords of two files, in a process that began at this time.

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
    recognizer.predict(second)
    seconds = (end - start for start, end in pairwise(times))
    return Life(*seconds, at_start, before, resident("VmHWM"))


def resident(field: str) -> int:
    """Resident memory of this process in bytes, now (VmRSS) or at its peak (VmHWM)."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    print(json.dumps(asdict(live(float(sys.argv[1]), *sys.argv[2:]))))
