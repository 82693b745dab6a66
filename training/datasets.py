"""Bring data to train on: python -m training.datasets fetch notes --to DIR, and more (see --help)."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from training.fetching import collections, notes, soundfonts, triads
from training.fetching.collections import COLLECTIONS, Collection, Sound
from training.fetching.download import DatasetError, progress_bars
from training.fetching.libraries import LIBRARIES, Library
from training.fetching.notes import FetchedLibrary
from training.manifest import ManifestError
from training.sounds import amplifier


def fetch_notes(
    folder: Path, libraries: Sequence[Library | Collection], base_url: str | None = None
) -> list[FetchedLibrary | tuple[Sound, ...]]:
    """Bring public recordings into a folder; those it has are not fetched again.

    Every library that can be had is; then, if some cannot, raises DatasetError, a line for each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [library for library in libraries if library.name not in notes.present(folder)]
    fetched, problems = [], []
    with progress_bars() as progress:
        for library in missing:
            fetch = notes.fetch_library if isinstance(library, Library) else collections.fetch_collection
            try:
                fetched.append(fetch(library, folder, progress, base_url))
            except DatasetError as error:
                problems.append(str(error))
    Console().print(as_table(fetched))
    if problems:
        raise DatasetError("\n".join(problems))
    shutil.rmtree(folder / "downloads", ignore_errors=True)
    return fetched


def as_table(fetched: Sequence[FetchedLibrary | tuple[Sound, ...]]) -> Table:
    """Notes, tuning and refusals of each library that was fetched, and the number of drums or rooms."""
    table = Table("library", "sounds", "median cents from A440", "refused")
    for one in fetched:
        if isinstance(one, FetchedLibrary):
            refused = "\n".join(f"{refusal.file} {refusal.reason}" for refusal in one.refused)
            median = f"{np.median(one.cents):+.0f}"
            table.add_row(one.library.name, str(len(one.notes)), median, refused)
        else:
            table.add_row(one[0].library, str(len(one)), "", "")
    return table


def main() -> int:
    """Read the command line and do what it says; errors in words, and exit status 1."""
    options = _parser().parse_args()
    try:
        options.run(options)
    except (DatasetError, ManifestError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on where it stopped.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.datasets", description=__doc__)
    commands = parser.add_subparsers(required=True)
    fetch = commands.add_parser("fetch", help="download a data set").add_subparsers(required=True)

    names = [library.name for library in (*LIBRARIES, *COLLECTIONS)]
    command = fetch.add_parser(
        "notes", help="public libraries of recorded notes, drums and rooms, to mix chords from"
    )
    command.add_argument("--only", nargs="+", choices=names, default=names, metavar="LIBRARY")
    command.set_defaults(run=_run_notes)
    command = fetch.add_parser("soundfonts", help="those that training plays and Debian does not have")
    command.set_defaults(
        run=lambda options: soundfonts.fetch_soundfonts(options.to, base_url=options.base_url)
    )
    command = fetch.add_parser("audio-piano-triads", help="43,200 piano chords, Zenodo record 4740877")
    command.add_argument("--split", choices=triads.SPLITS, default="octave", help="what sets the test apart")
    command.set_defaults(run=lambda options: triads.fetch(options.to, options.split, options.base_url))
    for command in fetch.choices.values():
        command.add_argument("--to", type=Path, required=True, metavar="DIR")
        command.add_argument("--base-url", help="another server that has the same paths, such as a mirror")

    command = commands.add_parser("double", help="every recording once more, through a guitar amplifier")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="has a manifest.csv")
    command.add_argument("--to", type=Path, required=True, metavar="DIR")
    command.add_argument("--jobs", type=int, default=-1, help="processes; -1: one for each core")
    command.set_defaults(run=_run_double)
    return parser


def _run_notes(options: argparse.Namespace) -> None:
    libraries = [library for library in (*LIBRARIES, *COLLECTIONS) if library.name in options.only]
    fetch_notes(options.to, libraries, options.base_url)


def _run_double(options: argparse.Namespace) -> None:
    amplifier.double(options.folder / "manifest.csv", options.to, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
