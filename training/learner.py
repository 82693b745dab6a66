"""What a training step does: both networks, their losses and schedule, and the order of the clips."""

import os
from collections.abc import Iterable, Iterator

import lightning
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from model import decision
from model.networks import RootCNN, TypeCNN
from training.database import NO_TYPE, Batch, Clips

LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.02
LABEL_SMOOTHING = 0.02
LOADERS = 4  # processes that read batches for a GPU
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
        spectrograms = batch.spectrograms.to(computed_type(batch.spectrograms.device))
        roots = self.root_network(spectrograms, batch.mask)
        types = self.type_network(spectrograms, batch.mask)
        smoothing = LABEL_SMOOTHING if self.training else 0.0
        root_loss = F.cross_entropy(roots, batch.roots, label_smoothing=smoothing)
        type_loss = F.cross_entropy(types, batch.types, label_smoothing=smoothing, ignore_index=NO_TYPE)
        return root_loss, type_loss, named_right(roots, types, batch)

    def training_step(self, batch: Batch, _: int) -> Tensor:
        root_loss, type_loss, right = self.losses(batch)
        self.log_dict(
            {"root_loss": root_loss, "type_loss": type_loss, "joint": right.float().mean()},
            prog_bar=True,
            sync_dist=True,
        )
        return root_loss + type_loss

    def validation_step(self, batch: Batch, _: int) -> None:
        root_loss, type_loss, right = self.losses(batch)
        scores = {
            "valid_root_loss": root_loss,
            "valid_type_loss": type_loss,
            "valid_joint": right.float().mean(),
        }
        self.log_dict(scores, prog_bar=True, batch_size=len(right), sync_dist=True)

    def configure_optimizers(self) -> dict:
        optimizer = torch.optim.AdamW(self.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, LEARNING_RATE, total_steps=self.steps, pct_start=0.15
        )
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def has_fast_bfloat16() -> bool:
    """Whether this machine multiplies in bfloat16 faster than in float32: GPUs, and CPUs that have it."""
    able = torch.cpu.get_capabilities()
    return torch.cuda.is_available() or any(able.get(name) for name in ("amx_bf16", "avx512_bf16"))


def computed_type(device: torch.device) -> torch.dtype:
    """What a device convolves in at present. Of anything wider, each network would first make copies."""
    autocast = torch.is_autocast_enabled(device.type)
    return torch.get_autocast_dtype(device.type) if autocast else torch.float32


def named_right(root_logits: Tensor, type_logits: Tensor, batch: Batch) -> Tensor:
    """The clips whose root and type are both named right, bool [clips], with logits as they are."""
    answers = decision.probabilities(as_array(root_logits), as_array(type_logits))[2].argmax(axis=1)
    return torch.from_numpy(answers) == answer_targets(batch.roots, batch.types)


def answer_targets(roots: Tensor, types: Tensor) -> Tensor:
    """Targets of both networks [clips] -> the place of the right answer in `ANSWERS` [clips]."""
    return torch.from_numpy(decision.answer_indices(as_array(roots), as_array(types)))


def as_array(values: Tensor) -> np.ndarray:
    """A tensor from any device as an array; of bfloat16, which NumPy lacks, as float32."""
    return (values.float() if values.is_floating_point() else values).detach().cpu().numpy()


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
    return _load(clips, SimilarLengths(frames, batch, seed, *_place()))


def all_in_order(clips: Clips, batch: int) -> DataLoader:
    """Every clip once, from short to long; under torchrun, this process's part of the batches."""
    order = np.argsort(clips.labels[:, 0], kind="stable")
    rank, world = _place()
    batches = [order[first : first + batch].tolist() for first in range(0, len(order), batch)]
    return _load(clips, batches[rank::world])


def _place() -> tuple[int, int]:
    """Which of how many processes this is, as torchrun says."""
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def _load(clips: Clips, batches: Iterable[list[int]]) -> DataLoader:
    """A GPU is fed by processes that run ahead; a CPU would only lose the cores that they take."""
    workers = LOADERS if torch.cuda.is_available() else 0
    return DataLoader(
        clips, batch_size=None, sampler=batches, num_workers=workers, persistent_workers=workers > 0
    )
