"""Score the recogniser on recordings: python -m training.evaluate --manifest FILE.csv [--by COLUMN].

With --report, write docs/results.md and its figures from the held-out test set.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from model.decision import ALL, VOCABULARIES
from model.recognizer import Recognizer
from model.weights import WEIGHTS_DIR
from training import manifest, places, testset
from training.listeners import InVocabulary
from training.reporting import page, results
from training.reporting.scores import Judged, Scores, judge, score, score_by

TABLE = {  # headings of the scores that a person sees; --json has them all
    "root": "root",
    "joint": "joint",
    "bass": "bass",
    "refused": "refused",
    "not_sure": "not sure",
    "certain_wrong": "certain wrong",
    "calibration_error": "ECE",
}


def main() -> None:
    """Read the command line, judge a manifest, print its scores or write the report."""
    parser = make_parser()
    options = parser.parse_args()
    torch.set_num_threads(1)  # a clip is too small to share between cores
    if options.report:
        options.manifest, options.by = options.manifest or places.TESTSET, testset.COLUMNS
    if options.manifest is None:
        parser.error("either --manifest FILE.csv or --report is needed")
    try:
        manifest.read(options.manifest, options.by)
    except manifest.ManifestError as error:
        parser.error(str(error))
    if options.report:
        print(results.write(options.manifest, options.report, options.weights or WEIGHTS_DIR))
        return
    recognizer = Recognizer.load(options.weights) if options.weights else Recognizer.load()
    listener = InVocabulary(recognizer, options.vocabulary)
    judged = judge(listener, options.manifest, vocabulary=options.vocabulary)

    def columns(one: Judged) -> str:
        return " ".join(one.row[column] for column in options.by)

    total, groups = score(judged), score_by(judged, columns, str) if options.by else {}
    mistakes = [f"{j.row['path']}: {j.truth.label} heard as {j.answer.label}" for j in judged if not j.right]
    if options.json:
        by = {name: asdict(scores) for name, scores in groups.items()}
        print(json.dumps(asdict(total) | {"by": by, "mistakes": mistakes}))
    else:
        Console().print(as_table({"all": total} | groups))
        if options.mistakes:
            print(*mistakes, sep="\n")


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--manifest", type=Path, help="CSV with columns path, root, type")
    parser.add_argument("--by", nargs="*", default=[], metavar="COLUMN", help="also score by these columns")
    parser.add_argument("--weights", type=Path, help="directory of other weights than those that ship")
    parser.add_argument(
        "--vocabulary", choices=VOCABULARIES, default=ALL, help="names to choose from, of the chords too"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", action="store_true", help="list what was named wrong")
    parser.add_argument(
        "--report",
        type=page.folder,
        nargs="?",
        const=places.DOCS,
        help="write results.md and its figures into this folder (docs/)",
    )
    return parser


def as_table(groups: dict[str, Scores]) -> Table:
    """Scores as a table, a group a row, narrow enough for 80 columns."""
    table = Table("group", "n", *TABLE.values(), box=None, padding=(0, 1, 0, 0))
    for name, scores in groups.items():
        shares = (getattr(scores, column) for column in TABLE)
        table.add_row(name, str(scores.n), *("" if share is None else f"{share:.4f}" for share in shares))
    return table


if __name__ == "__main__":
    main()
