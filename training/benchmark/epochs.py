"""Time epochs as the published study did, from WAV files to epochs, on CPU and GPU: fills docs/epochs.md."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.chords import ROOTS
from model.decision import TRIAD_TYPES
from model.networks import RootCNN, TypeCNN
from training import machine, places
from training.answers import on_true_root
from training.benchmark import published, waves
from training.benchmark.published import (
    BATCH,
    BATCHES,
    MEL_CNN,
    OURS,
    ROOT,
    SAMPLES,
    SIZES,
    TYPE,
    Epoch,
    Setting,
)
from training.benchmark.timing import timed
from training.database import prepare
from training.listeners import mel
from training.prepared import recordings
from training.prepared.pictures import MEL, PITCH
from training.reporting import page

FEATURES = {MEL_CNN: MEL, OURS: PITCH}
NETWORKS: dict[tuple[str, str], Callable[[], nn.Module]] = {
    (MEL_CNN, ROOT): lambda: mel.MelCNN(ROOTS),
    (MEL_CNN, TYPE): lambda: mel.MelCNN(TRIAD_TYPES),
    (OURS, ROOT): RootCNN,
    (OURS, TYPE): TypeCNN,
}
LEARNING_RATE = 1e-3
QUICK_SAMPLES, QUICK_ITERATIONS, QUICK_EPOCHS = 320, 2, 2


@dataclass(frozen=True)
class Samples:
    """Inputs [clips, ...] and targets [clips] of a network on its device, and the clips to train and test on.

    features: seconds that it took to make them from WAV files, in parallel on all cores.
    """

    inputs: tuple[Tensor, ...]
    targets: dict[str, Tensor]
    train: np.ndarray
    test: np.ndarray
    features: float

    def to(self, device: torch.device) -> "Samples":
        """The same samples on another device."""
        inputs = tuple(tensor.to(device) for tensor in self.inputs)
        targets = {task: tensor.to(device) for task, tensor in self.targets.items()}
        return Samples(inputs, targets, self.train, self.test, self.features)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--iterations", type=int, default=published.ITERATIONS, help="the first is dropped")
    parser.add_argument("--epochs", type=int, default=published.EPOCHS, help="of each iteration")
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where the WAV files are kept")
    parser.add_argument("--to", type=page.folder, default=places.DOCS, help="the page's folder")
    parser.add_argument("--quick", action="store_true", help="a small table in under two minutes")


def run(options: argparse.Namespace) -> None:
    """Time every setting and fill the page; every epoch goes into epochs.csv after each."""
    machine.reuse_freed_memory()
    settings = all_settings()
    if options.quick:
        settings = [Setting(*pair, QUICK_SAMPLES, BATCH) for pair in NETWORKS]
        options.iterations, options.epochs = QUICK_ITERATIONS, QUICK_EPOCHS
    devices = [torch.device("cpu")] + [torch.device("cuda")] * torch.cuda.is_available()
    measured: list[Epoch] = []
    features: dict[tuple[str, int], float] = {}
    for (network, count), group in by_data(settings):
        samples = read_samples(network, waves.write(options.data / f"piano-triads-{count}", count))
        features[network, count] = samples.features
        for device in devices:
            there = samples.to(device)
            for setting in group:
                measured += time_setting(setting, there, device, options.iterations, options.epochs)
                published.write_csv(measured, options.to / "epochs.csv")
    found = published.tables(measured, features)
    print(page.fill("epochs", found, page.stamp("training.benchmark epochs", options), options.to))


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

    def read() -> tuple[tuple[Tensor, ...], dict[str, Tensor]]:
        with TemporaryDirectory() as folder:
            clips = prepare(files, Path(folder), FEATURES[network])
            batch = clips[list(range(len(clips)))]
        is_mel = network == MEL_CNN
        inputs = (mel.scaled(batch.spectrograms),) if is_mel else (batch.spectrograms, batch.mask)
        return inputs, {ROOT: batch.roots, TYPE: batch.types}

    (inputs, targets), seconds = timed(read)
    is_train = np.array([recording.split == "train" for recording in files.items])
    return Samples(inputs, targets, np.flatnonzero(is_train), np.flatnonzero(~is_train), seconds)


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
            _, train = timed(partial(train_epoch, network, optimizer, setting, samples, order))
            right, test = timed(partial(test_epoch, network, setting, samples))
            measured.append(Epoch(setting, device.type, iteration, epoch, train, test, right))
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
        logits = answer(network, setting, samples, chosen)
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
        logits = answer(network, setting, samples, chosen)
        right += (logits.argmax(1) == targets[chosen]).sum()
    return right.item() / len(samples.test)


def answer(network: nn.Module, setting: Setting, samples: Samples, chosen: Tensor) -> Tensor:
    """The logits of the task for some samples: of ours, of roots alone, or of types on the true root."""
    with precision(setting, chosen.device):
        given = network(*(tensor[chosen] for tensor in samples.inputs))
    if setting.network == MEL_CNN:
        return given
    return given[0] if setting.task == ROOT else on_true_root(given, samples.targets[ROOT][chosen])


def precision(setting: Setting, device: torch.device) -> torch.autocast:
    """float32 for MelCNN, as published; ours as they are trained, in bfloat16 where that is faster."""
    enabled = setting.network == OURS and machine.has_fast_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=enabled)


def _batches(order: np.ndarray, batch: int, device: torch.device) -> tuple[Tensor, ...]:
    return torch.from_numpy(order).to(device).split(batch)
