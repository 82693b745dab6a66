"""How good answers are: recordings heard one by one, and the shares of them that were named right."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track

from model.chords import NO_CHORD, Chord
from training.calibrate import calibration_error
from training.listener import Listener

REQUIRED = ("path", "root", "type")  # columns of every manifest


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
        """Whether root and type are both right, or no chord was rightly called none."""
        return self.truth == self.answer


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


def read_manifest(path: Path, columns: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a manifest. Raises ValueError, in words, without rows, its own or these `columns`."""
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        rows, present = list(reader), reader.fieldnames or []
    missing = [column for column in (*REQUIRED, *columns) if column not in present]
    if missing:
        raise ValueError(f"{path} has no column {', '.join(missing)}; it has {', '.join(present) or 'none'}")
    if not rows:
        raise ValueError(f"{path} lists no recordings")
    for row in rows:
        truth(row)
    return rows


def truth(row: dict[str, str]) -> Chord:
    """The chord of a row; root "N" (or empty) is none. Raises ValueError, in words, for what is no chord."""
    return NO_CHORD if row["root"] in ("", NO_CHORD.label) else Chord(row["root"], row["type"])


def judge(listener: Listener, manifest: Path, name: str = "Listening") -> list[Judged]:
    """Let a listener hear every audio file of a manifest with columns path, root, type.

    Paths are relative to the manifest. Raises ValueError as `read_manifest` does, and AudioError for a file
    that cannot be read: a score over part of a manifest would not be that manifest's score.
    """
    judged = []
    for row in track(read_manifest(manifest), name, console=Console(stderr=True), transient=True):
        answer = listener.predict(manifest.parent / row["path"])
        judged.append(Judged(row, truth(row), answer.chord, answer.confidence, answer.sure))
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
        refused=share([j for j in judged if j.truth != NO_CHORD], lambda j: j.answer == NO_CHORD),
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


def score_by(judged: Iterable[Judged], columns: Sequence[str]) -> dict[str, Scores]:
    """Scores for each combination of values in some columns of the manifest."""
    groups = group_by(judged, lambda j: " ".join(j.row[column] for column in columns))
    return {name: score(group) for name, group in sorted(groups.items())}
