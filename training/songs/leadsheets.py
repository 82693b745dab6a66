"""Lead sheets: songs of others as chords with their beats, metre and key, read from a file."""

import csv
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from model.chords import ROOTS, Chord
from training.songs.harmony import Progression, Step, named

STYLE = "jazz"  # the songs are rich in sevenths
METRES = {  # beats in our bar, and how many of ours one of theirs is
    "4/4": (4, 1),
    "2/2": (4, 2),
    "2/4": (2, 1),
    "3/4": (3, 1),
    "6/8": (6, 1),
    "12/8": (6, 1),
    "6/4": (6, 1),
}
DOMINANT, SUBMEDIANT = 7, 9  # semitones above the tonic


def read_leadsheets(path: Path) -> tuple[Progression, ...]:
    """The songs of a CSV file with columns song, tonic, mode, metre, bar, beat, beats, root, type and bass.

    Songs in other metres are left out, and those whose last chord does not bear out their key, which was
    read from a signature. Chords begin on the nearest beat; one that then has no beat of its own is gone.
    """
    songs = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            songs.setdefault(row["song"], []).append(row)
    return tuple(song for rows in songs.values() if (song := _read_song(rows)) is not None)


def _read_song(rows: Sequence[Mapping[str, str]]) -> Progression | None:
    """The progression of one song's rows; None where its metre or key is not to be had."""
    key, signature = _key_by_ending(rows), rows[0]["metre"]
    if key is None or signature not in METRES:
        return None
    metre, unit = METRES[signature]
    theirs = int(signature.split("/")[0])
    starts = [(int(row["bar"]) * theirs + float(row["beat"])) * unit for row in rows]
    onsets = [round(start) for start in (*starts, starts[-1] + float(rows[-1]["beats"]) * unit)]
    lengths = [end - start for start, end in pairwise(onsets)]
    steps = tuple(Step(_chord(row), beats, *key) for row, beats in zip(rows, lengths, strict=True) if beats)
    return Progression(STYLE, metre, onsets[0] % metre + 1, steps)


def _chord(row: Mapping[str, str]) -> Chord:
    root, bass = ROOTS[int(row["root"])], ROOTS[int(row["bass"])]
    return named(Chord(root, row["type"], None if bass == root else bass))


def _key_by_ending(rows: Sequence[Mapping[str, str]]) -> tuple[int, str] | None:
    """The tonic and mode that the last chord bears out: it is the tonic, or its dominant seventh.

    training.leadsheets, which learns keys, has a rule of its own: docs/training.md says how they differ.
    """
    tonic, last = int(rows[0]["tonic"]), rows[-1]
    degree, is_minor = (int(last["root"]) - tonic) % 12, last["type"].startswith("min")
    if degree == 0 or (degree == SUBMEDIANT and is_minor):
        return int(last["root"]), "min" if is_minor else "maj"
    return (tonic, rows[0]["mode"][:3]) if (degree, last["type"]) == (DOMINANT, "7") else None
