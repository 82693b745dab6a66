"""The published epochs, and ours beside them: the tables of docs/epochs.md.

The study timed epochs on a six-core laptop CPU and on its GPU: of each set of samples 70 % to train on and
30 % to test on; six iterations of five epochs, of which the first does not count. Its network was
`training.listeners.mel.MelCNN`, in batches of 32 unless said otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from training import manifest
from training.reporting import targets
from training.reporting.page import table
from training.reporting.targets import AT_LEAST, AT_MOST, Target

MEL_CNN, OURS = "MelCNN", "ours"
ROOT, TYPE = "root", "type"
CPU, GPU = "CPU", "GPU"

TRAIN_SHARE = 0.7
ITERATIONS, DROPPED = 6, 1
EPOCHS = 5  # of one iteration
SAMPLES = 8_192
SIZES = (4_096, 8_192, 16_384)  # samples, of the second experiment
BATCH = 32
BATCHES = (32, 64, 128, 256)  # of the first experiment
DEVICES = {"cpu": CPU, "cuda": GPU}
FASTER_CPU = 2.0  # than the published CPU: the target for ours
FASTER_GPU = 20.0  # than our own CPU at the largest batch


@dataclass(frozen=True)
class Setting:
    """A timed setting: the network, for the root or the type, the number of samples, and clips a batch."""

    network: str
    task: str
    samples: int
    batch: int


@dataclass(frozen=True)
class Epoch:
    """Seconds that one epoch's training and test took, and the share of test clips named right."""

    setting: Setting
    device: str
    iteration: int
    epoch: int
    train: float
    test: float
    right: float


TIMES = {  # seconds for an epoch's training and for its test, of the first experiment, by setting and device
    (Setting(MEL_CNN, ROOT, 8_192, 32), CPU): (19.4, 5.0),
    (Setting(MEL_CNN, ROOT, 8_192, 32), GPU): (9.6, 3.9),
    (Setting(MEL_CNN, TYPE, 8_192, 32), CPU): (19.2, 5.1),
    (Setting(MEL_CNN, TYPE, 8_192, 32), GPU): (9.7, 3.7),
    (Setting(MEL_CNN, TYPE, 8_192, 256), CPU): (19.1, 5.1),
    (Setting(MEL_CNN, TYPE, 8_192, 256), GPU): (8.4, 3.6),
}
TIMES_BY_SIZE = {  # of the second experiment, in which tests were not timed
    (Setting(MEL_CNN, TYPE, 4_096, 32), CPU): (10.7,),
    (Setting(MEL_CNN, TYPE, 4_096, 32), GPU): (4.8,),
    (Setting(MEL_CNN, TYPE, 8_192, 32), CPU): (20.2,),
    (Setting(MEL_CNN, TYPE, 8_192, 32), GPU): (10.0,),
    (Setting(MEL_CNN, TYPE, 16_384, 32), CPU): (40.4,),
    (Setting(MEL_CNN, TYPE, 16_384, 32), GPU): (19.5,),
}

Times = Mapping[tuple[Setting, str], tuple[float, ...]]


def write_csv(measured: Sequence[Epoch], path: Path) -> None:
    """Write every epoch, a row each."""
    rows = []
    for one in measured:
        values = {name: round(v, 4) if isinstance(v, float) else v for name, v in vars(one).items()}
        rows.append(asdict(values.pop("setting")) | values)
    path.parent.mkdir(parents=True, exist_ok=True)
    manifest.write(path, rows, list(rows[0]))


def tables(measured: Sequence[Epoch], features: Mapping[tuple[str, int], float]) -> dict[str, str]:
    """The places of the page. features: seconds from WAV files to features, by network and samples."""
    of_mel, ours = ([e for e in measured if e.setting.network == name] for name in (MEL_CNN, OURS))
    by_batch = [e for e in of_mel if e.setting.samples not in set(SIZES) - {SAMPLES}]
    by_size = [e for e in of_mel if (e.setting.task, e.setting.batch) == (TYPE, BATCH)]
    return {
        "targets": targets.as_table([*all_targets(measured)], "{:.2f}".format),
        "batches": experiment(by_batch, features, TIMES),
        "samples": experiment(by_size, features, TIMES_BY_SIZE),
        "ours": experiment(ours, features, {}),
    }


def all_targets(measured: Sequence[Epoch]) -> Iterator[Target]:
    """The targets that were measured."""
    for task in (ROOT, TYPE):
        setting = Setting(MEL_CNN, task, SAMPLES, BATCH)
        for what, known in zip(("train", "test"), TIMES[setting, CPU], strict=True):
            name = f"{task}, {what}: half the published CPU time, epochs from the second on, s"
            if (seconds := mean(measured, setting, "cpu", what, later=True)) is not None:
                yield Target(name, AT_MOST, known / FASTER_CPU, seconds)
    largest = Setting(MEL_CNN, TYPE, SAMPLES, max(BATCHES))
    cpu, gpu = (mean(measured, largest, device, "train", later=True) for device in DEVICES)
    if cpu and gpu:
        name = f"GPU against this CPU, batches of {largest.batch}, times"
        yield Target(name, AT_LEAST, FASTER_GPU, cpu / gpu)


def mean(
    measured: Sequence[Epoch], setting: Setting, device: str, what: str, later: bool = False
) -> float | None:
    """Mean seconds to train or to test in one setting, or None where it was not timed.

    Of several iterations the first, which warms up, does not count. later: of each, the first epoch neither.
    """
    last = max(e.iteration for e in measured)
    epochs = (e for e in measured if (e.setting, e.device) == (setting, device))
    counted = (e for e in epochs if e.iteration >= min(DROPPED, last) and e.epoch >= later)
    times = [getattr(e, what) for e in counted]
    return float(np.mean(times)) if times else None


def experiment(measured: Sequence[Epoch], features: Mapping[tuple[str, int], float], published: Times) -> str:
    """A row for each setting: training and test, the first epoch from WAV files, and the published times."""
    rows = []
    for setting, device in dict.fromkeys((e.setting, e.device) for e in measured):
        first = next(e for e in measured if (e.setting, e.device) == (setting, device))
        seconds = (
            mean(measured, setting, device, "train"),
            mean(measured, setting, device, "test"),
            features[setting.network, setting.samples] + first.train,
            *published.get((setting, DEVICES[device]), ()),
        )
        what = f"{setting.network}, {setting.task}", f"{setting.samples:,}", setting.batch, DEVICES[device]
        told = [f"{s:.2f}" for s in seconds]
        rows.append((*what, *told, *[""] * (5 - len(told))))
    head = ("network", "samples", "batch", "on", "train", "test", "train, from WAV")
    return table((*head, "published train", "published test"), rows)
