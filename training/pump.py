"""Measure whether the device waits for data: training steps per second from a database and without one.

python -m training.pump DATABASE does it alone; under torchrun, its processes average their gradients.
"""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from training import machine
from training.database import Batch, Clips
from training.learner import BATCH, LEARNING_RATE, BothNetworks, make_loader, total

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


def measure(networks: BothNetworks, batches: Iterable[Batch], steps: int = STEPS) -> PumpRates:
    """Both rates over the same batches, on a GPU where there is one. The networks are spoilt by it."""
    device = machine.device()
    module = networks.to(device).train()
    if torch.distributed.is_initialized():
        module = DistributedDataParallel(module)
    resident = [batch.to(device) for batch in islice(batches, WARM_UPS + steps)]
    return PumpRates(
        pumped=_rate(module, (batch.to(device, non_blocking=True) for batch in batches), device, steps),
        resident=_rate(module, resident, device, steps),
    )


def _rate(module: nn.Module, batches: Iterable[Batch], device: torch.device, steps: int) -> float:
    """Steps per second after a few to warm up."""
    optimizer = torch.optim.AdamW(module.parameters(), LEARNING_RATE)
    taken = 0
    for taken, batch in enumerate(islice(batches, WARM_UPS + steps), start=1):
        if taken == WARM_UPS + 1:
            machine.finish(device)
            start = time.perf_counter()
        with torch.autocast(device.type, torch.bfloat16, enabled=machine.has_fast_bfloat16()):
            losses, _ = module(batch)
        optimizer.zero_grad()
        total(losses).backward()
        optimizer.step()
    machine.finish(device)
    return (taken - WARM_UPS) / (time.perf_counter() - start)


def main() -> None:
    """Read the command line, measure, and print steps per second from the database, and without it."""
    parser = argparse.ArgumentParser(prog="python -m training.pump", description=__doc__)
    parser.add_argument("database", type=Path, help="a folder that training.database filled")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="of each process")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rank, world = machine.rank_and_world()
    if world > 1:
        torch.distributed.init_process_group()
    loader = make_loader(Clips(options.database), options.batch, seed=0)
    endless = chain.from_iterable(repeat(loader))  # epoch after epoch
    rates = measure(BothNetworks(options.steps), endless, options.steps)
    if rank == 0:
        print(f"{rates.pumped:.4f} {rates.resident:.4f}")
    if world > 1:
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()
