"""Rows of signs laid over a progression, and the strokes that players make of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.songs.harmony import Progression

HOLD, REST, PUSH = "-", ".", "P"
LOUDNESS = {"X": 1.0, "P": 1.0, "D": 1.0, "r": 0.95, "U": 0.75, "o": 0.45}
USUAL_LOUDNESS = 0.85  # of the other signs


@dataclass(frozen=True)
class Cell:
    """A sign of a row where it stands: from start to end, in beats, over the progression's step `place`."""

    start: float
    end: float
    sign: str
    place: int


@dataclass(frozen=True)
class Stroke:
    """Notes struck together, or `roll` seconds after one another, from start to end in beats."""

    start: float
    end: float
    notes: tuple[int, ...]  # MIDI
    loudness: float  # 0 to 1
    roll: float = 0.0


def rows(table: Mapping[int, str], metre: int) -> list[str]:
    """The rows of a table for this metre; a bar of two is the first half of a bar of four."""
    return [half(row) for row in table[4].split()] if metre == 2 else table[metre].split()


def half(row: str) -> str:
    """The first half of a row."""
    return row[: len(row) // 2]


def bars(choices: Sequence[str], progression: Progression, rng: np.random.Generator) -> list[str]:
    """A row for each bar: one of these, and another every second or fourth bar or never."""
    usual, other = (choices[rng.integers(len(choices))] for _ in range(2))
    period = int(rng.choice((2, 4, progression.bars + 1)))
    return [other if bar % period == period - 1 else usual for bar in range(progression.bars)]


def cells(bars: Sequence[str], progression: Progression, is_tied: bool = False) -> list[Cell]:
    """The signs of these bars in order; what sounds on is struck again for a new chord, unless tied."""
    found = []
    for start, length, sign in _signs(bars, progression):
        place = progression.place(max(0, start + length if sign == PUSH else start))
        is_on = sign == HOLD and found and found[-1].end == start
        if is_on and (is_tied or found[-1].place == place):
            found[-1] = replace(found[-1], end=start + length)
        elif is_on or sign not in (HOLD, REST):
            found.append(Cell(start, start + length, found[-1].sign if is_on else sign, place))
    return [replace(cell, start=max(0, cell.start)) for cell in found if cell.end > 0]


def loudness(sign: str) -> float:
    """The loudness of a sign, 0 to 1."""
    return LOUDNESS.get(sign, USUAL_LOUDNESS)


def _signs(bars: Sequence[str], progression: Progression) -> Iterator[tuple[float, float, str]]:
    """The start and length, in beats, of each sign up to the progression's end; an upbeat's bar is whole."""
    for bar, row in enumerate(bars):
        length = progression.metre / len(row)
        for i, sign in enumerate(row):
            start = bar * progression.metre - progression.first + 1 + i * length
            if start < progression.beats:
                yield start, length, sign
