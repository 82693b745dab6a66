"""Networks on MFCCs as in a published film-genre study: a binary specialist for each label, or one for all.

The study names convolutions, dropout, momentum, rates and patience; where it leaves something open, a comment
says so. A specialist hears, each epoch, all clips of its label and as many others, drawn anew: of all clips,
eleven in twelve would teach it to say no.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.chords import NO_CHORD, ROOT_LABELS, ROOTS
from model.decision import ANSWERS, TRIAD_TYPES, TRIADS
from training import learner
from training.answers import answer_targets
from training.database import Batch
from training.listeners.mel import chord_loss
from training.machine import has_fast_bfloat16
from training.prepared.others import MFCC_COEFFICIENTS
from training.prepared.sources import SourceError

LABELS = (*ROOTS, *TRIAD_TYPES)
CONVOLUTIONS = ((5, 32), (4, 64), (2, 128), (2, 256))  # kernel, filters; each is followed by pooling of 2x2
DROPOUTS = (0.1, 0.2, 0.3, 0.5)  # after each pooling
FLAT = 256 * 1 * 4  # what four convolutions leave of (40, 100)
RATES = (0.01, 0.0001)  # from the first epoch to the last
MOMENTA = (0.9, 0.999)  # likewise
PATIENCE = 30  # epochs without progress on the validation clips, then training ends
BATCH = 32  # the study says nothing of it; small, since epochs are few
YES = 0.5  # a specialist says yes from this probability on

Loss = Callable[[Tensor, Tensor], Tensor]  # of logits [batch, outputs] and targets [batch, ...]


class MfccCNN(nn.Module):
    """Four convolutions on MFCCs, each coefficient brought to mean 0 and deviation 1; logits."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, outputs: int, mfccs: Tensor) -> None:
        """mfccs [clips, 1, 40, 100]: the training clips, whose means and deviations are kept."""
        super().__init__()
        flat = mfccs.transpose(0, 2).reshape(MFCC_COEFFICIENTS, -1)
        self.register_buffer("mean", flat.mean(1)[:, None])
        self.register_buffer("deviation", flat.std(1).clamp_min(1e-3)[:, None])
        blocks: list[nn.Module] = []
        inputs = 1
        for (kernel, filters), dropout in zip(CONVOLUTIONS, DROPOUTS, strict=True):
            blocks += [nn.Conv2d(inputs, filters, kernel), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(dropout)]
            inputs = filters
        self.blocks = nn.Sequential(*blocks)
        self.classify = nn.Linear(FLAT, outputs)

    def forward(self, mfccs: Tensor) -> Tensor:
        """[batch, 1, 40, 100] -> logits [batch, outputs], as float32, computed in bfloat16 if faster."""
        with torch.autocast(mfccs.device.type, torch.bfloat16, enabled=has_fast_bfloat16()):
            return self.classify(self.blocks((mfccs - self.mean) / self.deviation).flatten(1)).float()


@dataclass(frozen=True)
class Examples:
    """MFCCs [clips, 1, 40, 100], their targets [clips, ...], and the order of clips that makes an epoch."""

    mfccs: Tensor
    targets: Tensor
    order: Callable[[np.random.Generator], np.ndarray]

    def batches(self, rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """An epoch of MFCCs and targets."""
        order = torch.from_numpy(self.order(rng)).to(self.mfccs.device)
        for indices in order.split(BATCH):
            yield self.mfccs[indices], self.targets[indices]


def fit(network: MfccCNN, loss: Loss, train: Examples, valid: Examples, epochs: int, seed: int) -> int:
    """Train a network, and leave it as it was when the validation loss was lowest; gives epochs taken."""
    network.to(train.mfccs.device, memory_format=torch.channels_last)  # twice as fast on CPUs
    optimizer = torch.optim.SGD(network.parameters(), RATES[0], MOMENTA[0], nesterov=True)
    rng = np.random.default_rng(seed)

    def batches(epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        rate, momentum = (np.interp(epoch, (0, max(1, epochs - 1)), ends) for ends in (RATES, MOMENTA))
        optimizer.param_groups[0].update(lr=float(rate), momentum=float(momentum))
        return train.batches(rng)

    def update(reached: Tensor) -> None:
        optimizer.zero_grad()
        reached.backward()
        optimizer.step()

    return learner.fit(
        network,
        loss=lambda batch: loss(network(batch[0]), batch[1]),
        update=update,
        batches=batches,
        score=lambda: -mean_loss(network, loss, valid, seed),
        epochs=epochs,
        patience=PATIENCE,
    )


@torch.no_grad()
def mean_loss(network: MfccCNN, loss: Loss, examples: Examples, seed: int) -> float:
    """The mean over the clips of some examples, the same ones for the same seed."""
    network.eval()
    parts = [
        (loss(network(mfccs), targets).item(), len(mfccs))
        for mfccs, targets in examples.batches(np.random.default_rng(seed))
    ]
    return sum(value * clips for value, clips in parts) / sum(clips for _, clips in parts)


def fit_specialists(train: Batch, valid: Batch, epochs: int, seed: int) -> nn.ModuleList:
    """A network with one logit for each of `LABELS`. Raises SourceError where no clip has one of them."""
    networks = nn.ModuleList()
    for number, label in enumerate(LABELS):
        torch.manual_seed(seed + number)
        network = MfccCNN(1, train.spectrograms)
        parts = (_examples(batch, number, label) for batch in (train, valid))
        fit(network, yes_or_no_loss, *parts, epochs, seed + number)
        networks.append(network)
    return networks


def _examples(batch: Batch, number: int, label: str) -> Examples:
    own = label_targets(batch.roots, batch.types)[:, number]
    if not own.any():
        raise SourceError(f"No clip has the label {label}: please draw more of them.")
    return Examples(batch.spectrograms, own, lambda rng: balance(own.cpu().numpy(), rng))


def balance(own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The indices of all clips with a label, bool [clips], and of as many others, shuffled."""
    yes, no = np.flatnonzero(own), np.flatnonzero(~own)
    return rng.permutation(np.concatenate([yes, rng.choice(no, min(len(yes), len(no)), replace=False)]))


def fit_one(train: Batch, valid: Batch, epochs: int, seed: int) -> MfccCNN:
    """One network of the same convolutions for all: a softmax over 13 roots, another over 4 types."""
    torch.manual_seed(seed)
    network = MfccCNN(len(ROOT_LABELS) + len(TRIAD_TYPES), train.spectrograms)
    parts = (
        Examples(b.spectrograms, torch.stack([b.roots, b.types], 1), partial(shuffle, len(b.roots)))
        for b in (train, valid)
    )
    fit(network, lambda logits, targets: chord_loss(*split(logits), *targets.T), *parts, epochs, seed)
    return network


def shuffle(count: int, rng: np.random.Generator) -> np.ndarray:
    """The indices of all clips, shuffled."""
    return rng.permutation(count)


def yes_or_no_loss(logits: Tensor, own: Tensor) -> Tensor:
    """Cross-entropy of logits [batch, 1] and whether the label holds [batch]."""
    return F.binary_cross_entropy_with_logits(logits[:, 0], own.float())


def split(logits: Tensor) -> tuple[Tensor, Tensor]:
    """Logits [batch, 13 + 4] -> of roots [batch, 13], of types [batch, 4]."""
    return logits[:, : len(ROOT_LABELS)], logits[:, len(ROOT_LABELS) :]


def label_targets(roots: Tensor, types: Tensor) -> Tensor:
    """Targets of both networks [clips] -> which of `LABELS` hold, bool [clips, 16]; none for no chord."""
    of_roots = roots[:, None] == torch.arange(len(ROOTS), device=roots.device)
    of_types = types[:, None] == torch.arange(len(TRIAD_TYPES), device=types.device)
    return torch.cat([of_roots, of_types], dim=1)


def say_yes(networks: nn.ModuleList, mfccs: Tensor) -> Tensor:
    """The probability that each specialist gives its label: [clips, 1, 40, 100] -> [clips, 16]."""
    return torch.cat([network(mfccs) for network in networks], dim=1).sigmoid()


def vote(yes: Tensor) -> Tensor:
    """Probabilities [clips, 16] -> the answer, an index in those of `TRIADS`, and the type [clips, 2].

    The most probable root and the most probable type win; where no root reaches 0.5, it is no chord.
    """
    roots, types = yes[:, : len(ROOTS)], yes[:, len(ROOTS) :].argmax(1)
    chords, none = answer_targets(roots.argmax(1), types, TRIADS), ANSWERS[TRIADS].index(NO_CHORD)
    return torch.stack([torch.where(roots.amax(1) >= YES, chords, none), types], dim=1)
