"""The report's figures: answers in, small PNG files out."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.chords import NO_CHORD_LABEL, ROOT_LABELS, TYPES
from training.calibration import BINS, reliability
from training.reporting.scores import Judged

DPI = 100
BLUE, ORANGE, GREY, GREEN = "#1f5fa8", "#d9730d", "#8a8f98", "#3a8f4d"
COLOURS = (BLUE, ORANGE, GREEN, GREY, "#8e4db3")
SMOOTHED = 15  # logged training steps whose mean is drawn
FEWEST = 10  # recordings in a bin of confidence for its share to be drawn
# Ticks of the loss, where they are in range.
LOSSES = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2)
STYLE = {"linewidth": 1.6}


def write_confusions(judged: Sequence[Judged], path: Path) -> None:
    """Two matrices side by side, of roots and of types: played against heard."""
    figure = Figure((9.6, 4.9), layout="constrained")
    roots, types = figure.subplots(1, 2, width_ratios=(len(ROOT_LABELS), len(TYPES) + 1))
    pairs = [(j.truth.root or NO_CHORD_LABEL, j.answer.root or NO_CHORD_LABEL) for j in judged]
    _draw_confusion(roots, "Roots", ROOT_LABELS, pairs)
    pairs = [(j.truth.type or NO_CHORD_LABEL, j.answer.type or NO_CHORD_LABEL) for j in judged]
    _draw_confusion(types, "Types", (*TYPES, NO_CHORD_LABEL), pairs)
    save(figure, path)


def count_confusions(labels: Sequence[str], pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """The number of times each label (row) was heard as each (column): int [labels, labels]."""
    counts = np.zeros((len(labels), len(labels)), dtype=int)
    for truth, answer in pairs:
        counts[labels.index(truth), labels.index(answer)] += 1
    return counts


def _draw_confusion(axis: Axes, title: str, labels: Sequence[str], pairs: Sequence[tuple[str, str]]) -> None:
    """Counts in all cells; colour for the mistakes alone, which the diagonal would outshine."""
    counts = count_confusions(labels, pairs)
    mistakes = np.where(np.eye(len(labels), dtype=bool), 0, counts)
    highest = max(1, mistakes.max())
    axis.imshow(np.ma.masked_equal(mistakes, 0), cmap="Oranges", vmin=0, vmax=1.5 * highest)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            weight = "bold" if row != column else "normal"
            axis.text(column, row, f"{count}", ha="center", va="center", fontsize=7, weight=weight)
    axis.set_xticks(range(len(labels)), labels, rotation="vertical")
    axis.set_yticks(range(len(labels)), labels)
    axis.set_xlabel("heard as")
    axis.set_ylabel("played")
    axis.set_title(title, loc="left")


def write_reliability(sets: Mapping[str, Sequence[Judged]], path: Path) -> None:
    """Confidence against the share named right, for some sets of recordings; and how many there are."""
    figure = Figure((6, 6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    above.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1, label="perfectly calibrated")
    for (name, judged), colour in zip(sets.items(), COLOURS, strict=False):
        binned = reliability(
            torch.tensor([j.confidence for j in judged]), torch.tensor([j.right for j in judged])
        )
        some = binned.clips >= FEWEST
        confidence, right = (binned.confidence / binned.clips)[some], (binned.right / binned.clips)[some]
        above.plot(confidence, right, "o-", color=colour, label=name, markersize=4, **STYLE)
        middles = (torch.arange(BINS) + 0.5) / BINS
        below.step(middles, binned.clips, where="mid", color=colour, **STYLE)
    above.set_ylabel("share named right")
    above.legend(loc="upper left")
    below.set_yscale("symlog")
    below.set_ylabel("recordings")
    below.set_xlabel("confidence")
    _grid(above, below)
    save(figure, path)


def write_learning_curves(log: Path, path: Path) -> None:
    """Losses and the share named right, in training and validation, over the steps of a training log."""
    figure = Figure((9, 3.6), layout="constrained")
    losses, shares = figure.subplots(1, 2)
    for network, colour in (("root", BLUE), ("type", ORANGE)):
        losses.plot(
            *smooth(*read_log(log, f"{network}_loss")), color=colour, alpha=0.45, label=f"{network}, training"
        )
        steps, values = read_log(log, f"valid_{network}_loss")
        losses.plot(steps, values, "o-", color=colour, markersize=4, label=f"{network}, validation", **STYLE)
    shares.plot(*smooth(*read_log(log, "joint")), color=BLUE, alpha=0.45, label="training")
    shares.plot(*read_log(log, "valid_joint"), "o-", color=BLUE, markersize=4, label="validation", **STYLE)
    losses.set(xlabel="step", ylabel="cross-entropy", yscale="log")
    limits = losses.get_ylim()  # ticks outside would widen them
    losses.set_yticks(LOSSES, map(str, LOSSES))
    losses.minorticks_off()
    shares.set(xlabel="step", ylabel="root and type right")
    losses.set_ylim(*limits)
    losses.legend()
    shares.legend(loc="lower right")
    _grid(losses, shares)
    save(figure, path)


def read_log(log: Path, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps and values of a column of Lightning's metrics.csv, where there are any, in order of the steps."""
    with open(log, newline="") as file:
        values = {int(row["step"]): float(row[column]) for row in csv.DictReader(file) if row.get(column)}
    return np.array(sorted(values)), np.array([values[step] for step in sorted(values)])


def smooth(steps: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The running mean of `SMOOTHED` values, and the steps in the middle of them."""
    width = max(1, min(SMOOTHED, len(values)))
    kernel = np.ones(width) / width
    return np.convolve(steps, kernel, "valid"), np.convolve(values, kernel, "valid")


def _grid(*axes: Axes) -> None:
    for axis in axes:
        axis.grid(alpha=0.3)


def save(figure: Figure, path: Path) -> None:
    """Write a small PNG on white, without its date, so that the same figures make the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for axis in figure.axes:
        axis.spines[["top", "right"]].set_visible(False)
    about = {"metadata": {"Software": None}, "pil_kwargs": {"optimize": True}}
    figure.savefig(path, dpi=DPI, facecolor="white", **about)
