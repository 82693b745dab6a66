"""The network that hears beats: in each frame none, a beat, or the first beat of a bar."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from preprocessing import onsets
from preprocessing.onsets import BANDS

FEATURES = {
    name.lower(): getattr(onsets, name)
    for name in ("SAMPLE_RATE", "HOP", "WINDOW", "LOWEST", "HIGHEST", "BANDS_PER_OCTAVE", "DYNAMIC_RANGE")
}
NO_BEAT, BEAT, DOWNBEAT = range(3)
WEIGHTS = (1.0, 4.0, 8.0)  # so often training counts frames of each kind, since beats are rare
LAG = 2  # frames back, 40 ms, to the level that one is compared with
CHANNELS = 64
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256)  # frames: it hears 10 s to either side
DROPOUT = 0.1


def rises(levels: Tensor) -> Tensor:
    """By how much each band is louder than a moment before, from 0: [songs, BANDS, frames] -> the same.

    It is compared with the loudest of its neighbours then, so that vibrato is no onset (Böck and Widmer,
    "Maximum filter vibrato suppression for onset detection", DAFx 2013).
    """
    before = F.pad(levels, (LAG, 0), mode="replicate")[..., : levels.shape[-1]]
    loudest = F.max_pool1d(before.movedim(1, 2), 3, 1, 1).movedim(2, 1)
    return F.relu(levels - loudest)


class BeatCNN(nn.Module):
    """Convolutions over time, each seeing twice as far as the one before.

    After Davies and Böck, "Temporal convolutional networks for musical audio beat tracking", EUSIPCO 2019.
    """

    labels = ("none", "beat", "downbeat")
    features = FEATURES

    def __init__(self) -> None:
        super().__init__()
        self.bands = nn.Sequential(
            nn.Conv1d(2 * BANDS, CHANNELS, 3, padding=1), nn.ReLU(), nn.Dropout(DROPOUT)
        )
        self.blocks = nn.ModuleList(self._block(dilation) for dilation in DILATIONS)
        self.beats = nn.Conv1d(CHANNELS, len(self.labels), 1)

    @staticmethod
    def _block(dilation: int) -> nn.Sequential:
        return nn.Sequential(
            nn.BatchNorm1d(CHANNELS),
            nn.Conv1d(CHANNELS, CHANNELS, 3, padding=dilation, dilation=dilation),
            nn.ReLU(),
            nn.Dropout(DROPOUT),
            nn.Conv1d(CHANNELS, CHANNELS, 1),
        )

    def forward(self, levels: Tensor) -> Tensor:
        """Levels [songs, BANDS, frames] -> logits [songs, 3, frames]."""
        x = self.bands(torch.cat([levels, rises(levels)], dim=1))
        for block in self.blocks:
            x = x + block(x)
        return self.beats(x)
