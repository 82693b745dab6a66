"""The root and the type network together: pictures in, what both say of them out."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model import weights
from model.decision import Calibration
from model.networks import RootCNN, TypeCNN
from model.prediction import Logits
from preprocessing.layout import SEGMENT_STEP

Progress = Callable[[float], None]  # is told the share of the work that is done, 0 to 1


@dataclass(frozen=True, eq=False)
class ChordNetworks:
    """Two networks of one training, and how what they say is turned into confidence."""

    root: RootCNN = field(default_factory=RootCNN)
    type: TypeCNN = field(default_factory=TypeCNN)
    calibration: Calibration = field(default_factory=Calibration)

    def __post_init__(self) -> None:
        self.root.eval()
        self.type.eval()

    @classmethod
    def load(cls, folder: Path) -> "ChordNetworks":
        """The networks of a folder of weights. Raises WeightsError when they do not fit."""
        root, type_ = RootCNN(), TypeCNN()
        of_root = weights.load(root, folder / weights.ROOT)
        weights.check_same_training(of_root, weights.load(type_, folder / weights.TYPE))
        return cls(root, type_, of_root.calibration)

    def save(self, folder: Path, commit: str, data: str, scores: dict[str, float]) -> None:
        """Write both into a folder, with the facts that `weights.Metadata` holds."""
        folder.mkdir(parents=True, exist_ok=True)
        for network, name in ((self.root, weights.ROOT), (self.type, weights.TYPE)):
            metadata = weights.Metadata(network.labels, self.calibration, commit, data, scores)
            weights.save(network, metadata, folder / name)

    @torch.inference_mode()
    def hear_clips(self, pictures: np.ndarray, heard: np.ndarray | None = None) -> list[Logits]:
        """Pitch spectrograms [clips, bins, frames] -> what both networks say of each.

        heard: the frames of each clip that count, bool [clips, frames]; all of them if not given.
        """
        spectrograms = torch.from_numpy(pictures)
        if heard is None:
            heard = np.ones((len(pictures), pictures.shape[-1]), dtype=bool)
        mask = torch.from_numpy(heard)
        roots, basses = self.root(spectrograms, mask)
        types = self.type(spectrograms, mask)
        return [Logits(*of_one) for of_one in zip(roots.numpy(), types.numpy(), basses.numpy(), strict=True)]

    @torch.inference_mode()
    def hear_song(
        self, picture: np.ndarray, progress: Progress | None = None, other_core: Executor | None = None
    ) -> Logits:
        """A pitch spectrogram [bins, frames] -> what both networks say of each of its segments.

        progress: is told by this thread, now and then, how far the root network has listened. other_core:
        where the other network listens at the same time, if there is one.
        """
        song = torch.from_numpy(picture)[None]
        types = other_core.submit(_hear_segments, self.type, song) if other_core else None
        roots, basses = _hear_segments(self.root, song, progress)
        of_types = types.result() if types else _hear_segments(self.type, song)
        return Logits(roots.numpy(), of_types.numpy(), basses.numpy())


@torch.inference_mode()
def _hear_segments(
    network: RootCNN | TypeCNN, song: Tensor, progress: Progress | None = None
) -> Tensor | tuple[Tensor, Tensor]:
    """A song's spectrogram [1, bins, frames] -> what a network says of its segments."""
    chunks, count = [], 0
    for chunk in network.trunk.in_chunks(song):
        chunks.append(chunk)
        count += chunk.shape[1]
        if progress is not None:
            progress(min(1.0, count * SEGMENT_STEP / song.shape[-1]))
    return network.name(network.trunk.neighbours(torch.cat(chunks, dim=1))[0])
