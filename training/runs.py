"""A training run: its trainer, its log, and its checkpoints, from which it goes on where it was stopped."""

import os
from pathlib import Path
from typing import TypeVar

import lightning
import torch
from lightning.pytorch.callbacks import LearningRateMonitor, ModelCheckpoint, RichProgressBar
from lightning.pytorch.loggers import CSVLogger

from training.learner import CLIPPED
from training.machine import current_commit, has_fast_bfloat16, rank_and_world

LOG_EVERY = 20  # steps

M = TypeVar("M", bound=lightning.LightningModule)


def begin(run: Path, recipe: str) -> str:
    """The commit at which a run was begun, also where it is resumed at another.

    Exits with words if the folder holds a run of another recipe: its checkpoints would not fit.
    """
    commit, begun = run / "commit.txt", run / "recipe.txt"
    if not commit.exists():
        run.mkdir(parents=True, exist_ok=True)
        begun.write_text(recipe)
        commit.write_text(current_commit())
    if begun.read_text() != recipe:
        raise SystemExit(f"{run} holds another training ({begun.read_text()}): please name another --run.")
    return commit.read_text()


def checkpoints(folder: Path, score: str) -> tuple[ModelCheckpoint, ModelCheckpoint]:
    """The keepers of the epoch with the highest score, and of the last one, to go on from."""
    best = ModelCheckpoint(folder, "best", monitor=score, mode="max", enable_version_counter=False)
    return best, ModelCheckpoint(folder, "last", enable_version_counter=False)


def run(
    trainer: lightning.Trainer, networks: lightning.LightningModule, loader: object, valid: object
) -> None:
    """Train, from the last checkpoint on if there is one; what has finished already learns no more."""
    last, finished = (Path(trainer.default_root_dir, name) for name in ("last.ckpt", "finished"))
    if not finished.exists():
        trainer.fit(networks, loader, valid, ckpt_path=last if last.exists() else None)
        finished.touch()


def best_of(run: Path, networks: M) -> M:
    """The networks of a run as they were when their score was highest."""
    networks.load_state_dict(torch.load(run / "best.ckpt", map_location="cpu")["state_dict"])
    return networks.cpu().eval()


def make_trainer(run: Path, epochs: int, *callbacks: lightning.Callback) -> lightning.Trainer:
    """The trainer of a run of so many epochs, on all devices that torchrun gives."""
    _, world = rank_and_world()
    here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))  # processes on this machine
    return lightning.Trainer(
        default_root_dir=run,
        max_epochs=epochs,
        precision="bf16-mixed" if has_fast_bfloat16() else "32-true",
        gradient_clip_val=CLIPPED,
        strategy="ddp" if world > 1 else "auto",
        devices=here,
        num_nodes=world // here,
        sync_batchnorm=world > 1 and torch.cuda.is_available(),  # PyTorch has none for CPUs
        use_distributed_sampler=False,
        log_every_n_steps=LOG_EVERY,
        enable_model_summary=False,
        callbacks=[*callbacks, LearningRateMonitor(), RichProgressBar(leave=True)],
        logger=CSVLogger(run, name="log"),  # a resumed run logs beside the first part
    )
