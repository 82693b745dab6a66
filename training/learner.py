"""A training step: both networks, their losses and schedule, and the order of the clips."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Self, TypeVar

import lightning
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Sampler

from model.networks import RootCNN, TypeCNN
from preprocessing.features import loudest_of_clip
from training import machine
from training.answers import named_right, on_true_root
from training.database import NO_TYPE, Batch, Beats, Clips, SongBatch, Songs
from training.variations import vary

BATCH = 64  # clips
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.02
RISING = 0.15  # share of the steps in which the rate rises
GENTLE_RATE = 1.5e-3  # of networks that know chords already
GENTLY_RISING = 0.1  # share of the steps in which theirs rises
KEPT_OF_CLIPS = 0.2  # of the weights for clips that were begun with, in the end
CLIPPED = 1.0  # largest norm of the gradients
LABEL_SMOOTHING = 0.02
BASS_WEIGHT = 0.5  # of the bass's loss beside the root's
LOADERS = 4  # processes that read batches for a GPU
POOL = 50  # batches whose clips are sorted by length together, so that little is padded

PATIENCE = 3  # epochs without progress on the validation instruments, then training ends

B = TypeVar("B")  # a batch
V = TypeVar("V", Batch, SongBatch)


@dataclass(frozen=True)
class Plan:
    """A plan of training: epochs at most, clips a batch, the seed, and the folder of logs and checkpoints."""

    epochs: int
    batch: int
    seed: int
    run: Path


class BothNetworks(lightning.LightningModule):
    """The root and the type network side by side: each batch teaches both, they share nothing.

    cycle: options of `one_cycle` that are not its own.
    """

    cycle: ClassVar[dict[str, float]] = {}

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps
        self.root_network = RootCNN()
        self.type_network = TypeCNN()

    def forward(self, batch: Batch) -> tuple[dict[str, Tensor], Tensor]:
        """The losses of root, bass and type, and the clips named right, root and type, bool [batch]."""
        spectrograms = batch.spectrograms.to(computed_type(batch.spectrograms.device))
        roots, basses = self.root_network(spectrograms, batch.mask)
        types = self.type_network(spectrograms, batch.mask)
        return self.losses(roots, types, basses, batch), named_right(roots, types, batch)

    def losses(
        self, roots: Tensor, types: Tensor, basses: Tensor, targets: Batch | SongBatch
    ) -> dict[str, Tensor]:
        """The losses of logits of root, type on each root, and bass."""
        smoothing = LABEL_SMOOTHING if self.training else 0.0

        def loss(logits: Tensor, targets: Tensor) -> Tensor:
            return F.cross_entropy(logits, targets, ignore_index=NO_TYPE, label_smoothing=smoothing)

        return {
            "root_loss": loss(roots, targets.roots),
            "bass_loss": loss(basses, targets.basses),
            "type_loss": loss(on_true_root(types, targets.roots), targets.types),
        }

    def training_step(self, batch: Batch, _: int) -> Tensor:
        losses, right = self(varied(batch, loudest_of_clip))
        self.log_dict({**losses, "joint": right.float().mean()}, prog_bar=True, sync_dist=True)
        return total(losses)

    def validation_step(self, batch: Batch, _: int) -> None:
        losses, right = self(batch)
        scores = {f"valid_{name}": value for name, value in losses.items()}
        scores["valid_joint"] = right.float().mean()
        self.log_dict(scores, prog_bar=True, batch_size=len(right), sync_dist=True)

    def configure_optimizers(self) -> dict:
        return cycled(self.parameters(), self.steps, **self.cycle)


class GoingOn(BothNetworks):
    """Both networks where they know chords already, and are to learn more.

    Their normalisation stays as it was: with other averages they would begin anew, and clips and segments of
    songs differ too much for common ones.
    """

    cycle: ClassVar[dict[str, float]] = {"rising": GENTLY_RISING, "rate": GENTLE_RATE}

    def train(self, mode: bool = True) -> Self:
        """Training mode, but for the normalisation."""
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
                module.eval()
        return self


N = TypeVar("N", bound=GoingOn)


def blended(learned: N, begun: BothNetworks, kept: float) -> N:
    """The networks some way back to where they began: what they have not learned they hear better so.

    kept: how much of the weights that were begun with. Only what hears neighbours, which may have begun as
    nothing, stays as learned. After Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.
    """
    before = begun.state_dict()
    mixed = {
        name: torch.lerp(value, before[name], kept)
        for name, value in learned.state_dict().items()
        if value.is_floating_point() and "neighbours" not in name
    }
    learned.load_state_dict({**learned.state_dict(), **mixed})
    return learned


def one_cycle(
    weights: Iterable[nn.Parameter],
    steps: int,
    decay: float = WEIGHT_DECAY,
    rising: float = RISING,
    rate: float = LEARNING_RATE,
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """An optimiser, and a schedule whose rate rises for a share of the steps and then falls."""
    optimizer = torch.optim.AdamW(weights, rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=rising)
    return optimizer, schedule


def cycled(weights: Iterable[nn.Parameter], steps: int, **cycle: float) -> dict:
    """`one_cycle`, as Lightning takes it: a step of the schedule with each of the optimiser."""
    optimizer, schedule = one_cycle(weights, steps, **cycle)
    return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def fit(
    network: nn.Module,
    loss: Callable[[B], Tensor],
    update: Callable[[Tensor], None],
    batches: Callable[[int], Iterable[B]],
    score: Callable[[], float],
    epochs: int,
    patience: int,
) -> int:
    """Train a network, leave it on the CPU as its score was highest, and return the epochs taken.

    update: takes a step down a loss. batches: those of an epoch, by its number. patience: epochs without
    progress after which training ends.
    """
    highest, best, best_epoch = -math.inf, network.state_dict(), 0
    for epoch in range(epochs):
        network.train()
        for batch in batches(epoch):
            update(loss(batch))
        reached = score()
        if reached > highest:
            highest, best, best_epoch = reached, copy.deepcopy(network.state_dict()), epoch
        elif epoch - best_epoch >= patience:
            break
    network.load_state_dict(best)
    network.cpu().eval()
    return epoch + 1


def fit_clips(
    network: nn.Module,
    loss: Callable[[Batch], Tensor],
    clips: Clips,
    score: Callable[[], float],
    plan: Plan,
    patience: int,
    **cycle: float,
) -> int:
    """`fit` a network as our own are trained: by `one_cycle`, whose options are `cycle`, with clipping."""
    device = machine.device()
    network.to(device)
    torch.manual_seed(plan.seed)
    loader = make_loader(clips, plan.batch, plan.seed)
    optimizer, schedule = one_cycle(network.parameters(), plan.epochs * len(loader), **cycle)

    def batches(epoch: int) -> Iterable[Batch]:
        loader.sampler.set_epoch(epoch)
        return (batch.to(device) for batch in loader)

    def update(reached: Tensor) -> None:
        optimizer.zero_grad()
        reached.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIPPED)
        optimizer.step()
        schedule.step()

    return fit(network, loss, update, batches, score, plan.epochs, patience)


def computed_type(device: torch.device) -> torch.dtype:
    """The type that a device convolves in at present. Of anything wider, each network would make copies."""
    autocast = torch.is_autocast_enabled(device.type)
    return torch.get_autocast_dtype(device.type) if autocast else torch.float32


def varied(batch: V, loudest: Callable[[Tensor], Tensor]) -> V:
    """The batch with other pictures of the same (see `vary`)."""
    return replace(batch, spectrograms=vary(batch.spectrograms, loudest))


def total(losses: dict[str, Tensor]) -> Tensor:
    """The loss that a training step takes down."""
    return losses["root_loss"] + BASS_WEIGHT * losses["bass_loss"] + losses["type_loss"]


class SimilarLengths(Sampler[list[int]]):
    """Batches of clips of about the same length, in random order, another one each epoch.

    Of several processes (`world`), each gets its own part of every batch.
    """

    def __init__(self, frames: np.ndarray, batch: int, seed: int, rank: int = 0, world: int = 1) -> None:
        self._frames, self._batch, self._seed, self._epoch = frames, batch, seed, 0
        self._rank, self._world = rank, world

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
            batch = batches[index * self._batch : (index + 1) * self._batch]
            yield batch[self._rank :: self._world].tolist()


def make_loader(clips: Clips, batch: int, seed: int) -> DataLoader:
    """Batches of similar length, in another order each epoch; under torchrun, this process's part of them."""
    frames = np.asarray(clips.labels[:, 0])
    return load(clips, SimilarLengths(frames, batch, seed, *machine.rank_and_world()))


def in_any_order(songs: Songs | Beats, batch: int, seed: int) -> DataLoader:
    """Batches of songs in another order each epoch; under torchrun, this process's part of them."""
    return load(songs, SimilarLengths(np.zeros(len(songs)), batch, seed, *machine.rank_and_world()))


def all_in_order(clips: Clips, batch: int) -> DataLoader:
    """Every clip once, from short to long; under torchrun, this process's part of the batches."""
    return once(clips, np.argsort(clips.labels[:, 0], kind="stable"), batch)


def once(data: Clips | Songs | Beats, order: np.ndarray, batch: int) -> DataLoader:
    """Everything once, in an order; under torchrun, this process's part of the batches."""
    rank, world = machine.rank_and_world()
    batches = [order[first : first + batch].tolist() for first in range(0, len(order), batch)]
    return load(data, batches[rank::world])


def load(data: Clips | Songs | Beats, batches: Iterable[list[int]]) -> DataLoader:
    """A GPU is fed by processes that run ahead; a CPU would only lose the cores that they take."""
    workers = LOADERS if torch.cuda.is_available() else 0
    return DataLoader(
        data, batch_size=None, sampler=batches, num_workers=workers, persistent_workers=workers > 0
    )
