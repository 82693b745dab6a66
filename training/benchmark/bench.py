"""What every listener of the comparison gets, and what is kept of it: clips, recordings, answers."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from model.decision import ANSWERS
from training.database import Batch, Clips, Recipe, prepare
from training.prepared import recordings
from training.prepared.pictures import LAYOUTS
from training.prepared.sources import SourceError
from training.reporting import scores
from training.reporting.scores import Judged

HEARD_AT_ONCE = 64  # recordings
TEST, REAL = "test", "real"  # names of recordings that are scored

T = TypeVar("T")


@dataclass(frozen=True)
class Recorded:
    """Recordings that are scored: the rows of their manifest, their files, and their clips by features."""

    rows: list[dict[str, str]]
    files: list[str]
    clips: Mapping[str, Clips]

    def judge(self, heard: Tensor) -> list[Judged]:
        """Answers [recordings, 2] beside the truth; how sure they are is not compared."""
        pairs = zip(self.rows, heard[:, 0].tolist(), strict=True)
        return [Judged(row, scores.truth(row), ANSWERS[answer], 1.0, True) for row, answer in pairs]


@dataclass(frozen=True)
class Bench:
    """Clips to learn from, by features; recordings to be scored on, by name; and how long to train.

    weights: the folder of the networks that ship. home: where outcomes are kept.
    """

    train: Mapping[str, Clips]
    valid: Mapping[str, Clips]
    scored: Mapping[str, Recorded]
    epochs: int
    mfcc_epochs: int
    seed: int
    weights: Path
    home: Path


@dataclass(frozen=True)
class Outcome:
    """What came of a listener, by the name of the recordings, and what it took.

    heard: [recordings, 2]: the answer, an index in `ANSWERS`; and the type, one in `TYPES`, which is named
    beside "no chord" too.
    parameters, trained: all of them, and those that training changed. seconds: of training, 0 without any.
    labels: which of the 16 labels it gives the recordings of the test set, bool [recordings, 16], where its
    answer does not say so.
    """

    heard: dict[str, Tensor]
    parameters: int = 0
    trained: int = 0
    seconds: float = 0.0
    note: str = ""
    labels: Tensor | None = None


def prepare_recipes(recipe: Recipe, folder: Path) -> dict[str, Clips]:
    """The clips of a recipe in all features. Raises SourceError where they cannot be made."""
    return {features: prepare(recipe, folder, features) for features in LAYOUTS}


def prepare_recorded(source: recordings.Recordings, folder: Path) -> Recorded:
    """Recordings in all features. Raises SourceError where some cannot be heard: all are to be scored."""
    clips = {features: prepare(source, folder, features) for features in LAYOUTS}
    for prepared in clips.values():
        if len(prepared) < len(source):
            raise SourceError(f"{prepared.folder / 'broken.csv'} lists recordings that cannot be heard.")
    return Recorded(scores.read_manifest(source.manifest), [item.path for item in source.items], clips)


def remember(path: Path, work: Callable[[], Outcome]) -> Outcome:
    """What came of some work, read from disk if it was done before."""
    if path.exists():
        return Outcome(**torch.load(path, weights_only=True))
    outcome = work()
    torch.save(asdict(outcome), path)
    return outcome


@torch.inference_mode()
def hear(clips: Clips, listen: Callable[[Batch], Tensor]) -> Tensor:
    """What a listener makes of all clips, in their order: [clips, ...]."""
    starts = range(0, len(clips), HEARD_AT_ONCE)
    batches = (clips[[*range(start, min(start + HEARD_AT_ONCE, len(clips)))]] for start in starts)
    return torch.cat([listen(batch) for batch in batches])


def hear_all(bench: Bench, features: str, listen: Callable[[Batch], Tensor]) -> dict[str, Tensor]:
    """What a listener makes of all recordings that are scored."""
    return {name: hear(recorded.clips[features], listen) for name, recorded in bench.scored.items()}


def everything(clips: Clips) -> Batch:
    """All clips at once, in memory, on a GPU where there is one."""
    return clips[[*range(len(clips))]].to(device())


def device() -> torch.device:
    """Where networks are trained."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def count(*networks: nn.Module, trained: bool = False) -> int:
    """Parameters of some networks: all, or those that are trained."""
    parameters = (p for network in networks for p in network.parameters())
    return sum(p.numel() for p in parameters if p.requires_grad or not trained)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and how long it took, in seconds."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start
