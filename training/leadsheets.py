"""Songs as chords and keys: lead sheets and composed ones to learn from, annotated songs to report on."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from model import harte
from model.chords import NO_CHORD, NO_CHORD_LABEL, QUALITIES, ROOTS, Chord
from model.keys import Key, Sounding
from training.songs.annotation import label_at, read_spans
from training.songs.progressions import from_grammar

COMPOSED_BEATS = (40, 300)  # at least and at most, of a composed song


@dataclass(frozen=True)
class Song:
    """Chords in time, and the key of each, or None where it is not known."""

    chords: tuple[Sounding, ...]
    keys: tuple[Key | None, ...]

    def by_key(self) -> "list[Song]":
        """The stretches of the song that are in one key, each as a song."""
        pairs = zip(self.chords, self.keys, strict=True)
        runs = (list(run) for _, run in groupby(pairs, key=itemgetter(1)))
        return [Song(*zip(*run, strict=True)) for run in runs]


def compose_songs(count: int, seed: int) -> list[tuple[str, Song]]:
    """Songs from the grammar of those that training plays, each with its style."""
    rng = np.random.default_rng(seed)
    drawn = [from_grammar(int(rng.integers(*COMPOSED_BEATS)), rng) for _ in range(count)]
    return [
        (
            one.style,
            Song(
                tuple(Sounding(float(step.beats), replace(step.chord, bass=None)) for step in one.steps),
                tuple(Key(ROOTS[step.tonic % 12], step.mode) for step in one.steps),
            ),
        )
        for one in drawn
    ]


def read_lead_sheets(path: Path) -> list[Song]:
    """The songs of a table with columns song, tonic, mode, root, type and beats; roots are pitch classes."""
    with path.open(encoding="utf-8", newline="") as file:
        sheets = [list(rows) for _, rows in groupby(csv.DictReader(file), key=lambda row: row["song"])]
    return [_song(rows) for rows in sheets]


def _song(rows: Sequence[dict[str, str]]) -> Song:
    """A lead sheet, in one key from its first row to its last."""
    chords = tuple(Sounding(float(row["beats"]), Chord(ROOTS[int(row["root"])], row["type"])) for row in rows)
    relative = 3 if rows[0]["mode"] == "minor" else 0
    key = lead_sheet_key(chords, signature=(int(rows[0]["tonic"]) + relative) % 12)
    return Song(chords, (key,) * len(chords))


def lead_sheet_key(chords: Sequence[Sounding], signature: int) -> Key | None:
    """The key of a lead sheet, where its last chord tells: None where it does not.

    signature: tonic (pitch class) of the major key that has as many sharps or flats. It doesn't say whether
    the song is in the relative minor, and it is C too where a file has lost it.
    """
    last = chords[-1].chord
    root = ROOTS.index(last.root)
    if last.type == "7" and root != signature:  # leads back to the song's beginning
        return None
    if chords[0].chord.root != last.root and root not in (signature, (signature + 9) % 12):
        return None
    lengths = {
        mode: sum(c.length for c in chords if c.chord.root == last.root and _family(c.chord) == mode)
        for mode in ("maj", "min")
    }
    return Key(last.root, max(lengths, key=lengths.__getitem__)) if any(lengths.values()) else None


def read_annotated(folder: Path) -> list[Song]:
    """The songs of POP909: in a folder each, lines of start, end and label of its chords and of its keys."""
    return [_annotated(path.parent) for path in sorted(folder.glob("*/chord_midi.txt"))]


def _annotated(folder: Path) -> Song:
    """A song with the keys that its chords have halfway through; no chord where none of ours is annotated."""
    keys = read_spans(folder / "key_audio.txt")
    spans = read_spans(folder / "chord_midi.txt")
    chords = tuple(Sounding(span.end - span.start, _parse(span.label)) for span in spans)
    at_each = (label_at(keys, (span.start + span.end) / 2) for span in spans)
    return Song(chords, tuple(None if name == NO_CHORD_LABEL else Key(*name.split(":")) for name in at_each))


def _parse(label: str) -> Chord:
    """A chord of the vocabulary, or NO_CHORD for what it lacks."""
    try:
        return harte.parse(label) or NO_CHORD
    except ValueError:
        return NO_CHORD


def _family(chord: Chord) -> str | None:
    """The triad that a chord is a kind of."""
    return QUALITIES[chord.type].family
