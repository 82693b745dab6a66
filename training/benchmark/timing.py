"""Timing: medians and 95th percentiles of repeated work."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from training import machine

WARM_UPS, RUNS = 3, 30

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """Median and 95th percentile of how long something takes, in seconds."""

    median: float
    p95: float

    @staticmethod
    def of(seconds: list[float]) -> "Timing":
        """The timing of some runs."""
        return Timing(*map(float, np.percentile(seconds, (50, 95))))


def measure(work: Callable[[], object], runs: int = RUNS) -> Timing:
    """The timing of some work; a few runs before these warm up."""
    return Timing.of([timed(work)[1] for _ in range(WARM_UPS + runs)][WARM_UPS:])


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result of some work and the seconds it took, to its end also on a GPU."""
    start = time.perf_counter()
    result = work()
    machine.finish(machine.device())
    return result, time.perf_counter() - start
