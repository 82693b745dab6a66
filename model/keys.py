"""Keys of a song, from its chords alone: a hidden Markov model of the 24 keys.

In a key, a chord is as probable as songs of its mode and style have it at that place above the tonic, by
tables that python -m training.keys learned. A blues has a seventh on its tonic, which elsewhere leads away.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model.chords import ROOTS, TYPES, Chord

MODES = ("maj", "min")
ENDS = ("first", "last")  # chords of a song
TABLE = Path(__file__).parent.parent / "weights" / "keys.csv"
CHANGE = 12.0  # nats that a change of key costs, where a chord of the song's mean length counts once


@dataclass(frozen=True)
class Key:
    """A key: its tonic, one of `ROOTS`, and its mode, "maj" or "min". Raises ValueError for anything else."""

    tonic: str
    mode: str

    def __post_init__(self) -> None:
        if self.tonic not in ROOTS or self.mode not in MODES:
            raise ValueError(f"not a key: tonic {self.tonic!r}, mode {self.mode!r}")

    @property
    def label(self) -> str:
        """Label as Harte writes a chord's: "Bb:maj"."""
        return f"{self.tonic}:{self.mode}"


KEYS = tuple(Key(tonic, mode) for mode in MODES for tonic in ROOTS)


class Sounding(NamedTuple):
    """A chord for as long as it sounds, in beats or in seconds throughout a song; confidence 0 to 1."""

    length: float
    chord: Chord
    confidence: float = 1.0


@dataclass(frozen=True)
class KeySpan:
    """A stretch of a song in one key, from the chord of index `start` to the one before `end`."""

    start: int
    end: int
    key: Key


@dataclass(frozen=True)
class KeyTable:
    """The chords of one style's songs in each mode, natural logarithms of probabilities.

    chords: [2, 15, 12], by mode, type, and semitones of the root above the tonic. first, last: [2, 12], of
    the root of a song's first and last chord.
    """

    chords: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def scores(self, song: Sequence[Sounding]) -> np.ndarray:
        """Log-probability of every chord in every key [chords, 24]; 0 of no chord, which says nothing."""
        heard = [index for index, (_, chord, _) in enumerate(song) if chord.root is not None]
        roots = np.array([ROOTS.index(song[index].chord.root) for index in heard])
        types = np.array([TYPES.index(song[index].chord.type) for index in heard])
        mode, tonic = np.divmod(np.arange(len(KEYS)), len(ROOTS))
        above = (roots[:, None] - tonic) % len(ROOTS)
        scores = np.zeros((len(song), len(KEYS)))
        scores[heard] = weights(song)[heard, None] * self.chords[mode, types[:, None], above]
        scores[heard[0]] += self.first[mode, above[0]]
        scores[heard[-1]] += self.last[mode, above[-1]]
        return scores


@dataclass(frozen=True)
class KeyFinder:
    """A table for each style of songs; the one decides in which a song is most probable."""

    tables: dict[str, KeyTable]

    @classmethod
    def load(cls, path: Path = TABLE) -> "KeyFinder":
        """Read the tables that training wrote."""
        rows: dict[str, dict[str, list[list[float]]]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for style, _, of, *row in list(csv.reader(file))[1:]:
                rows.setdefault(style, {}).setdefault(of, []).append(list(map(float, row)))
        return cls(
            {
                style: KeyTable(
                    np.array([by[type_] for type_ in TYPES]).swapaxes(0, 1),
                    *(np.array(by[end]) for end in ENDS),
                )
                for style, by in rows.items()
            }
        )

    def save(self, path: Path) -> None:
        """Write the tables: for each style and mode a row for every type and end, a column for every root."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("style", "mode", "of", *range(len(ROOTS))))
            for style, table in self.tables.items():
                for mode, *parts in zip(MODES, table.chords, table.first, table.last, strict=True):
                    for of, row in zip((*TYPES, *ENDS), np.vstack(parts).round(3).tolist(), strict=True):
                        writer.writerow((style, mode, of, *row))

    def find(self, song: Sequence[Sounding]) -> tuple[KeySpan, ...]:
        """The keys of a song, in spans that cover it; none where no chord sounds."""
        if all(chord.root is None for _, chord, _ in song):
            return ()
        paths = (_best_path(table.scores(song)) for table in self.tables.values())
        path, _ = max(paths, key=lambda found: found[1])
        starts = [index for index, key in enumerate(path) if index == 0 or key != path[index - 1]]
        ends = [*starts[1:], len(path)]
        return tuple(KeySpan(start, end, KEYS[path[start]]) for start, end in zip(starts, ends, strict=True))


def weights(song: Sequence[Sounding]) -> np.ndarray:
    """How much each chord counts [chords]: by its length and confidence, 1 on average; 0 of no chord.

    The average is over changes of chord, so that a chord may as well be given beat by beat.
    """
    counts = np.array([0.0 if chord.root is None else length * sure for length, chord, sure in song])
    before = [None, *(chord for _, chord, _ in song[:-1])]
    runs = sum(
        one.chord.root is not None and one.chord != last for one, last in zip(song, before, strict=True)
    )
    return counts * (runs / (counts.sum() or 1.0))


def main_key(song: Sequence[Sounding], spans: Sequence[KeySpan]) -> Key | None:
    """The key that most of a song is in; None without any."""
    return longest_key((span.key, sum(one.length for one in song[span.start : span.end])) for span in spans)


def longest_key(stretches: Iterable[tuple[Key, float]]) -> Key | None:
    """The key of stretches with their lengths that is the longest in all; None without any."""
    lengths = Counter()
    for key, length in stretches:
        lengths[key] += length
    return max(lengths, key=lengths.get, default=None)


def _best_path(scores: np.ndarray) -> tuple[list[int], float]:
    """The most probable key of every chord, by Viterbi over scores [chords, 24], and their score together."""
    total, origins = scores[0], []
    for score in scores[1:]:
        best = int(total.argmax())
        stays = total >= total[best] - CHANGE
        origins.append(np.where(stays, np.arange(len(total)), best))
        total = np.where(stays, total, total[best] - CHANGE) + score
    path = [int(total.argmax())]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    return path[::-1], float(total.max())
