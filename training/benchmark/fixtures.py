"""The clips that every contender learns from, the recordings it is scored on, and its answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from model.decision import ANSWERS, TRIADS
from training import machine, manifest
from training.database import Batch, Clips, prepare
from training.learner import BATCH, Plan
from training.prepared import recordings
from training.prepared.pictures import LAYOUTS
from training.prepared.sources import Source, SourceError
from training.reporting.scores import Judged

TEST, REAL = "test", "real"  # names of recordings that are scored

T = TypeVar("T")


@dataclass(frozen=True)
class Recorded:
    """Recordings that are scored: the rows of their manifest, their files, and their clips by features."""

    rows: list[dict[str, str]]
    files: list[str]
    clips: Mapping[str, Clips]

    def judge(self, answers: Tensor) -> list[Judged]:
        """Answers [recordings, 2] beside the truth; how sure they are is not compared."""
        pairs = zip(self.rows, answers[:, 0].tolist(), strict=True)
        return [Judged(row, manifest.chord(row), ANSWERS[TRIADS][answer], 1.0, True) for row, answer in pairs]


@dataclass(frozen=True)
class Bench:
    """Clips to learn from, by features; recordings to be scored on, by name; and how long to train.

    home: where outcomes are kept.
    """

    train: Mapping[str, Clips]
    valid: Mapping[str, Clips]
    scored: Mapping[str, Recorded]
    plan: Plan
    mfcc_epochs: int
    home: Path


@dataclass(frozen=True)
class Outcome:
    """The answers of a contender, by the name of the recordings, and what its training took.

    answers: [recordings, 2]: the answer, an index in those of `TRIADS`; and the type, one in `TRIAD_TYPES`,
    which is named beside "no chord" too.
    parameters, trained: all of them, and those that training changed. seconds: of training, 0 without any.
    """

    answers: dict[str, Tensor]
    parameters: int = 0
    trained: int = 0
    seconds: float = 0.0


def prepare_clips(source: Source, folder: Path, features: Sequence[str] = tuple(LAYOUTS)) -> dict[str, Clips]:
    """The clips of a source, by features. Raises SourceError where they cannot be made."""
    return {name: prepare(source, folder, name) for name in features}


def prepare_recorded(
    path: Path, folder: Path, features: Sequence[str] = tuple(LAYOUTS), split: str | None = None
) -> Recorded:
    """The recordings of a manifest, or of one split. Raises SourceError where some cannot be heard."""
    source = recordings.read_manifest(path, split)
    clips = prepare_clips(source, folder, features)
    for prepared in clips.values():
        if len(prepared) < len(source):
            raise SourceError(f"{prepared.folder / 'broken.csv'} lists recordings that cannot be heard.")
    rows = [row for row in manifest.read(path) if split in (None, row.get("split"))]
    return Recorded(rows, [item.path for item in source.items], clips)


def remember(path: Path, work: Callable[[], Outcome]) -> Outcome:
    """Run some work once; later calls read its outcome from `path`."""
    if path.exists():
        return Outcome(**torch.load(path, weights_only=True))
    print(f"{path.stem} ...", flush=True)
    outcome = work()
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(asdict(outcome), path)
    return outcome


@torch.inference_mode()
def answer(clips: Clips, listen: Callable[[Batch], Tensor]) -> Tensor:
    """The answers of a listener to all clips, in their order: [clips, ...]."""
    return torch.cat([listen(batch) for batch in clips.in_order(BATCH)])


def in_memory(clips: Clips) -> Batch:
    """All clips at once, on a GPU where there is one."""
    return clips[[*range(len(clips))]].to(machine.device())
