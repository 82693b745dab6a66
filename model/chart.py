"""The chart of a song: its chords in bars, as text."""

from collections.abc import Callable
from itertools import zip_longest

from model.chords import Chord
from model.keys import Key
from model.spelling import MODE_WORDS, symbol, tonic_name
from model.timeline import Bar, Timeline

BARS_A_LINE = 4
HELD = "."  # a beat on which the chord before goes on

Write = Callable[[Chord, Key | None], str]  # the symbol of a chord in a key


def chart(timeline: Timeline, write: Write = symbol, known: list[str] | None = None) -> str:
    """The chart: what is known, then lines of bars; without beats, a line for each chord's start.

    known: by default, key, tempo and metre.
    """
    heading = ", ".join(facts(timeline) if known is None else known)
    lines = _in_bars(timeline, write) or _in_time(timeline, write)
    return "\n".join([*([heading, ""] if heading else []), *lines])


def key_name(key: Key) -> str:
    """The name of a key: "F♯ minor"."""
    return f"{tonic_name(key)} {MODE_WORDS[key.mode]}"


def facts(timeline: Timeline, name: Callable[[Key], str] = key_name) -> list[str]:
    """What is known of key, tempo and metre, in words."""
    key, tempo, metre = timeline.key, timeline.tempo, timeline.metre
    known = [name(key)] if key else []
    known += [] if tempo is None else [f"{tempo:.0f} beats a minute"]
    return known + ([] if metre is None else [f"{metre}/{timeline.beat_note}"])


def clock(seconds: float) -> str:
    """A time of a recording, in minutes and seconds: "1:04.0"."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def lines_of_bars(bars: tuple[Bar, ...]) -> list[tuple[Bar, ...]]:
    """The bars in lines of four, with a pickup on a line of its own."""
    pickup = 1 if bars and bars[0].is_pickup else 0
    lines = [bars[i : i + BARS_A_LINE] for i in range(pickup, len(bars), BARS_A_LINE)]
    return [bars[:1], *lines] if pickup else lines


def cells(bar: Bar, write: Write) -> list[str]:
    """The text of a bar's beats: symbols where a chord begins and on the first beat, else `HELD`."""
    return [
        text for cell in bar.cells for text in (write(cell.chord, bar.key), *[HELD] * (len(cell.beats) - 1))
    ]


def _in_bars(timeline: Timeline, write: Write) -> list[str]:
    """The lines of a chart whose beats stand below each other: "| C  . . . | Am . F . |"."""
    lines = [[cells(bar, write) for bar in line] for line in lines_of_bars(timeline.bars)]
    columns = zip_longest(*(bar for line in lines for bar in line), fillvalue="")
    widths = [max(map(len, column)) for column in columns]
    return ["| " + " | ".join(_padded(bar, widths) for bar in line) + " |" for line in lines]


def _padded(texts: list[str], widths: list[int]) -> str:
    """The cells of a bar, each as wide as the widest on its beat."""
    return " ".join(text.ljust(width) for text, width in zip(texts, widths, strict=False))


def _in_time(timeline: Timeline, write: Write) -> list[str]:
    """The lines of a list: when a chord begins, in minutes and seconds, and its symbol."""
    rows = []
    for timed in timeline.chords:
        rows.append(f"{clock(timed.start):>8}  {write(timed.chord, timeline.key_of(timed))}")
    return rows
