"""Train for some steps and print steps per second: `scale` starts it alone, and several times by torchrun."""

import argparse
import os
import time
from pathlib import Path

import lightning
import torch

from training.database import Clips
from training.learner import BothNetworks, has_fast_bfloat16, make_loader

WARM_UPS = 5  # steps
STEPS = 60


class Stopwatch(lightning.Callback):
    """Times the steps of a training after the first few."""

    def __init__(self) -> None:
        self.start = self.end = 0.0

    def on_train_batch_start(self, trainer: lightning.Trainer, *_: object) -> None:
        if trainer.global_step == WARM_UPS:
            self.start = time.perf_counter()

    def on_train_end(self, *_: object) -> None:
        self.end = time.perf_counter()


def rate(clips: Clips, batch: int, steps: int = STEPS) -> float:
    """Steps per second of this process, in step with those that torchrun started beside it."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    lightning.seed_everything(0, verbose=False)
    stopwatch = Stopwatch()
    trainer = lightning.Trainer(
        max_steps=WARM_UPS + steps,
        precision="bf16-mixed" if has_fast_bfloat16() else "32-true",
        strategy="ddp" if world > 1 else "auto",
        devices=world,
        use_distributed_sampler=False,
        enable_checkpointing=False,
        enable_model_summary=False,
        enable_progress_bar=False,
        logger=False,
        callbacks=[stopwatch],
    )
    trainer.fit(BothNetworks(steps=WARM_UPS + steps), make_loader(clips, batch, seed=0))
    return steps / (stopwatch.end - stopwatch.start)


def main() -> None:
    """Read the command line, train, and print the rate once."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmark.steps", description=__doc__)
    parser.add_argument("folder", type=Path, help="a database that is ready")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    found = rate(Clips(options.folder), options.batch, options.steps)
    if int(os.environ.get("RANK", "0")) == 0:
        print(f"{found:.4f}")


if __name__ == "__main__":
    main()
