"""Train both networks: python -m training.train makes weights/ from nothing, on a GPU where there is one."""

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path

import lightning
import numpy as np
import torch
import torch.nn.functional as F
from lightning.pytorch.callbacks import LearningRateMonitor, ModelCheckpoint, RichProgressBar
from lightning.pytorch.loggers import CSVLogger
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from model import weights
from model.chords import CHORDS, TYPES
from model.networks import RootCNN, TypeCNN
from model.recognizer import probabilities
from training import calibrate, instruments
from training.database import NO_TYPE, Batch, Clips, Recipe, prepare

BATCH = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.02
LABEL_SMOOTHING = 0.02
POOL = 50  # batches whose clips are sorted by length together, so that little is padded


class BothNetworks(lightning.LightningModule):
    """The root and the type network side by side: each batch teaches both, they share nothing."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps
        self.root_network = RootCNN()
        self.type_network = TypeCNN()

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """The loss of each network, and which clips are named right, root and type [batch]."""
        roots = self.root_network(batch.spectrograms, batch.mask)
        types = self.type_network(batch.spectrograms, batch.mask)
        smoothing = LABEL_SMOOTHING if self.training else 0.0
        root_loss = F.cross_entropy(roots, batch.roots, label_smoothing=smoothing)
        type_loss = F.cross_entropy(types, batch.types, label_smoothing=smoothing, ignore_index=NO_TYPE)
        type_right = (types.argmax(1) == batch.types) | (batch.types == NO_TYPE)
        return root_loss, type_loss, (roots.argmax(1) == batch.roots) & type_right

    def training_step(self, batch: Batch, _: int) -> Tensor:
        root_loss, type_loss, right = self.losses(batch)
        self.log_dict(
            {"root_loss": root_loss, "type_loss": type_loss, "joint": right.float().mean()}, prog_bar=True
        )
        return root_loss + type_loss

    def validation_step(self, batch: Batch, _: int) -> None:
        root_loss, type_loss, right = self.losses(batch)
        scores = {
            "valid_root_loss": root_loss,
            "valid_type_loss": type_loss,
            "valid_joint": right.float().mean(),
        }
        self.log_dict(scores, prog_bar=True, batch_size=len(right))

    def configure_optimizers(self) -> dict:
        optimizer = torch.optim.AdamW(self.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, LEARNING_RATE, total_steps=self.steps, pct_start=0.15
        )
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


class SimilarLengths(Sampler[list[int]]):
    """Batches of clips of about the same length, in random order, another one each epoch."""

    def __init__(self, frames: np.ndarray, batch: int, seed: int) -> None:
        self._frames, self._batch, self._seed, self._epoch = frames, batch, seed, 0

    def __len__(self) -> int:
        return len(self._frames) // self._batch

    def set_epoch(self, epoch: int) -> None:
        """Lightning says which epoch begins, also after a resume."""
        self._epoch = epoch

    def __iter__(self) -> Iterator[list[int]]:
        rng = np.random.default_rng((self._seed, self._epoch))
        order = rng.permutation(len(self._frames))[: len(self) * self._batch]
        pools = np.array_split(order, max(1, len(self) // POOL))
        batches = np.concatenate([pool[np.argsort(self._frames[pool], kind="stable")] for pool in pools])
        for index in rng.permutation(len(self)):
            yield batches[index * self._batch : (index + 1) * self._batch].tolist()


def main() -> None:
    """Read the command line, prepare the data, train, calibrate, and write weights/."""
    options = read_options()
    torch.set_float32_matmul_precision("high")
    lightning.seed_everything(options.seed, verbose=False)
    commit = current_commit()
    notes = str(options.notes) if options.notes else None
    splits = (
        (instruments.SMOKE, instruments.SMOKE) if options.smoke else (instruments.TRAIN, instruments.VALID)
    )
    train = prepare(Recipe(splits[0], options.clips, options.seed, notes), options.data)
    valid = prepare(Recipe(splits[1], options.valid_clips, options.seed + 1, notes), options.data)
    networks = fit(train, valid, options)
    write_weights(networks, valid, options, commit)


def fit(train: Clips, valid: Clips, options: argparse.Namespace) -> BothNetworks:
    """Train both networks, going on where an interrupted run stopped; the best epoch's networks come back."""
    loader = make_loader(train, options.batch, options.seed)
    networks = BothNetworks(steps=len(loader) * options.epochs)
    best = ModelCheckpoint(
        options.run, "best", monitor="valid_joint", mode="max", save_last=True, enable_version_counter=False
    )
    trainer = lightning.Trainer(
        max_epochs=options.epochs,
        precision="bf16-mixed" if torch.cuda.is_available() else "32-true",
        gradient_clip_val=1.0,
        use_distributed_sampler=False,
        log_every_n_steps=20,
        enable_model_summary=False,
        callbacks=[best, LearningRateMonitor(), RichProgressBar(leave=True)],
        logger=CSVLogger(options.run, name="log"),  # a resumed run logs beside the first part
    )
    last = options.run / "last.ckpt"
    trainer.fit(
        networks, loader, make_loader(valid, options.batch, 0), ckpt_path=last if last.exists() else None
    )
    networks.load_state_dict(torch.load(best.best_model_path, map_location="cpu")["state_dict"])
    return networks.cpu().eval()


def make_loader(clips: Clips, batch: int, seed: int) -> DataLoader:
    """Batches of similar length, on the page-locked memory that a GPU reads fastest from."""
    sampler = SimilarLengths(np.asarray(clips.labels[:, 0]), batch, seed)
    return DataLoader(clips, batch_size=None, sampler=sampler, pin_memory=torch.cuda.is_available())


@torch.no_grad()
def all_logits(networks: BothNetworks, clips: Clips) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Logits of both networks and the targets of both, for every clip of a database."""
    rows = []
    for start in range(0, len(clips), BATCH):
        batch = clips[list(range(start, min(start + BATCH, len(clips))))]
        rows.append(
            (
                *(
                    net(batch.spectrograms, batch.mask)
                    for net in (networks.root_network, networks.type_network)
                ),
                batch,
            )
        )
    roots, types, batches = zip(*rows, strict=True)
    targets = torch.cat([b.roots for b in batches]), torch.cat([b.types for b in batches])
    return torch.cat(roots), torch.cat(types), *targets


def write_weights(networks: BothNetworks, valid: Clips, options: argparse.Namespace, commit: str) -> None:
    """Calibrate on the validation instruments and save both networks with their metadata."""
    roots, types, root_targets, type_targets = all_logits(networks, valid)
    temperatures = (
        calibrate.fit_temperature(roots, root_targets),
        calibrate.fit_temperature(types, type_targets),
    )
    confidence, answers = probabilities(roots, types, *temperatures)[2].max(1)
    right = answers == answer_targets(root_targets, type_targets)
    scores = {
        "valid_clips": len(valid),
        "valid_joint": right.float().mean().item(),
        "valid_calibration_error": calibrate.calibration_error(confidence, right),
    }
    options.weights.mkdir(parents=True, exist_ok=True)
    for name, network, temperature in (
        ("root", networks.root_network, temperatures[0]),
        ("type", networks.type_network, temperatures[1]),
    ):
        metadata = weights.Metadata(
            labels=network.labels,
            temperature=temperature,
            sure_above=calibrate.sure_threshold(confidence, right),
            commit=commit,
            data=describe(options),
            scores=scores,
        )
        weights.save(network, metadata, options.weights / f"{name}.safetensors")
    print(f"Wrote {options.weights}: {scores}")


def answer_targets(roots: Tensor, types: Tensor) -> Tensor:
    """Targets of both networks [clips] -> the index of the right answer in `ANSWERS`."""
    return torch.where(types == NO_TYPE, len(CHORDS), roots * len(TYPES) + types)


def describe(options: argparse.Namespace) -> str:
    """The recipe in words, for the metadata."""
    recorded = "recorded notes, " if options.notes else ""
    return (
        f"{options.clips} clips of {recorded}SoundFonts and invented instruments, seed {options.seed}, "
        f"{options.epochs} epochs of batches of {options.batch}"
    )


def current_commit() -> str:
    """The commit that is checked out, marked where files differ from it; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    result = subprocess.run(command, cwd=instruments.ROOT, capture_output=True, text=True)
    return result.stdout.strip() or "unknown"


def read_options() -> argparse.Namespace:
    """The command line; --smoke shrinks everything so that the whole way is walked within a minute."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--clips", type=int, default=60_000, help="training clips to render")
    parser.add_argument("--valid-clips", type=int, default=4_000, help="validation clips to render")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--notes",
        type=Path,
        default=instruments.find_notes(),
        help="folder of recorded notes with a notes.csv",
    )
    parser.add_argument(
        "--data", type=Path, default=instruments.DATA_DIR, help="where prepared features are kept"
    )
    parser.add_argument(
        "--run", type=Path, default=instruments.ROOT / "runs" / "latest", help="logs and checkpoints"
    )
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR)
    parser.add_argument("--smoke", action="store_true", help="a tiny run, to see that everything works")
    options = parser.parse_args()
    if options.smoke:
        options.clips, options.valid_clips, options.epochs, options.batch = 192, 64, 2, 16
    return options


if __name__ == "__main__":
    main()
