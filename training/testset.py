"""Render the held-out test set: python -m training.testset writes clips of unseen instruments and a manifest.

Chords in every root, type and inversion on instruments that training never heard, clean; and sounds that
are no chord. Score it with python -m training.evaluate --manifest data/testset/manifest.csv --by source.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from model.chords import CHORDS, NO_CHORD
from preprocessing.audio import SAMPLE_RATE
from training import instruments
from training.clips import Clip, draw_sound, play_chord

TUNED = 20.0  # cents: as far from A440 as a tuned instrument may be
NO_CHORD_KINDS = ("silence", "noise", "note", "speech", "drums")
NO_CHORD_SECONDS = (0.5, 4.0)


def draw_testset(players: instruments.Instruments, takes: int, seed: int) -> Iterator[Clip]:
    """All 48 chords on each instrument and so many sounds of each kind that is no chord, `takes` times."""
    rng = np.random.default_rng(seed)
    for bank in players.pitched:
        for chord in CHORDS * takes:
            yield play_chord(chord, bank, rng, widest=TUNED)
    for kind in NO_CHORD_KINDS:
        for _ in range(len(CHORDS) * takes):
            samples = int(rng.uniform(*NO_CHORD_SECONDS) * SAMPLE_RATE)
            yield Clip(draw_sound(kind, samples, players, rng), NO_CHORD, kind)


def main() -> None:
    """Read the command line and write FLAC files with their manifest.csv."""
    parser = argparse.ArgumentParser(prog="python -m training.testset", description=__doc__)
    parser.add_argument("--to", type=Path, default=instruments.DATA_DIR / "testset")
    parser.add_argument("--notes", type=Path, nargs="*", default=instruments.find_notes())
    parser.add_argument("--takes", type=int, default=3, help="clips of each chord on each instrument")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    players = instruments.load(instruments.TEST, options.notes)
    with open(options.to / "manifest.csv", "w", newline="") as file:
        manifest = csv.writer(file)
        manifest.writerow(["path", "root", "type", "kind", "source"])
        for index, clip in enumerate(draw_testset(players, options.takes, options.seed)):
            path = f"{index:05d}.flac"
            soundfile.write(options.to / path, clip.waveform, SAMPLE_RATE)
            kind = "no chord" if clip.chord == NO_CHORD else "chord"
            manifest.writerow([path, clip.chord.root or "N", clip.chord.type or "", kind, clip.source])


if __name__ == "__main__":
    main()
