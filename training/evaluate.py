"""Score the recogniser on recordings: python -m training.evaluate --manifest FILE.csv [--by COLUMN]."""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from model.chords import NO_CHORD, Chord
from model.recognizer import Recognizer


@dataclass(frozen=True)
class Scores:
    """Shares of n recordings named right: the root, the type, and both; and of answers held as "not sure"."""

    n: int
    root: float
    type: float
    joint: float
    not_sure: float


@dataclass(frozen=True)
class Judged:
    """A recording's row of the manifest, its chord, the answer, and whether the recogniser was sure of it."""

    row: dict[str, str]
    truth: Chord
    answer: Chord
    sure: bool


def judge(recognizer: Recognizer, manifest: Path) -> list[Judged]:
    """Run the recogniser on every audio file of a manifest with columns path, root, type.

    Paths are relative to the manifest; root "N" (or empty) is no chord. Raises AudioError for a file that
    cannot be read: a score over part of a manifest would not be that manifest's score.
    """
    with open(manifest, newline="") as file:
        rows = list(csv.DictReader(file))
    judged = []
    for row in track(rows, "Listening", console=Console(stderr=True), transient=True):
        prediction = recognizer.predict(manifest.parent / row["path"])
        truth = NO_CHORD if row["root"] in ("", "N") else Chord(row["root"], row["type"])
        judged.append(Judged(row, truth, prediction.chord, prediction.sure))
    return judged


def score(judged: Sequence[Judged]) -> Scores:
    """Accuracies over some recordings; of "no chord", root and type are right when nothing is named."""

    def share(right: Callable[[Judged], bool]) -> float:
        return sum(map(right, judged)) / len(judged)

    return Scores(
        n=len(judged),
        root=share(lambda j: j.truth.root == j.answer.root),
        type=share(lambda j: j.truth.type == j.answer.type),
        joint=share(lambda j: j.truth == j.answer),
        not_sure=share(lambda j: not j.sure),
    )


def score_by(judged: Iterable[Judged], columns: Sequence[str]) -> dict[str, Scores]:
    """Scores for each combination of values in some columns of the manifest."""
    groups = defaultdict(list)
    for item in judged:
        groups[" ".join(item.row[column] for column in columns)].append(item)
    return {name: score(group) for name, group in sorted(groups.items())}


def main() -> None:
    """Read the command line, judge a manifest, print its scores."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--manifest", type=Path, required=True, help="CSV with columns path, root, type")
    parser.add_argument("--by", nargs="*", default=[], metavar="COLUMN", help="also score by these columns")
    parser.add_argument("--weights", type=Path, help="directory of other weights than those that ship")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", action="store_true", help="list what was named wrong")
    options = parser.parse_args()
    torch.set_num_threads(1)  # a clip is too small to share between cores
    recognizer = Recognizer.load(options.weights) if options.weights else Recognizer.load()
    judged = judge(recognizer, options.manifest)
    total, groups = score(judged), score_by(judged, options.by) if options.by else {}
    mistakes = [
        f"{j.row['path']}: {j.truth.label} heard as {j.answer.label}" for j in judged if j.truth != j.answer
    ]
    if options.json:
        by = {name: asdict(scores) for name, scores in groups.items()}
        print(json.dumps(asdict(total) | {"by": by, "mistakes": mistakes}))
    else:
        Console().print(as_table({"all": total} | groups))
        if options.mistakes:
            print(*mistakes, sep="\n")


def as_table(groups: dict[str, Scores]) -> Table:
    """Scores as a table, a group a row."""
    table = Table("group", "n", "root", "type", "joint", "not sure")
    for name, s in groups.items():
        table.add_row(name, str(s.n), *(f"{share:.4f}" for share in (s.root, s.type, s.joint, s.not_sure)))
    return table


if __name__ == "__main__":
    main()
