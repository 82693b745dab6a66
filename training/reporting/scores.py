"""Scores: recordings heard one by one, and the shares of them that were named right."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track

from model.chords import NO_CHORD, Chord
from training import manifest as manifests
from training.calibration import calibration_error
from training.listeners import Listener


@dataclass(frozen=True)
class Judged:
    """A recording's row of the manifest, its chord, and the answer with its confidence."""

    row: dict[str, str]
    truth: Chord
    answer: Chord
    confidence: float
    sure: bool

    @property
    def right(self) -> bool:
        """True where root and type are both right, or no chord was rightly called none."""
        return self.truth == self.answer

    @property
    def is_chord(self) -> bool:
        """True where there is a chord to be heard."""
        return self.truth != NO_CHORD


@dataclass(frozen=True)
class Scores:
    """Shares of n recordings; None for a share of nothing.

    root, type, joint: of all recordings, those whose root, type, or both were named right.
    not_sure: of all. right_withheld, wrong_withheld: of the right and of the wrong answers, those that
    "not sure" holds back. refused: of the chords, those called no chord.
    calibration_error: expected calibration error of the joint confidence, 15 bins.
    """

    n: int
    root: float
    type: float
    joint: float
    not_sure: float
    right_withheld: float | None
    wrong_withheld: float | None
    refused: float | None
    calibration_error: float


def judge(listener: Listener, manifest: Path, name: str = "Listening") -> list[Judged]:
    """Let a listener hear every audio file of a manifest.

    Raises ManifestError, and AudioError for a file that cannot be read: a score over part of a manifest
    would not be that manifest's score.
    """
    judged = []
    for row in track(manifests.read(manifest), name, console=Console(stderr=True), transient=True):
        answer = listener.predict(manifest.parent / row["path"])
        judged.append(Judged(row, manifests.chord(row), answer.chord, answer.confidence, answer.sure))
    return judged


def score(judged: Sequence[Judged]) -> Scores:
    """Scores of some recordings; of "no chord", root and type are right when nothing is named."""
    return Scores(
        n=len(judged),
        root=share(judged, lambda j: j.truth.root == j.answer.root),
        type=share(judged, lambda j: j.truth.type == j.answer.type),
        joint=share(judged, lambda j: j.right),
        not_sure=share(judged, lambda j: not j.sure),
        right_withheld=share([j for j in judged if j.right], lambda j: not j.sure),
        wrong_withheld=share([j for j in judged if not j.right], lambda j: not j.sure),
        refused=share([j for j in judged if j.is_chord], lambda j: j.answer == NO_CHORD),
        calibration_error=calibration_error(
            torch.tensor([j.confidence for j in judged]), torch.tensor([j.right for j in judged])
        ),
    )


def share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    """The share of recordings for which something holds; None where there are none."""
    return sum(map(holds, judged)) / len(judged) if judged else None


def group_by(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """Recordings with the same key together, in the order in which the keys first come."""
    groups = defaultdict(list)
    for item in judged:
        groups[key(item)].append(item)
    return dict(groups)


def score_by(
    judged: Iterable[Judged], key: Callable[[Judged], str], order: Callable[[str], object] | None = None
) -> dict[str, Scores]:
    """Scores of the groups with the same key, in an order of their keys, or as they first come."""
    groups = group_by(judged, key)
    names = sorted(groups, key=order) if order else groups
    return {name: score(groups[name]) for name in names}
