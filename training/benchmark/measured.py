"""What the epochs benchmark measures: settings, epochs, and the CSV file that holds them."""

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

MEL_CNN, OURS = "MelCNN", "ours"


@dataclass(frozen=True)
class Setting:
    """What is timed: which network, for the root or the type, with how many samples, in which batches."""

    network: str
    task: str
    samples: int
    batch: int


@dataclass(frozen=True)
class Epoch:
    """Seconds that one epoch's training and test took, and the share of test clips named right."""

    network: str
    task: str
    samples: int
    batch: int
    device: str
    iteration: int
    epoch: int
    train: float
    test: float
    right: float


@dataclass(frozen=True)
class Profile:
    """Where the time of a CPU epoch goes.

    shares: operations with their shares of the time, largest first. operations: floating-point operations
    to train on one sample. rate: how many this machine does per second in a product of large matrices.
    """

    shares: tuple[tuple[str, float], ...]
    operations: float
    rate: float


def write_csv(measured: Sequence[Epoch], path: Path) -> None:
    """Every epoch, a row each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Epoch)])
        writer.writerows(
            [round(v, 4) if isinstance(v, float) else v for v in astuple(row)] for row in measured
        )
