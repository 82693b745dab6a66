"""Compose whole songs and record them: python -m training.songs.compose --to DIR --split test --songs N.

What is written is what python -m training.songs.render writes. On the test instruments, these are songs that
training never heard; their progressions come from the same grammar and lead sheets as those of training.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from training import places
from training.songs import annotation, collection, recording
from training.songs.arrange import FASTEST, arrange, draw_tempo
from training.songs.harmony import Progression
from training.songs.leadsheets import read_leadsheets
from training.songs.perform import DRIFT, draw_beats
from training.songs.progressions import draw_progression
from training.songs.song import Song
from training.sounds import instruments, splits
from training.sounds.instruments import Instruments

SECONDS = 90.0
TAIL = 2.0  # seconds after the last bar: what rings fades


def draw_whole_song(
    rng: np.random.Generator, sheets: Sequence[Progression] = (), seconds: float = SECONDS
) -> tuple[Song, str]:
    """A song that ends with a bar, at most so many seconds long but for its tail; and its style."""
    drawn = draw_progression(2 + int(seconds * FASTEST * (1 + DRIFT) / 60), rng, sheets)
    times = draw_beats(draw_tempo(drawn, rng), drawn.beats, rng)
    barlines = range(drawn.metre - drawn.first + 1, drawn.beats + 1, drawn.metre)
    whole = drawn.cut(max(beat for beat in barlines if times[beat] <= seconds))
    return arrange(whole, times, float(times[whole.beats]) + TAIL, rng), whole.style


def arrangement_of(song: Song) -> str:
    """The kind of line-up that plays a song, by the parts that matter most to who listens for chords."""
    roles = {part.role for part in song.parts}
    if "drums" in roles:
        return "bass and drums"
    return "bass" if "bass" in roles else "neither"


def write_song(
    name: str, players: Instruments, sheets: Sequence[Progression], folder: Path, rng: np.random.Generator
) -> dict[str, str]:
    """Compose, record and write a song; returns its row of the manifest."""
    song, style = draw_whole_song(rng, sheets, SECONDS)
    sound = recording.record(song, players, rng)
    row = collection.write_song(folder, name, sound, annotation.truth_of(song))
    return {**row, "arrangement": arrangement_of(song), "style": style, "instruments": ""}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write the songs that the folder lacks, and add them to the manifest."""
    options = make_parser().parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    players = instruments.load(options.split, options.notes, options.data)
    sheets = read_leadsheets(places.LEAD_SHEETS) if places.LEAD_SHEETS.exists() else ()
    there = {row["path"] for row in collection.read_rows(options.to)}
    for number in track(range(options.songs), "Composing songs"):
        name = f"{options.split}-{options.seed}-{number:03}"
        if f"{name}.flac" not in there:
            rng = np.random.default_rng((options.seed, splits.SPLITS.index(options.split), number))
            collection.add_row(options.to, write_song(name, players, sheets, options.to, rng))
    print(f"{options.songs} songs in {options.to}")


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.compose", description=__doc__)
    parser.add_argument("--to", type=Path, default=places.DATA_DIR / "composed")
    parser.add_argument("--split", choices=splits.SPLITS, default=splits.TEST, help="whose instruments play")
    parser.add_argument("--songs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where instruments are rendered")
    return parser


if __name__ == "__main__":
    main()
