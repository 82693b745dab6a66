"""Score answers about songs: python -m training.songs.evaluate --manifest FILE.csv --predictions DIR.

The answers are what python -m model.predict --song --json prints, in a file or several in a folder; or, of
others, NAME.lab in a folder, as mir_eval reads it, with NAME.beats and NAME.key if there are any.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from training import manifest
from training.songs import annotation
from training.songs.annotation import Annotation
from training.songs.scores import Scores, score, total

# Of the fields of Scores, in per cent but for the segments.
HEADINGS = ("root", "majmin", "inv", "7ths", "tetr", "segs", "beat", "any", "down", "tempo", "key", "rel")
LONGEST_NAME = 12  # characters of a group


@dataclass(frozen=True)
class Judged:
    """A row of a manifest, the truth about its song, an answer, and its scores."""

    row: dict[str, str]
    truth: Annotation
    answer: Annotation
    scores: Scores


def judge(index: Path, predictions: Path) -> list[Judged]:
    """The songs of a manifest with the answers about them, judged.

    Raises ManifestError for a song without an answer or a manifest without songs; OSError or ValueError for
    files that cannot be read.
    """
    rows = manifest.read_rows(index)
    if not rows or "path" not in rows[0]:
        raise manifest.ManifestError(f"{index} lists no songs.")
    answers = annotation.read_answers(predictions)
    judged = []
    for row in rows:
        stem = Path(row["path"]).with_suffix("")
        if stem.name not in answers:
            raise manifest.ManifestError(f"{predictions} has no answer for {row['path']}.")
        truth, answer = annotation.read(index.parent / stem), answers[stem.name]
        judged.append(Judged(row, truth, answer, score(truth, answer)))
    return judged


def group(
    judged: Sequence[Judged], key: Callable[[Judged], str], order: Callable[[str], object] = str
) -> dict[str, list[Judged]]:
    """The songs with the same key together, in an order of the keys, the alphabet's by default."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return {name: groups[name] for name in sorted(groups, key=order)}


def by_columns(judged: Sequence[Judged], columns: Sequence[str]) -> dict[str, list[Judged]]:
    """The songs by these columns of the manifest; none without any. Raises ManifestError for unknown ones."""
    if unknown := set(columns) - set(judged[0].row):
        raise manifest.ManifestError(f"The manifest has no column {', '.join(sorted(unknown))}.")
    return group(judged, lambda one: " ".join(one.row[column] for column in columns)) if columns else {}


def as_table(groups: dict[str, list[Judged]]) -> Table:
    """Scores as a table, a group a row, narrow enough for 80 columns."""
    table = Table("group", "n", *HEADINGS, box=None, padding=(0, 1, 0, 0))
    for name, songs in groups.items():
        table.add_row(name[:LONGEST_NAME], str(len(songs)), *as_cells(songs))
    return table


def scores_of(songs: Sequence[Judged]) -> dict[str, float | None]:
    """The scores of some songs together, by name."""
    return total(one.scores for one in songs)


def as_cells(songs: Sequence[Judged]) -> list[str]:
    """The scores of some songs together, under `HEADINGS`: empty where nothing was to be judged."""
    return [_cell(score, value) for score, value in scores_of(songs).items()]


def _cell(score: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if score == "segments" else f"{100 * value:.3g}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, score the answers, print a table or JSON."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        judged = judge(options.manifest, options.predictions)
        groups = {"all": judged} | by_columns(judged, options.by)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if options.json:
        print(json.dumps({name: {"n": len(songs)} | scores_of(songs) for name, songs in groups.items()}))
    else:
        Console(width=80).print(as_table(groups))


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.evaluate", description=__doc__)
    parser.add_argument("--manifest", type=Path, required=True, help="what training.songs.render wrote")
    parser.add_argument("--predictions", type=Path, required=True, help="the answers: a file or a folder")
    parser.add_argument("--by", nargs="*", default=[], metavar="COLUMN", help="also score by these columns")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
