"""Score answers about songs: python -m training.songs.evaluate --manifest FILE.csv --predictions DIR.

The answers are what python -m model.predict --song --json prints, in a file or several in a folder; or, of
others, NAME.lab in a folder, as mir_eval reads it, with NAME.beats and NAME.key if there are any.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from training import manifest
from training.songs import annotation
from training.songs.scores import Scores, score, total

# Of the fields of Scores, in per cent but for the segments.
HEADINGS = ("root", "majmin", "inv", "7ths", "tetr", "segs", "beat", "any", "down", "tempo", "key", "rel")
LONGEST_NAME = 12  # characters of a group


def judge(index: Path, predictions: Path, by: Sequence[str] = ()) -> dict[str, list[Scores]]:
    """The scores of the songs of a manifest: of "all", and by the values of columns.

    Raises ManifestError for a song without an answer or a manifest without songs or such columns; OSError
    or ValueError for files that cannot be read.
    """
    rows = manifest.read_rows(index)
    if not rows or not {"path", *by} <= set(rows[0]):
        raise manifest.ManifestError(f"{index} lists no songs or has no column {', '.join(('path', *by))}.")
    answers = annotation.read_answers(predictions)
    groups: dict[str, list[Scores]] = defaultdict(list)
    for row in rows:
        stem = Path(row["path"]).with_suffix("")
        if stem.name not in answers:
            raise manifest.ManifestError(f"{predictions} has no answer for {row['path']}.")
        scores = score(annotation.read(index.parent / stem), answers[stem.name])
        groups["all"].append(scores)
        if by:
            groups[" ".join(row[column] for column in by)].append(scores)
    return dict(groups)


def as_table(groups: dict[str, list[Scores]]) -> Table:
    """Scores as a table, a group a row, narrow enough for 80 columns."""
    table = Table("group", "n", *HEADINGS, box=None, padding=(0, 1, 0, 0))
    for name, songs in groups.items():
        cells = [_cell(score, value) for score, value in total(songs).items()]
        table.add_row(name[:LONGEST_NAME], str(len(songs)), *cells)
    return table


def _cell(score: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if score == "segments" else f"{100 * value:.3g}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, score the answers, print a table or JSON."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        groups = judge(options.manifest, options.predictions, options.by)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if options.json:
        print(json.dumps({name: {"n": len(songs)} | total(songs) for name, songs in groups.items()}))
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
