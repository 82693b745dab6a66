"""Train the network for beats: python -m training.rhythm makes weights/beats.safetensors.

training.train does it at its end.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import lightning
import mir_eval
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from model import weights
from model.beat_network import BEAT, DOWNBEAT, WEIGHTS, BeatCNN
from model.beats import find_rhythm
from model.decision import Calibration
from preprocessing.onsets import FRAME_RATE
from training import calibrate, places, runs
from training.database import BeatBatch, Beats, SongRecipe, prepare_beats
from training.learner import cycled, in_any_order, once
from training.machine import rank_and_world
from training.prepared.songs import find_sheets
from training.prepared.sources import SourceError
from training.songs.scores import BEAT_WINDOW
from training.sounds import splits

SONGS, EPOCHS = 12_000, 8
BATCH = 8  # songs
RATE = 2e-3  # learning rate at its highest
BLURRED = 0.5  # of a beat, in the frames beside it
SCORE = "valid_beats"


@dataclass(frozen=True)
class BeatPlan:
    """A training's data and length. notes: folders of recordings. sides: the splits to learn and to judge."""

    songs: int = SONGS
    valid_songs: int = calibrate.VALID_SONGS
    epochs: int = EPOCHS
    seed: int = 0
    notes: tuple[str, ...] = ()
    sides: tuple[str, str] = (splits.TRAIN, splits.VALID)

    def recipes(self) -> tuple[SongRecipe, SongRecipe]:
        """The songs to learn from, and those to judge by."""
        sheets, (learned, judged) = find_sheets(), self.sides
        return (
            SongRecipe(learned, self.songs, self.seed, self.notes, sheets),
            SongRecipe(judged, self.valid_songs, self.seed + 1, self.notes, sheets),
        )

    def describe(self) -> str:
        """The plan in words, for the metadata."""
        return f"{self.songs} songs, seed {self.seed}, {self.epochs} epochs of batches of {BATCH}"


class BeatLearner(lightning.LightningModule):
    """The network for beats, and how it learns and is judged."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.network = BeatCNN()
        self.steps = steps

    def loss(self, batch: BeatBatch) -> tuple[Tensor, Tensor]:
        """The loss of a batch, and the logits [songs, 3, frames]."""
        logits = self.network(batch.levels)
        return -(blurred(batch.targets) * logits.log_softmax(1)).sum(1).mean(), logits

    def training_step(self, batch: BeatBatch, _: int) -> Tensor:
        loss, _ = self.loss(batch)
        self.log("loss", loss, prog_bar=True, sync_dist=True)
        return loss

    def validation_step(self, batch: BeatBatch, _: int) -> None:
        loss, logits = self.loss(batch)
        scores = [
            f_measures(*one)
            for one in zip(logits.float().cpu().numpy(), batch.targets.cpu().numpy(), strict=True)
        ]
        kept = [score for score in scores if score is not None]
        beats, downbeats = np.mean(kept, axis=0) if kept else (0.0, 0.0)
        values = {"valid_loss": loss, SCORE: float(beats), "valid_downbeats": float(downbeats)}
        self.log_dict(values, batch_size=max(1, len(kept)), prog_bar=True, sync_dist=True)

    def configure_optimizers(self) -> dict:
        return cycled(self.parameters(), self.steps, rate=RATE)


def blurred(targets: Tensor) -> Tensor:
    """None, beat or downbeat of each frame [songs, frames] -> weights of these [songs, 3, frames].

    A beat is one to a part in the frames beside it too: none is exact to 20 ms.
    """
    exact = F.one_hot(targets, len(WEIGHTS)).movedim(-1, 1).float()
    beside = BLURRED * F.max_pool1d(exact[:, BEAT:], 3, 1, 1)
    beats = torch.maximum(exact[:, BEAT:], beside)
    none = (1 - beats.sum(1, keepdim=True)).clamp_min(0)
    return torch.cat([none, beats], dim=1) * torch.tensor(WEIGHTS, device=targets.device)[:, None]


def f_measures(logits: np.ndarray, targets: np.ndarray) -> tuple[float, float] | None:
    """Logits [3, frames] and targets [frames] -> F measures of beats and downbeats; None without beats."""
    if not targets.any():
        return None
    rhythm = find_rhythm(logits)
    heard = np.array([beat.time for beat in rhythm.beats])
    first = np.array([beat.time for beat in rhythm.beats if beat.position == 1])
    true, true_first = (np.flatnonzero(targets >= least) / FRAME_RATE for least in (BEAT, DOWNBEAT))
    return tuple(
        mir_eval.beat.f_measure(reference, estimated, BEAT_WINDOW) if len(estimated) else 0.0
        for reference, estimated in ((true, heard), (true_first, first))
    )


def learn(train: Beats, valid: Beats, plan: BeatPlan, run: Path) -> tuple[BeatCNN, dict[str, float]]:
    """Train the network, going on where an interrupted run stopped: the best epoch's, and its scores."""
    lightning.seed_everything(plan.seed, verbose=False)
    loader, valid_loader = in_any_order(train, BATCH, plan.seed), once(valid, np.arange(len(valid)), BATCH)
    learner = BeatLearner(len(loader) * plan.epochs)
    best, latest = runs.checkpoints(run, SCORE)
    trainer = runs.make_trainer(run, plan.epochs, best, latest)
    runs.run(trainer, learner, loader, valid_loader)
    learner = runs.best_of(run, learner)
    scores = trainer.validate(learner, valid_loader, verbose=False)[0]
    return learner.network.cpu().eval(), {"valid_songs": len(valid), **scores}


def teach(plan: BeatPlan, data: Path, run: Path, folder: Path) -> None:
    """Prepare the data, train, and write beats.safetensors to a folder. Raises SourceError."""
    commit = runs.begin(run, plan.describe())
    train, valid = (prepare_beats(recipe, data) for recipe in plan.recipes())
    network, scores = learn(train, valid, plan, run)
    if rank_and_world()[0] == 0:
        folder.mkdir(parents=True, exist_ok=True)
        metadata = weights.Metadata(network.labels, Calibration(), commit, plan.describe(), scores)
        weights.save(network, metadata, folder / weights.BEATS)
        print(f"Made {folder / weights.BEATS}: {scores}")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training.rhythm", description=__doc__)
    parser.add_argument("--songs", type=int, default=SONGS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    parser.add_argument("--run", type=Path, help="log and checkpoints (default: a folder for each recipe)")
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR)
    options = parser.parse_args()
    plan = BeatPlan(
        songs=options.songs,
        epochs=options.epochs,
        seed=options.seed,
        notes=tuple(map(str, options.notes)),
    )
    name = f"beats{plan.songs}x{plan.epochs}-seed{plan.seed}"
    try:
        teach(plan, options.data, options.run or places.ROOT / "runs" / name, options.weights)
    except SourceError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
