"""Render songs on unseen instruments: python -m training.songs.render writes FLAC files with their truth.

Beside NAME.flac lie NAME.lab (chords), NAME.beats (with their places in the bar) and NAME.key; manifest.csv
lists all songs. Score answers with
python -m training.songs.evaluate --manifest data/songs/manifest.csv --predictions DIR.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track
from scipy import signal

from preprocessing.layout import SAMPLE_RATE
from training import places
from training.songs import collection, pop909
from training.songs.arrangements import ARRANGEMENTS, Track
from training.songs.pop909 import PopSong
from training.songs.recording import loudness, play_notes
from training.sounds import instruments, splits
from training.sounds.instruments import Instruments
from training.sounds.render import CONCERT_SPREAD
from training.sounds.surroundings import recorded_echo

STYLE = "pop"
ROOM = (-14.0, -5.0)  # dB of the room over the direct sound
PEAK = 0.9


def perform(
    tracks: Sequence[Track], seconds: float, players: Instruments, rng: np.random.Generator
) -> np.ndarray:
    """Play the tracks of an arrangement together: float32 [seconds * 16000], peak 0.9.

    A band, that is several tracks, plays in one of the rooms, if there are any.
    """
    cents = float(rng.normal(0, CONCERT_SPREAD))
    mix = np.zeros(int(seconds * SAMPLE_RATE), dtype=np.float32)
    for one in tracks:
        sound = play_notes(one.notes, one.bank, seconds, cents, rng)
        mix += sound * np.float32(10 ** (one.level / 20) / loudness(sound))
    if len(tracks) > 1 and players.rooms:
        echo = recorded_echo(players.rooms[rng.integers(len(players.rooms))])
        echo *= 10 ** (rng.uniform(*ROOM) / 20) / np.sqrt(np.square(echo).sum())
        mix += signal.oaconvolve(mix, echo)[: len(mix)]
    return PEAK * mix / np.abs(mix).max()


def write_song(
    song: PopSong, arrangement: str, players: Instruments, folder: Path, seed: int
) -> dict[str, str]:
    """Write a song in an arrangement, with its truth; returns its row of the manifest.

    What is drawn depends on the seed, the song's name and the arrangement, not on the other songs.
    """
    rng = np.random.default_rng([seed, *f"{song.name} {arrangement}".encode()])
    tracks = ARRANGEMENTS[arrangement](song, players, rng)
    sound = perform(tracks, song.seconds, players, rng)
    row = collection.write_song(folder, f"{song.name}-{arrangement}", sound, song.truth)
    played = " ".join(one.bank.instrument for one in tracks)
    return {**row, "arrangement": arrangement, "style": STYLE, "instruments": played}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write the songs and add them to the manifest."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    if not options.songs.is_dir():
        parser.error(f"there are no songs of POP909 at {options.songs}: name their folder with --songs")
    found = pop909.song_folders(options.songs)
    folders = [path for path in found if not options.only or path.name in options.only]
    options.to.mkdir(parents=True, exist_ok=True)
    players = instruments.load(splits.TEST, options.notes, options.data)
    for folder in track(folders, "Rendering songs"):
        song = pop909.read_song(folder)
        for arrangement in options.arrangement:
            row = write_song(song, arrangement, players, options.to, options.seed)
            collection.add_row(options.to, row)
    print(f"{len(folders) * len(options.arrangement)} songs in {options.to}")


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.render", description=__doc__)
    parser.add_argument("--songs", type=Path, default=places.POP_SONGS, help="folder of songs of POP909")
    parser.add_argument("--to", type=Path, default=places.DATA_DIR / "songs")
    parser.add_argument("--arrangement", nargs="+", choices=ARRANGEMENTS, default=list(ARRANGEMENTS))
    parser.add_argument("--only", nargs="+", metavar="NAME", help="songs to render, as 030; all by default")
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where instruments are rendered")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    main()
