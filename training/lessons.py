"""From clips to songs: both networks learn what a segment's neighbours say, with clips beside the songs.

Clips hold more instruments, and more damage, than so many songs do.

Some songs may be real recordings, whose chords another recogniser has heard. It is believed in what it knows
best: the root, and whether the third is minor.
"""

import numpy as np
import torch
import torch.nn.functional as F
from lightning.pytorch.utilities import CombinedLoader
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, RandomSampler

from model.chords import QUALITIES, TYPES
from preprocessing.features import loudest_nearby, loudest_of_clip
from preprocessing.layout import SEGMENT_STEP
from training.answers import named_right, on_true_root
from training.database import NO_TYPE, Batch, Clips, SongBatch, Songs
from training.learner import (
    GoingOn,
    computed_type,
    in_any_order,
    load,
    make_loader,
    once,
    total,
    varied,
)

SONGS = 8  # in a batch
CLIPS_BESIDE = 16  # the songs
KEPT = 0.45  # of weights that knew songs already, in the end
EXCERPT_SHARE = 0.25  # of the batches of songs: of these an excerpt is heard, as while somebody still plays
SHORTEST = 6  # segments of an excerpt
RECORDINGS = 6  # pieces of real ones in a batch, beside the songs
RECORDINGS_WEIGHT = 1.0  # of what these lose, beside what the songs do
UNRELIABLE = 0.2  # of what another recogniser says of them
CLIPS, OF_SONGS, OF_RECORDINGS = "clips", "songs", "recordings"  # a lesson's parts


def may_mean(said: str, meant: str) -> bool:
    """Tell if what is said to be of one type may be of another: of its family, which has no power chords.

    They would fit every triad, and be learned for all of them.
    """
    family = QUALITIES[said].family
    return meant == said or (family is not None and QUALITIES[meant].family == family)


MEANINGS = torch.tensor([[may_mean(said, meant) for meant in TYPES] for said in TYPES])


class SongLearner(GoingOn):
    """Both networks, each batch with clips and songs, and with real recordings if there are any."""

    def hear_songs(self, batch: SongBatch) -> tuple[Tensor, Tensor, Tensor]:
        """The logits of root, of type on each root, and of bass, of all segments [songs * segments, ...]."""
        spectrograms = batch.spectrograms.to(computed_type(batch.spectrograms.device))
        roots, basses = self.root_network.of_songs(spectrograms)
        return roots, self.type_network.of_songs(spectrograms), basses

    def of_songs(self, batch: SongBatch) -> tuple[dict[str, Tensor], Tensor]:
        """The losses of root, bass and type, and the segments named right, bool [songs * segments]."""
        roots, types, basses = self.hear_songs(batch)
        return self.losses(roots, types, basses, batch), named_right(roots, types, batch)

    def of_recordings(self, batch: SongBatch) -> dict[str, Tensor]:
        """The losses of root and type where another recogniser, not the truth, has told the targets."""
        roots, types, _ = self.hear_songs(batch)
        of_roots, named = F.one_hot(batch.roots, roots.shape[1]), batch.types != NO_TYPE
        meant = MEANINGS.to(types.device)[batch.types[named]]
        on_roots = on_true_root(types, batch.roots)[named]
        return {"root_loss": doubted(roots, of_roots), "type_loss": doubted(on_roots, meant)}

    def training_step(self, batch: dict[str, Batch | SongBatch], _: int) -> Tensor:
        of_clips, clips_right = self(varied(batch[CLIPS], loudest_of_clip))
        songs = varied(batch[OF_SONGS], loudest_nearby)
        of_songs, songs_right = self.of_songs(excerpt(songs) if torch.rand(()) < EXCERPT_SHARE else songs)
        loss, scores = total(of_clips) + total(of_songs), {f"songs_{name}": x for name, x in of_songs.items()}
        if OF_RECORDINGS in batch:
            heard = self.of_recordings(varied(batch[OF_RECORDINGS], loudest_nearby))
            loss = loss + RECORDINGS_WEIGHT * sum(heard.values())
            scores |= {f"recordings_{name}": value for name, value in heard.items()}
        right = {"joint": clips_right.float().mean(), "songs_joint": songs_right.float().mean()}
        self.log_dict(right | scores, prog_bar=True, batch_size=1, sync_dist=True)
        return loss

    def validation_step(self, batch: Batch | SongBatch, _: int, dataloader_idx: int = 0) -> None:
        losses, right = self.of_songs(batch) if isinstance(batch, SongBatch) else self(batch)
        kind = "valid_songs" if isinstance(batch, SongBatch) else "valid"
        scores = {f"{kind}_{name}": value for name, value in losses.items()}
        scores[f"{kind}_joint"] = right.float().mean()
        self.log_dict(scores, batch_size=len(right), sync_dist=True, add_dataloader_idx=False)


def doubted(logits: Tensor, meant: Tensor) -> Tensor:
    """The loss of logits [segments, labels], where somebody says which are meant [segments, labels].

    A share of what is said (`UNRELIABLE`) is said at random, so that little is learned from it where the
    networks are sure of something else.
    """
    meant = meant.float()
    probable = (logits.float().softmax(1) * meant).sum(1)
    said = (1 - UNRELIABLE) * probable + UNRELIABLE * meant.mean(1)
    return -said.log().sum() / max(1, len(said))


def excerpt(batch: SongBatch) -> SongBatch:
    """The same part of each song of a batch, drawn at random."""
    songs = len(batch.spectrograms)
    segments = len(batch.roots) // songs
    length = int(torch.randint(SHORTEST, segments + 1, ()))
    start = int(torch.randint(segments - length + 1, ()))
    end = start + length
    targets = (
        of_all.unflatten(0, (songs, segments))[:, start:end].flatten()
        for of_all in (batch.roots, batch.types, batch.basses)
    )
    return SongBatch(batch.spectrograms[..., start * SEGMENT_STEP : end * SEGMENT_STEP], *targets)


def make_lessons(
    clips: Clips, songs: Songs, batch: int, seed: int, recordings: Songs | None = None
) -> CombinedLoader:
    """Batches of clips and songs side by side, in another order each epoch; it ends with the fewer.

    Beside each are pieces of recordings, if there are any, drawn at random.
    """
    parts = {CLIPS: make_loader(clips, batch, seed), OF_SONGS: in_any_order(songs, SONGS, seed)}
    if recordings is not None:
        count = RECORDINGS * min(map(len, parts.values()))
        drawn = RandomSampler(recordings, replacement=True, num_samples=count)
        parts[OF_RECORDINGS] = load(recordings, BatchSampler(drawn, RECORDINGS, drop_last=True))
    return CombinedLoader(parts, "min_size")


def steps(loader: CombinedLoader) -> int:
    """The batches of an epoch."""
    return min(map(len, loader.flattened))


def songs_in_order(songs: Songs) -> DataLoader:
    """Every song once; under torchrun, this process's part of them."""
    return once(songs, np.arange(len(songs)), SONGS)
