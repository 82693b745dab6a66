"""Time epochs as the published study did: two experiments, from WAV files to epochs, on CPU and GPU."""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from model.chords import ROOTS, TYPES
from model.networks import MelCNN, RootCNN, TypeCNN
from training import baselines, places
from training.benchmark import epochs_page, published, waves
from training.benchmark.measured import MEL_CNN, OURS, Epoch, Profile, Setting, write_csv
from training.benchmark.published import BATCH, BATCHES, FULL_SAMPLES, ROOT, SAMPLES, SIZES, TRAIN_SHARE, TYPE
from training.benchmark.timing import measure
from training.database import prepare
from training.learner import has_fast_bfloat16
from training.memory import reuse_freed_memory
from training.prepared import recordings
from training.prepared.pictures import MEL, PITCH

T = TypeVar("T")
FEATURES = {MEL_CNN: MEL, OURS: PITCH}
NETWORKS: dict[tuple[str, str], Callable[[], nn.Module]] = {
    (MEL_CNN, ROOT): lambda: MelCNN(ROOTS),
    (MEL_CNN, TYPE): lambda: MelCNN(TYPES),
    (OURS, ROOT): RootCNN,
    (OURS, TYPE): TypeCNN,
}
LEARNING_RATE = 1e-3
PROFILED_BATCHES = 12
MATRIX = 2_000  # rows and columns
QUICK_SAMPLES, QUICK_ITERATIONS, QUICK_EPOCHS = 320, 2, 2


@dataclass(frozen=True)
class Samples:
    """What a network is fed, on its device: inputs [clips, ...], targets [clips], which clips are whose.

    features: seconds that it took to make them from WAV files, in parallel on all cores.
    """

    inputs: tuple[Tensor, ...]
    targets: dict[str, Tensor]
    train: np.ndarray
    test: np.ndarray
    features: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line."""
    parser.add_argument("--iterations", type=int, default=published.ITERATIONS, help="the first is dropped")
    parser.add_argument("--epochs", type=int, default=published.EPOCHS, help="of each iteration")
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where the WAV files are kept")
    parser.add_argument("--to", type=Path, default=places.ROOT / "docs", help="where the page goes")
    parser.add_argument("--quick", action="store_true", help="a small table in under two minutes")


def run(options: argparse.Namespace) -> None:
    """Time every setting, and write what there is into the page after each."""
    reuse_freed_memory()
    settings = all_settings()
    if options.quick:
        settings = [Setting(*pair, QUICK_SAMPLES, BATCH) for pair in NETWORKS]
        options.iterations, options.epochs = QUICK_ITERATIONS, QUICK_EPOCHS
    devices = [torch.device("cpu")] + [torch.device("cuda")] * torch.cuda.is_available()
    measured: list[Epoch] = []
    features: dict[tuple[str, int], float] = {}
    for (network, count), group in by_data(settings):
        manifest = waves.write(options.data / f"piano-triads-{count}", count)
        samples = read_samples(network, manifest)
        features[network, count] = samples.features
        for device in devices:
            there = to_device(samples, device)
            for setting in group:
                measured += time_setting(setting, there, device, options.iterations, options.epochs)
                write_csv(measured, options.to / "epochs.csv")
                epochs_page.write(measured, features, None, None, options.to)
    largest = max(count for network, count in features if network == MEL_CNN)
    samples = read_samples(MEL_CNN, options.data / f"piano-triads-{largest}" / "manifest.csv")
    found = profile(Setting(MEL_CNN, TYPE, largest, BATCH), samples)
    full = time_full(samples) if torch.cuda.is_available() else None
    print(epochs_page.write(measured, features, found, full, options.to))


def all_settings() -> list[Setting]:
    """Both published experiments with MelCNN; our own networks with as many samples in batches of 32."""
    first = [Setting(MEL_CNN, task, SAMPLES, batch) for task in (ROOT, TYPE) for batch in BATCHES]
    second = [Setting(MEL_CNN, TYPE, size, BATCH) for size in SIZES if size != SAMPLES]
    return first + second + [Setting(OURS, task, SAMPLES, BATCH) for task in (ROOT, TYPE)]


def by_data(settings: list[Setting]) -> Iterator[tuple[tuple[str, int], list[Setting]]]:
    """Settings that share their samples, together."""
    for key in dict.fromkeys((s.network, s.samples) for s in settings):
        yield key, [s for s in settings if (s.network, s.samples) == key]


def read_samples(network: str, manifest: Path) -> Samples:
    """WAV files -> features in memory, timed: the first epoch of the published system."""
    files = recordings.read_manifest(manifest)
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        clips = prepare(files, Path(folder), FEATURES[network])
        batch = clips[list(range(len(clips)))]
    if network == MEL_CNN:
        inputs = (baselines.scaled(batch.spectrograms),)
    else:
        inputs = (batch.spectrograms, batch.mask)
    seconds = time.perf_counter() - start
    is_train = np.array([recording.split == "train" for recording in files.items])
    targets = {ROOT: batch.roots, TYPE: batch.types}
    return Samples(inputs, targets, np.flatnonzero(is_train), np.flatnonzero(~is_train), seconds)


def to_device(samples: Samples, device: torch.device) -> Samples:
    """The same samples on another device."""
    inputs = tuple(tensor.to(device) for tensor in samples.inputs)
    targets = {task: tensor.to(device) for task, tensor in samples.targets.items()}
    return Samples(inputs, targets, samples.train, samples.test, samples.features)


def time_setting(
    setting: Setting, samples: Samples, device: torch.device, iterations: int, epochs: int
) -> list[Epoch]:
    """Train new networks `iterations` times for some epochs each, and time every epoch."""
    measured = []
    for iteration in range(iterations):
        torch.manual_seed(iteration)
        network, optimizer = make_network(setting, device)
        for epoch in range(epochs):
            order = np.random.default_rng((iteration, epoch)).permutation(samples.train)
            train, _ = _timed(device, train_epoch, network, optimizer, setting, samples, order)
            test, right = _timed(device, test_epoch, network, setting, samples)
            row = Epoch(*astuple(setting), device.type, iteration, epoch, train, test, right)
            measured.append(row)
        print(
            f"{setting}, iteration {iteration + 1}: {train:.2f} s to train, {test:.2f} s to test", flush=True
        )
    return measured


def make_network(setting: Setting, device: torch.device) -> tuple[nn.Module, torch.optim.Optimizer]:
    """A new network and its optimiser; channels last, which convolutions on CPUs and tensor cores prefer."""
    network = NETWORKS[setting.network, setting.task]().to(device, memory_format=torch.channels_last)
    return network, torch.optim.Adam(network.parameters(), LEARNING_RATE, fused=True)


def train_epoch(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    setting: Setting,
    samples: Samples,
    order: np.ndarray,
) -> None:
    """One epoch of training in the given order of clips."""
    network.train()
    targets = samples.targets[setting.task]
    for chosen in _batches(order, setting.batch, targets.device):
        with precision(setting, targets.device):
            logits = network(*(tensor[chosen] for tensor in samples.inputs))
        optimizer.zero_grad()
        F.cross_entropy(logits.float(), targets[chosen]).backward()
        optimizer.step()


@torch.no_grad()
def test_epoch(network: nn.Module, setting: Setting, samples: Samples) -> float:
    """The share of test clips that are named right."""
    network.eval()
    targets = samples.targets[setting.task]
    right = torch.zeros((), dtype=torch.long, device=targets.device)
    for chosen in _batches(samples.test, setting.batch, targets.device):
        with precision(setting, targets.device):
            logits = network(*(tensor[chosen] for tensor in samples.inputs))
        right += (logits.argmax(1) == targets[chosen]).sum()
    return right.item() / len(samples.test)


def precision(setting: Setting, device: torch.device) -> torch.autocast:
    """float32 for MelCNN, as published; ours as they are trained, in bfloat16 where that is faster."""
    return torch.autocast(
        device.type, torch.bfloat16, enabled=setting.network == OURS and has_fast_bfloat16()
    )


def profile(setting: Setting, samples: Samples) -> Profile:
    """Where a CPU epoch's time goes, how much arithmetic it is, and how fast this machine does arithmetic."""
    network, optimizer = make_network(setting, torch.device("cpu"))
    order = samples.train[: PROFILED_BATCHES * setting.batch]
    with FlopCounterMode(display=False) as counter:
        train_epoch(network, optimizer, setting, samples, order)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profiler:
        train_epoch(network, optimizer, setting, samples, order)
    times = {event.key: event.self_cpu_time_total for event in profiler.key_averages()}
    total = sum(times.values())
    return Profile(
        shares=tuple(sorted(((name, t / total) for name, t in times.items()), key=lambda item: -item[1])),
        operations=counter.get_total_flops() / len(order),
        rate=multiply_rate(),
    )


def multiply_rate() -> float:
    """Floating-point operations per second of a product of large float32 matrices, on all cores."""
    matrix = torch.rand(MATRIX, MATRIX)
    return 2 * MATRIX**3 / measure(lambda: matrix @ matrix, runs=10).median


def time_full(samples: Samples) -> float:
    """Seconds for one GPU epoch over as many clips as the whole published set trains on: ours, repeated."""
    device = torch.device("cuda")
    there, setting = to_device(samples, device), Setting(MEL_CNN, TYPE, FULL_SAMPLES, max(BATCHES))
    order = np.resize(samples.train, int(TRAIN_SHARE * FULL_SAMPLES))
    network, optimizer = make_network(setting, device)
    train_epoch(network, optimizer, setting, there, order)
    return _timed(device, train_epoch, network, optimizer, setting, there, order)[0]


def _batches(order: np.ndarray, batch: int, device: torch.device) -> tuple[Tensor, ...]:
    return torch.from_numpy(order).to(device).split(batch)


def _timed(device: torch.device, work: Callable[..., T], *arguments: object) -> tuple[float, T]:
    """How many seconds some work takes, to its end also on a GPU; and its result."""
    start = time.perf_counter()
    result = work(*arguments)
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - start, result
