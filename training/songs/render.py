"""Render songs on unseen instruments: python -m training.songs.render writes FLAC files with their truth.

Beside NAME.flac lie NAME.lab (chords), NAME.beats (with their places in the bar) and NAME.key; manifest.csv
lists all songs. Score answers with
python -m training.songs.evaluate --manifest data/songs/manifest.csv --predictions DIR.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from rich.progress import track
from scipy import signal

from preprocessing.layout import SAMPLE_RATE
from training import manifest, places
from training.songs import annotation, pop909
from training.songs.arrangements import ARRANGEMENTS, Part
from training.songs.pop909 import Song
from training.sounds import instruments, splits
from training.sounds.banks import NoteBank, normalised
from training.sounds.instruments import Instruments
from training.sounds.render import CONCERT_SPREAD, Performance, play
from training.sounds.surroundings import recorded_echo

LAYERS = 4  # steps of loudness, each with the take that was played so, where a note has several
LONGEST_NOTE = 3.8  # seconds: of the next recorded note, played a little faster, there is no more
RELEASE = 0.12  # seconds
ROOM = (-14.0, -5.0)  # dB of the room over the direct sound
FRAME = 800  # samples, 50 ms
SOUNDING = 1e-4  # power of a frame beside the loudest, above which the part is heard in it
PEAK = 0.9
COLUMNS = ("path", "song", "arrangement", "seconds", "tempo", "metre", "key", "instruments")


def perform(
    parts: Sequence[Part], seconds: float, players: Instruments, rng: np.random.Generator
) -> np.ndarray:
    """Play the parts of an arrangement together: float32 [seconds * 16000], peak 0.9.

    A band, that is several parts, plays in one of the rooms, if there are any.
    """
    cents = float(rng.normal(0, CONCERT_SPREAD))
    mix = np.zeros(int(seconds * SAMPLE_RATE), dtype=np.float32)
    for part in parts:
        sound = _play(part, seconds, 0.0 if instruments.is_drums(part.bank) else cents, rng)
        mix += sound * np.float32(10 ** (part.level / 20) / loudness(sound))
    if len(parts) > 1 and players.rooms:
        echo = recorded_echo(players.rooms[rng.integers(len(players.rooms))])
        echo *= 10 ** (rng.uniform(*ROOM) / 20) / np.sqrt(np.square(echo).sum())
        mix += signal.oaconvolve(mix, echo)[: len(mix)]
    return PEAK * mix / np.abs(mix).max()


def loudness(sound: np.ndarray) -> float:
    """The root of the mean power of a part [samples] while it is heard."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.square(frames).mean(axis=1)
    return float(np.sqrt(power[power > SOUNDING * power.max()].mean()))


def layers(bank: NoteBank) -> tuple[NoteBank, ...]:
    """The bank `LAYERS` times, from soft to loud: one take of each note, all with the same peak."""

    def take(takes: tuple[np.ndarray, ...], layer: int) -> np.ndarray:
        by_peak = sorted(takes, key=lambda samples: int(np.abs(samples.astype(np.int32)).max()))
        return (normalised(by_peak[layer * len(takes) // LAYERS].astype(np.float32)) * 2**15).astype(np.int16)

    return tuple(
        NoteBank(bank.instrument, {midi: (take(takes, layer),) for midi, takes in bank.notes.items()})
        for layer in range(LAYERS)
    )


def _play(part: Part, seconds: float, cents: float, rng: np.random.Generator) -> np.ndarray:
    """Play a part of an arrangement: float32 [seconds * 16000].

    A velocity chooses the layer, and sets the level by 40 log10(velocity / 127) dB (General MIDI 2).
    """
    notes, by_loudness = part.notes, layers(part.bank)
    how = Performance(
        seconds=seconds,
        late=0.0,
        lead=0.0,
        held=tuple(min(note.end, note.start + LONGEST_NOTE) for note in notes),
        release=RELEASE,
        onsets=tuple(note.start for note in notes),
        cents=(cents,) * len(notes),
        levels=tuple((note.velocity / 127) ** 2 for note in notes),
        vibrato=0.0,
    )
    banks = [by_loudness[note.velocity * LAYERS // 128] for note in notes]
    return play(banks, [note.pitch for note in notes], how, rng)


def write_song(song: Song, arrangement: str, players: Instruments, folder: Path, seed: int) -> dict[str, str]:
    """Write a song in an arrangement, with its truth; returns its row of the manifest.

    What is drawn depends on the seed, the song's name and the arrangement, not on the other songs.
    """
    rng = np.random.default_rng([seed, *f"{song.name} {arrangement}".encode()])
    parts = ARRANGEMENTS[arrangement](song, players, rng)
    name = f"{song.name}-{arrangement}"
    soundfile.write(folder / f"{name}.flac", perform(parts, song.seconds, players, rng), SAMPLE_RATE)
    annotation.write(song.truth, folder / name)
    return {
        "path": f"{name}.flac",
        "song": song.name,
        "arrangement": arrangement,
        "seconds": f"{song.seconds:.1f}",
        "tempo": f"{song.truth.tempo:.1f}",
        "metre": str(song.truth.metre),
        "key": song.truth.key or "",
        "instruments": " ".join(part.bank.instrument for part in parts),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write the songs and add them to the manifest."""
    options = make_parser().parse_args(arguments)
    found = pop909.song_folders(options.songs)
    folders = [path for path in found if not options.only or path.name in options.only]
    options.to.mkdir(parents=True, exist_ok=True)
    players = instruments.load(splits.TEST, options.notes, options.data)
    index = options.to / "manifest.csv"
    rows = {row["path"]: row for row in manifest.read_rows(index)}
    for folder in track(folders, "Rendering songs"):
        song = pop909.read_song(folder)
        for arrangement in options.arrangement:
            row = write_song(song, arrangement, players, options.to, options.seed)
            rows[row["path"]] = row
            manifest.write(index, [rows[path] for path in sorted(rows)], COLUMNS)
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
