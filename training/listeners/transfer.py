"""Four beginnings of the type network's training, with and without what the root network has learned."""

from collections.abc import Callable
from itertools import islice

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.networks import RootCNN, TypeCNN
from training import learner, machine
from training.answers import on_true_root
from training.database import NO_TYPE, Batch, Clips
from training.learner import BATCH, LABEL_SMOOTHING, PATIENCE, Plan, all_in_order, make_loader

SETTLING = 50  # batches over which the normalisations of a random trunk find their means

Beginning = Callable[[RootCNN, Clips, int], TypeCNN]  # of a root network, the training clips and a seed


class FrozenTrunk(TypeCNN):
    """A type network whose head alone is trained; its trunk stays as it is, its normalisations too."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk.requires_grad_(False)

    def train(self, mode: bool = True) -> "FrozenTrunk":
        """Ready to train, but for the trunk."""
        super().train(mode)
        self.trunk.eval()
        return self


def from_scratch(root: RootCNN, clips: Clips, seed: int, kind: type[TypeCNN] = TypeCNN) -> TypeCNN:
    """All weights random, all of them trained."""
    torch.manual_seed(seed)
    return kind()


def fine_tuned(root: RootCNN, clips: Clips, seed: int, kind: type[TypeCNN] = TypeCNN) -> TypeCNN:
    """The root network's trunk, trained further with a new head."""
    network = from_scratch(root, clips, seed, kind)
    network.trunk.load_state_dict(root.trunk.state_dict())
    return network


def frozen(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """The root network's trunk as it is; the head alone is trained."""
    return fine_tuned(root, clips, seed, FrozenTrunk)


def frozen_random(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """Random features: a trunk that has learned only how loud its channels are; the head is trained."""
    network = from_scratch(root, clips, seed, FrozenTrunk)
    settle(network, clips, seed)
    return network


@torch.no_grad()
def settle(network: TypeCNN, clips: Clips, seed: int) -> None:
    """Let the normalisations of a trunk take their means from clips; its weights stay."""
    network.eval()
    for module in network.trunk.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.momentum = None  # of all batches, not the latest
            module.train()
    for batch in islice(make_loader(clips, min(BATCH, len(clips)), seed), SETTLING):
        network.trunk(batch.spectrograms, batch.mask)
    network.eval()


def fit(network: TypeCNN, train: Clips, valid: Clips, plan: Plan) -> TypeCNN:
    """Train what is not frozen as `training.train` does; the epoch that is best on `valid`."""
    learner.fit_clips(
        network,
        loss=lambda batch: type_loss(network, batch),
        clips=train,
        score=lambda: accuracy(network, valid),
        plan=plan,
        patience=PATIENCE,
    )
    return network


def type_loss(network: TypeCNN, batch: Batch) -> Tensor:
    """The type network's loss as in `training.learner`."""
    with torch.autocast(batch.types.device.type, torch.bfloat16, enabled=machine.has_fast_bfloat16()):
        types = on_true_root(network(batch.spectrograms, batch.mask), batch.roots)
    return F.cross_entropy(types, batch.types, label_smoothing=LABEL_SMOOTHING, ignore_index=NO_TYPE)


@torch.no_grad()
def accuracy(network: TypeCNN, clips: Clips) -> float:
    """The share of chords whose type on their own root is named right."""
    network.eval()
    device = next(network.parameters()).device
    right = chords = 0
    for batch in (b.to(device) for b in all_in_order(clips, BATCH)):
        types = on_true_root(network(batch.spectrograms, batch.mask), batch.roots)
        right += int((types.argmax(1) == batch.types).sum())
        chords += int((batch.types != NO_TYPE).sum())
    return right / max(1, chords)
