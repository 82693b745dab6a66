"""The figures of docs/performance.md: measures in, small PNG files out."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from training.benchmark.product_measures import Measured
from training.benchmark.sounds import FFMPEG, FORMATS, WAV
from training.benchmark.stages import ALL, STAGES
from training.reporting.figures import BLUE, COLOURS, DPI, GREEN, GREY, ORANGE, STYLE

PALETTE = ("#c9ccd1", GREEN, "#9bcfa6", GREY, ORANGE, BLUE, "#7fa8d6", "#8e4db3")  # in the order of `STAGES`


def write_stages(measured: Measured, path: Path) -> None:
    """How the time on one thread is shared out between the stages, a bar for each length."""
    figure = Figure((9, 0.8 + 0.5 * len(measured.lengths)), layout="constrained")
    axis = figure.subplots()
    timings = list(measured.stages[1].values())
    places, left = np.arange(len(timings)), np.zeros(len(timings))
    for stage, colour in zip(STAGES, PALETTE, strict=True):
        shares = np.array([t[stage].median / t[ALL].median for t in timings])
        axis.barh(places, shares, left=left, color=colour, label=stage)
        left += shares
    labels = [
        f"{s:g} s ({1e3 * t[ALL].median:.1f} ms)" for s, t in zip(measured.lengths, timings, strict=True)
    ]
    axis.set_yticks(places, labels)
    axis.invert_yaxis()
    axis.set_xlim(0, max(1, *left))
    axis.set_xlabel("share of the time from file to Prediction, on one thread")
    figure.legend(loc="outside upper center", ncols=4, frameon=False)
    _save(figure, path)


def write_growth(measured: Measured, path: Path) -> None:
    """Time and memory against the length of the recording, with what would be in proportion to it."""
    figure = Figure((9, 3.8), layout="constrained")
    times, memory = figure.subplots(1, 2)
    lengths = np.array(measured.lengths)
    for (threads, by), colour in zip(measured.stages.items(), COLOURS, strict=False):
        ms = [1e3 * timings[ALL].median for timings in by.values()]
        times.plot(lengths, ms, "o-", color=colour, label=f"threads: {threads}", markersize=4, **STYLE)
    times.plot(lengths, ms[-1] * lengths / lengths[-1], "--", color=GREY, linewidth=1, label="in proportion")
    times.set(xscale="log", yscale="log", xlabel="seconds of audio", ylabel="ms from file to Prediction")
    times.set_xticks(lengths, [f"{s:g}" for s in lengths])
    times.minorticks_off()
    for (name, lives), colour in zip(measured.lives.items(), COLOURS, strict=False):
        megabytes = [life.taken / 1e6 for life in lives.values()]
        memory.plot(list(lives), megabytes, "o-", color=colour, label=name, markersize=4, **STYLE)
    decoded = [WAV.decoded_bytes(seconds) / 1e6 for seconds in lengths]
    memory.plot(lengths, decoded, "--", color=GREY, linewidth=1, label="the decoded audio")
    memory.set(xlabel="seconds of audio", ylabel="MB taken by one file")
    for axis in (times, memory):
        axis.legend()
        axis.grid(alpha=0.3)
    _save(figure, path)


def write_formats(measured: Measured, path: Path) -> None:
    """What a second of audio costs to decode in each format, coloured by decoder."""
    figure = Figure((9, 0.8 + 0.25 * len(FORMATS)), layout="constrained")
    axis = figure.subplots()
    longest = measured.lengths[-1]
    costs = [1e3 * measured.decoding[kind.name][longest].median / longest for kind in FORMATS]
    colours = [ORANGE if kind.writer == FFMPEG else BLUE for kind in FORMATS]
    axis.barh([f"{kind.name} ({kind.writer})" for kind in FORMATS], costs, color=colours)
    axis.invert_yaxis()
    axis.set_xlabel(f"ms to decode a second of audio, in a recording of {longest:g} s")
    axis.grid(axis="x", alpha=0.3)
    axis.set_axisbelow(True)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    """A PNG on white, without its date, so that the same figures make the same file."""
    for axis in figure.axes:
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=DPI, facecolor="white", metadata={"Software": None})
