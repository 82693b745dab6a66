"""Does the device wait for data? Steps per second as in training, against steps on batches already there."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import torch
from torch.utils.data import DataLoader

from training.database import Batch
from training.learner import LEARNING_RATE, BothNetworks, has_fast_bfloat16

STEPS = 40
WARM_UPS = 4


@dataclass(frozen=True)
class PumpRates:
    """Training steps per second, with batches read from the database or already on the device."""

    pumped: float
    resident: float

    def __str__(self) -> str:
        return (
            f"Data pump: {self.pumped:.2f} steps/s from the database, {self.resident:.2f} on batches already "
            f"on the device: {self.pumped / self.resident:.3f}"
        )


def measure(networks: BothNetworks, loader: DataLoader, steps: int = STEPS) -> PumpRates:
    """Both rates over the same batches, on a GPU where there is one. The networks are spoilt by it."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    networks = networks.to(device).train()
    resident = [batch.to(device) for batch in islice(loader, WARM_UPS + steps)]
    return PumpRates(
        pumped=_rate(networks, (batch.to(device, non_blocking=True) for batch in loader), device, steps),
        resident=_rate(networks, resident, device, steps),
    )


def _rate(networks: BothNetworks, batches: Iterable[Batch], device: torch.device, steps: int) -> float:
    """Steps per second after a few to warm up."""
    optimizer = torch.optim.AdamW(networks.parameters(), LEARNING_RATE)
    taken = 0
    for taken, batch in enumerate(islice(batches, WARM_UPS + steps), start=1):
        if taken == WARM_UPS + 1:
            _finish(device)
            start = time.perf_counter()
        with torch.autocast(device.type, torch.bfloat16, enabled=has_fast_bfloat16()):
            root_loss, type_loss, _ = networks.losses(batch)
        optimizer.zero_grad()
        (root_loss + type_loss).backward()
        optimizer.step()
    _finish(device)
    return (taken - WARM_UPS) / (time.perf_counter() - start)


def _finish(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
