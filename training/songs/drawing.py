"""Pictures of songs: the true chords, and below them what recognisers heard."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.chords import ROOTS
from model.harte import parse
from training.reporting import figures
from training.songs.annotation import Span
from training.songs.evaluate import Judged

TRUTH = "truth"
SHOWN = 40.0  # seconds of each song, from its start
LETTER = 0.25  # seconds that a letter of a chord's name is wide
HEIGHT = 0.8  # of a lane's 1
SATURATION = 0.55
COLOURLESS = "#e8e8e8"  # no chord


def write_songs(songs: Sequence[Mapping[str, Judged]], path: Path) -> None:
    """Draw some songs below each other, each as every recogniser hears it."""
    figure = Figure((10, 0.9 + 2.1 * len(songs)), layout="constrained")
    for axis, heard in zip(figure.subplots(len(songs), squeeze=False)[:, 0], songs, strict=True):
        _draw(axis, heard)
    figures.save(figure, path)


def _draw(axis: Axes, heard: Mapping[str, Judged]) -> None:
    """Draw the lanes of a song, the truth on top; thin lines are its downbeats, or those heard."""
    first = next(iter(heard.values()))
    lanes = {TRUTH: first.truth} | {name: judged.answer for name, judged in heard.items()}
    for lane, annotation in enumerate(lanes.values()):
        for span in annotation.chords:
            if span.start < SHOWN:
                _draw_chord(axis, lane, span)
        for time in annotation.downbeats:
            axis.plot([time, time], [lane - 0.5, lane + 0.5], color=figures.GREY, linewidth=0.6)
    axis.set_xlim(0, SHOWN)
    axis.set_ylim(len(lanes) - 0.5, -0.5)
    axis.set_yticks(range(len(lanes)), lanes)
    axis.set_xlabel("seconds")
    axis.set_title(Path(first.row["path"]).stem, loc="left")


def _draw_chord(axis: Axes, lane: int, span: Span) -> None:
    """Draw a chord in a colour of its root, and its name where there is room."""
    end = min(span.end, SHOWN)
    chord = parse(span.label)
    root = None if chord is None else chord.root
    colour = COLOURLESS if root is None else _colour(ROOTS.index(root))
    axis.barh(lane, end - span.start, HEIGHT, left=span.start, color=colour, edgecolor="white", linewidth=0.8)
    if chord is not None and end - span.start >= LETTER * len(chord.symbol):
        centre = (span.start + end) / 2
        axis.text(centre, lane, chord.symbol, ha="center", va="center", fontsize=7, clip_on=True)


def _colour(pitch_class: int) -> tuple[float, ...]:
    """The colour of a root: neighbours on the circle of fifths have similar ones."""
    red, green, blue, _ = colormaps["hsv"](7 * pitch_class % 12 / 12)
    return tuple(1 - SATURATION * (1 - light) for light in (red, green, blue))
