"""How long things take: medians and 95th percentiles."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

WARM_UPS, RUNS = 3, 30


@dataclass(frozen=True)
class Timing:
    """Median and 95th percentile of how long something takes, in seconds."""

    median: float
    p95: float


def measure(work: Callable[[], object], runs: int = RUNS, warm_ups: int = WARM_UPS) -> Timing:
    """How long `work` takes; the first `warm_ups` runs do not count."""
    times = [stopwatch(work) for _ in range(warm_ups + runs)][warm_ups:]
    return Timing(float(np.median(times)), float(np.percentile(times, 95)))


def stopwatch(work: Callable[[], object]) -> float:
    """How long one run of `work` takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
