"""A folder of recorded songs to judge a listener by: sound files with their truth, and a manifest."""

from pathlib import Path

import numpy as np
import soundfile

from preprocessing.layout import SAMPLE_RATE
from training import manifest
from training.songs import annotation
from training.songs.annotation import Annotation

MANIFEST = "manifest.csv"
COLUMNS = ("path", "arrangement", "style", "seconds", "tempo", "metre", "key", "instruments")


def write_song(folder: Path, name: str, sound: np.ndarray, truth: Annotation) -> dict[str, str]:
    """Write NAME.flac from float32 [samples], and the truth beside it; returns a row about both."""
    soundfile.write(folder / f"{name}.flac", sound, SAMPLE_RATE)
    annotation.write(truth, folder / name)
    return {
        "path": f"{name}.flac",
        "seconds": f"{len(sound) / SAMPLE_RATE:.1f}",
        "tempo": f"{truth.tempo:.1f}",
        "metre": str(truth.metre),
        "key": truth.key or "",
    }


def add_row(folder: Path, row: dict[str, str]) -> None:
    """Add a song to the manifest of a folder, or replace it there."""
    rows = {one["path"]: one for one in read_rows(folder)} | {row["path"]: row}
    manifest.write(folder / MANIFEST, [rows[path] for path in sorted(rows)], COLUMNS)


def read_rows(folder: Path) -> list[dict[str, str]]:
    """The rows of a folder's manifest; none where there is no manifest yet."""
    return manifest.read_rows(folder / MANIFEST)
