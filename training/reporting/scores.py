"""Scores: recordings heard one by one, and the shares of them that were named right."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track

from model.chords import NO_CHORD, Chord
from model.decision import ALL, in_vocabulary
from model.prediction import ALMOST_CERTAIN
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
        """True where root and type are both right, whatever the bass, or no chord was rightly called none."""
        return (self.truth.root, self.truth.type) == (self.answer.root, self.answer.type)

    @property
    def is_certain(self) -> bool:
        """True where the page would say "almost certainly"."""
        return self.confidence >= ALMOST_CERTAIN

    @property
    def is_chord(self) -> bool:
        """True where there is a chord to be heard."""
        return self.truth != NO_CHORD


@dataclass(frozen=True)
class Scores:
    """Shares of n recordings; None for a share of nothing.

    root, type, joint: of all recordings, those whose root, type, or both were named right. bass: of the
    chords whose bass the manifest tells, those whose lowest note was named right.
    not_sure: of all. right_withheld, wrong_withheld: of the right and of the wrong answers, those that
    "not sure" holds back. refused: of the chords, those called no chord. certain_wrong: of all, those
    named wrong with the confidence that the page calls "almost certainly".
    calibration_error: expected calibration error of the joint confidence, 15 bins.
    """

    n: int
    root: float
    type: float
    joint: float
    bass: float | None
    not_sure: float
    right_withheld: float | None
    wrong_withheld: float | None
    refused: float | None
    certain_wrong: float
    calibration_error: float


def judge(listener: Listener, manifest: Path, name: str = "Listening", vocabulary: str = ALL) -> list[Judged]:
    """Let a listener hear every audio file of a manifest whose chord a vocabulary has.

    Raises ManifestError, and AudioError for a file that cannot be read: a score over part of a manifest
    would not be that manifest's score.
    """
    judged = []
    for row in track(manifests.read(manifest), name, console=Console(stderr=True), transient=True):
        truth = in_vocabulary(manifests.chord(row), vocabulary)
        if truth is not None:
            answer = listener.predict(manifest.parent / row["path"])
            judged.append(Judged(row, truth, answer.chord, answer.confidence, answer.sure))
    return judged


def score(judged: Sequence[Judged]) -> Scores:
    """Scores of some recordings; of "no chord", root and type are right when nothing is named."""
    return Scores(
        n=len(judged),
        root=share(judged, lambda j: j.truth.root == j.answer.root),
        type=share(judged, lambda j: j.truth.type == j.answer.type),
        joint=share(judged, lambda j: j.right),
        bass=share([j for j in judged if j.is_chord and j.row.get("bass")], _bass_right),
        not_sure=share(judged, lambda j: not j.sure),
        right_withheld=share([j for j in judged if j.right], lambda j: not j.sure),
        wrong_withheld=share([j for j in judged if not j.right], lambda j: not j.sure),
        refused=share([j for j in judged if j.is_chord], lambda j: j.answer == NO_CHORD),
        certain_wrong=share(judged, lambda j: j.is_certain and not j.right),
        calibration_error=calibration_error(
            torch.tensor([j.confidence for j in judged]), torch.tensor([j.right for j in judged])
        ),
    )


def _bass_right(judged: Judged) -> bool:
    """True where the lowest note was named right."""
    return (judged.truth.bass or judged.truth.root) == (judged.answer.bass or judged.answer.root)


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
