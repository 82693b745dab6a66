"""Clips that were kept out of training: the list of them, filters, and steps from one to the next."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from model.chords import NO_CHORD, QUALITIES, Chord
from model.decision import in_vocabulary

FOLDER = Path(__file__).parents[1] / "clips"
ANY = "all"
NO_TYPE = "no chord"
TYPE_CHOICES = (ANY, *(quality.word for quality in QUALITIES.values()), NO_TYPE)
NOTHING_FITS = "No clip fits these choices."
NO_MISTAKE = "That may be good news: there may be no such mistake."


@dataclass(frozen=True)
class Clip:
    """A recording of the little test set, the chord that was played, by whom, and under which conditions."""

    path: Path
    chord: Chord
    instrument: str
    condition: str


@dataclass(frozen=True)
class Filters:
    """A person's choice of clips."""

    instrument: str = ANY
    type: str = ANY
    only_mistakes: bool = False


def load(folder: Path = FOLDER) -> tuple[Clip, ...]:
    """The clips that a folder's clips.csv lists."""
    with open(folder / "clips.csv", newline="", encoding="utf-8") as file:
        return tuple(
            Clip(
                folder / row["path"],
                _chord(row),
                row["instrument"],
                row["condition"],
            )
            for row in csv.DictReader(file)
        )


def instruments(clips: Sequence[Clip]) -> list[str]:
    """The choices of the instrument filter."""
    return [ANY, *dict.fromkeys(clip.instrument for clip in clips)]


def fits(clip: Clip, filters: Filters) -> bool:
    """True if a clip passes the filters that need no networks."""
    type_ = NO_TYPE if clip.chord.type is None else QUALITIES[clip.chord.type].word
    return filters.instrument in (ANY, clip.instrument) and filters.type in (ANY, type_)


def is_right(heard: Chord, truth: Chord, vocabulary: str) -> bool:
    """Tell if an answer names what was played: its root, its type, and its bass where that is known.

    Of the simple vocabulary, the triad that it is a kind of is right; of a chord without a third, its root.
    """
    if truth.root is None or heard.root != truth.root:
        return heard == truth
    named = in_vocabulary(truth, vocabulary)
    return (named is None or named.type == heard.type) and truth.bass in (None, heard.bass)


def step(chosen: Sequence[int], number: int | None, by: int) -> int | None:
    """From one clip to the next (by 1) or the previous (by -1) of the chosen ones, around and around.

    A clip that is no longer among them (or None) leads to the first, or to the nearest in that direction.
    """
    if not chosen:
        return None
    if number is None:
        return chosen[0]
    if number in chosen:
        return chosen[(chosen.index(number) + by) % len(chosen)]
    ahead = [other for other in chosen if (other - number) * (by or 1) > 0]
    return (min if by >= 0 else max)(ahead or chosen)


def nothing(only_mistakes: bool) -> str:
    """The words in the clip's place when none fits, as HTML."""
    return f'<p class="score">{NOTHING_FITS}{" " + NO_MISTAKE if only_mistakes else ""}</p>'


def _chord(row: dict[str, str]) -> Chord:
    """The chord of a row of clips.csv, whose bass may be missing (unknown) or the root."""
    if row["root"] == "N":
        return NO_CHORD
    bass = row.get("bass")
    return Chord(row["root"], row["type"], bass if bass not in ("", row["root"]) else None)
