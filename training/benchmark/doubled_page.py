"""docs/doubled.md: findings in, Markdown out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.provenance import origin
from training.reporting.tables import figure, paragraphs, table

ORIGINALS, SAME_STEPS, SAME_EPOCHS = "originals", "doubled, as many steps", "doubled, as many epochs"
PIANO, AMPLIFIED = "that piano", "amplified"  # what networks are scored on
HELD_OUT, REAL = "held-out instruments", "real guitars"


@dataclass(frozen=True)
class Found:
    """What came of a training: clips an epoch, epochs, seconds, and by recordings the share named right."""

    network: str
    lesson: str
    clips: int
    epochs: int
    seconds: float
    right: Mapping[str, float]


def write(found: Sequence[Found], samples: int) -> str:
    """The page, for so many piano recordings before doubling."""
    return (
        paragraphs(
            "# What the doubled set brings",
            "Written by `python -m training.benchmark doubled`. The published system passed each piano "
            "recording through the simulation of a guitar amplifier and trained on both. Here the same is "
            f"done to {samples:,} recordings of one SoundFont piano, rendered in the layout of Audio Piano "
            "Triads (`python -m training.datasets double` does it to the published ones), and networks are "
            "trained without the copies and with them.",
            table(("", ""), origin()),
            "The share of recordings whose root and type are both named right: of "
            f"*{PIANO}* (the 30 % that were drawn at random to be left out, which is as published and leaks: "
            f"other takes of each chord were heard), of the same *{AMPLIFIED}*, of clean chords of "
            f"*{HELD_OUT}*, and of *{REAL}*.",
            table(
                ("network", "trained on", "clips x epochs", "training", *found[0].right), map(cells, found)
            ),
            "Against the originals alone:",
            "\n".join(gain(f, before) for f, before in pairs(found)),
            "One seed each: differences of a few thousandths may be chance. What ships is trained on "
            "neither: its amplifiers are among the effects that every drawn clip may go through.",
        )
        + "\n"
    )


def cells(found: Found) -> tuple[str, ...]:
    """A row of the table."""
    work = f"{found.clips:,} x {found.epochs}", f"{found.seconds:.0f} s"
    return found.network, found.lesson, *work, *map(figure, found.right.values())


def pairs(found: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Each training with copies, beside that of the same network without."""
    without = {f.network: f for f in found if f.lesson == ORIGINALS}
    return [(f, without[f.network]) for f in found if f.lesson != ORIGINALS]


def gain(found: Found, before: Found) -> str:
    """How much the copies bring, in words."""
    gains = (f"{name} {right - before.right[name]:+.4f}" for name, right in found.right.items())
    return f"- {found.network}, {found.lesson}: {', '.join(gains)}"
