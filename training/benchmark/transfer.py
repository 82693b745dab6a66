"""Does what the root network has learned help the type network? Four beginnings of the same training."""

import copy
from collections.abc import Callable
from itertools import islice

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.networks import RootCNN, TypeCNN
from training.database import NO_TYPE, Batch, Clips
from training.learner import LABEL_SMOOTHING, BothNetworks, all_in_order, has_fast_bfloat16, make_loader
from training.train import BATCH, PATIENCE

SETTLING = 50  # batches over which the normalisations of a random trunk find their means

Beginning = Callable[[RootCNN, Clips, int], TypeCNN]  # of a root network, the training clips and a seed


def from_scratch(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """All weights random, all of them trained."""
    torch.manual_seed(seed)
    return TypeCNN()


def fine_tuned(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """The root network's trunk, trained further with a new head."""
    network = from_scratch(root, clips, seed)
    network.trunk.load_state_dict(root.trunk.state_dict())
    return network


def frozen(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """The root network's trunk as it is; the head alone is trained."""
    network = fine_tuned(root, clips, seed)
    network.trunk.requires_grad_(False)
    return network


def frozen_random(root: RootCNN, clips: Clips, seed: int) -> TypeCNN:
    """Random features: a trunk that has learned only how loud its channels are; the head is trained."""
    network = from_scratch(root, clips, seed)
    network.trunk.requires_grad_(False)
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


def fit(network: TypeCNN, train: Clips, valid: Clips, epochs: int, batch_size: int, seed: int) -> TypeCNN:
    """Train what is not frozen as `training.train` does; the epoch that is best on `valid`."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    torch.manual_seed(seed)
    loader = make_loader(train, batch_size, seed)
    optimizer, schedule = optimisation(network, epochs * len(loader))
    highest, best, best_epoch = -1.0, copy.deepcopy(network.state_dict()), 0
    for epoch in range(epochs):
        loader.sampler.set_epoch(epoch)
        learning(network)
        for batch in loader:
            optimizer.zero_grad()
            loss(network, batch.to(device)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        reached = accuracy(network, valid)
        if reached > highest:
            highest, best, best_epoch = reached, copy.deepcopy(network.state_dict()), epoch
        elif epoch - best_epoch >= PATIENCE:
            break
    network.load_state_dict(best)
    return network.cpu().eval()


def optimisation(
    network: TypeCNN, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """The optimiser and the schedule of `training.learner`, for a type network alone."""
    alone = BothNetworks(steps)
    alone.root_network, alone.type_network = nn.Identity(), network
    configured = alone.configure_optimizers()
    return configured["optimizer"], configured["lr_scheduler"]["scheduler"]


def learning(network: TypeCNN) -> None:
    """Ready to train; a frozen trunk stays as it is, its normalisations too."""
    network.train()
    network.trunk.train(any(weight.requires_grad for weight in network.trunk.parameters()))


def loss(network: TypeCNN, batch: Batch) -> Tensor:
    """The type network's loss as in `training.learner`."""
    with torch.autocast(batch.types.device.type, torch.bfloat16, enabled=has_fast_bfloat16()):
        types = network(batch.spectrograms, batch.mask)
    return F.cross_entropy(types, batch.types, label_smoothing=LABEL_SMOOTHING, ignore_index=NO_TYPE)


@torch.no_grad()
def accuracy(network: TypeCNN, clips: Clips) -> float:
    """The share of chords whose type is named right."""
    network.eval()
    device = next(network.parameters()).device
    right = chords = 0
    for batch in all_in_order(clips, BATCH):
        moved = batch.to(device)
        heard = network(moved.spectrograms, moved.mask).argmax(1)
        right += int((heard == moved.types).sum())
        chords += int((moved.types != NO_TYPE).sum())
    return right / max(1, chords)
