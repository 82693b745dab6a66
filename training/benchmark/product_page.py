"""The page docs/performance.md: measures in, Markdown out, and figures beside it."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from model.recognizer import LONGEST, STRONGEST
from training.benchmark import product_figures
from training.benchmark.product_measures import CLIP, Measured, bars
from training.benchmark.sounds import FORMATS, STRIKE
from training.benchmark.stages import ALL, STAGES
from training.benchmark.timing import WARM_UPS, Timing
from training.provenance import origin
from training.reporting.bars import Bar
from training.reporting.tables import paragraphs, table

SLOWEST = 6  # packages whose imports are listed by name


def write(measured: Measured, to: Path) -> Path:
    """Write performance.md and its figures into a folder, and say where the page is."""
    figures = to / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    product_figures.write_stages(measured, figures / "performance-stages.png")
    product_figures.write_growth(measured, figures / "performance-growth.png")
    product_figures.write_formats(measured, figures / "performance-formats.png")
    parts = (header(measured), demands(measured), stages(measured), formats(measured), growth(measured))
    parts += (folders(measured), memory(measured), start_up(measured), where_the_time_goes(measured))
    path = to / "performance.md"
    path.write_text(paragraphs(*parts) + "\n", encoding="utf-8")
    return path


def header(measured: Measured) -> str:
    """What was measured, when and where."""
    runs = ", ".join(f"{count} at {seconds:g} s" for seconds, count in measured.runs.items())
    rows = [
        *origin(),
        ("recordings", f"C major, struck every {STRIKE:g} s, in stereo; the disk's cache holds them"),
        ("runs", f"{runs}, after {WARM_UPS} to warm up"),
    ]
    return paragraphs(
        "# Performance",
        "Written by `python -m training.benchmark product`. Times are medians, with 95th percentiles in "
        f"brackets. Of more than {LONGEST:g} s of audio, the recogniser judges the loudest {STRONGEST:g} s.",
        "**A quick run: too few and too short for the bars.**" if measured.quick else "",
        table(("", ""), rows),
    )


def demands(measured: Measured) -> str:
    """The bars, and whether they are met."""
    rows = [(b.what, b.n or "", f"{b.sign} {b.limit:g}", value(b), b.verdict) for b in bars(measured)]
    return "## Done when\n\n" + table(("", "n", "bar", "measured", ""), rows)


def value(bar: Bar) -> str:
    """The measure of a bar, and its note."""
    return "" if bar.measured is None else ", ".join(filter(None, (f"{bar.measured:.2f}", bar.note)))


def stages(measured: Measured) -> str:
    """Every stage, by length and threads."""
    tables = []
    for threads, by in measured.stages.items():
        rows = [(name, *(ms(by[s][name]) for s in measured.lengths)) for name in (*STAGES, ALL)]
        tables.append(table((f"ms, threads: {threads}", *seconds(measured.lengths)), rows))
    return paragraphs(
        "## Stages",
        "A stereo WAV file of 16 bits at 44.1 kHz. PyTorch's threads serve the spectrogram and the networks; "
        "decoders and the resampler compute in one.",
        *tables,
        "![The share of each stage in the time, by length](figures/performance-stages.png)",
    )


def formats(measured: Measured) -> str:
    """Decoding, by format and length."""
    longest = measured.lengths[-1]
    rows = []
    for kind in FORMATS:
        timings = measured.decoding[kind.name]
        size = measured.sizes[kind.name][longest] / 1e6
        rows.append((kind.name, kind.writer, f"{size:.1f}", *(ms(timings[s]) for s in measured.lengths)))
    head = ("ms to decode", "decoder", f"MB at {longest:g} s", *seconds(measured.lengths))
    return paragraphs(
        "## Decoding, by format",
        table(head, rows),
        "![What a second of audio costs to decode, by format](figures/performance-formats.png)",
    )


def growth(measured: Measured) -> str:
    """What a second of audio costs, by length."""
    rows = []
    for threads, by in measured.stages.items():
        rows.append((f"{ALL}, threads: {threads}", *(f"{1e3 * by[s][ALL].median / s:.2f}" for s in by)))
    for name, timings in measured.decoding.items():
        rows.append((f"decode {name}", *(f"{1e3 * t.median / s:.2f}" for s, t in timings.items())))
    return paragraphs(
        "## Growth with length",
        "Where the cost is linear, a second of audio costs the same at every length; what each file costs "
        "whatever its length makes the short ones dearer.",
        table(("ms for a second of audio", *seconds(measured.lengths)), rows),
        "![Time and memory against length](figures/performance-growth.png)",
    )


def folders(measured: Measured) -> str:
    """Whole folders through the command line."""
    rows = [
        (
            f"{b.files:,} WAV files of {b.seconds:g} s",
            b.cores,
            f"{b.wall:.1f}",
            f"{b.files_a_second:.1f}",
            f"{b.hours_a_minute:.2f}",
        )
        for b in measured.batches
    ]
    return paragraphs(
        "## Folders",
        "`python -m model.predict --json` on a whole folder, start-up included. Its files are links to one.",
        table(("folder", "cores", "s", "files a second", "hours of audio a minute"), rows),
    )


def memory(measured: Measured) -> str:
    """What one file takes while it is named, beside what its samples take."""
    rows = []
    for kind in FORMATS:
        for length, life in measured.lives.get(kind.name, {}).items():
            sizes = (measured.sizes[kind.name][length], kind.decoded_bytes(length), life.taken, life.peak)
            rows.append((kind.name, f"{length:g} s", *(f"{size / 1e6:.1f}" for size in sizes)))
    head = (
        "MB",
        "length",
        "file",
        "decoded, 32 bits, both channels",
        "taken at its peak",
        "the whole process",
    )
    return paragraphs(
        "## Memory",
        "Each row is a fresh process that has named a clip before. *Taken* is by how much resident memory "
        "then grows at most.",
        table(head, rows),
    )


def start_up(measured: Measured) -> str:
    """From the start of a process to its first Prediction, and what imports have in it."""
    lives = [life for by in measured.lives.values() for life in by.values()]
    rows = [
        ("start Python", across(life.starting for life in lives)),
        ("import", across(life.importing for life in lives)),
        ("load the networks", across(life.loading for life in lives)),
        (f"name the first file ({CLIP:g} s, WAV)", across(life.naming for life in lives)),
        ("all", across(life.seconds for life in lives)),
    ]
    total = sum(measured.imports.values())
    slowest = list(measured.imports.items())[:SLOWEST]
    others = total - sum(spent for _, spent in slowest)
    shares = [(name, f"{spent / total:.0%}") for name, spent in (*slowest, ("all others", others))]
    peak = max(life.at_start for life in lives) / 1e6
    return paragraphs(
        "## Start-up",
        f"Of {len(lives)} fresh processes; at most {peak:.0f} MB are resident meanwhile.",
        table(("", "s"), rows),
        "Modules that are imported, on the way to a loaded recogniser, by package (`python -X importtime`):",
        table(("package", "share of the time to import"), shares),
    )


def where_the_time_goes(measured: Measured) -> str:
    """The shares of the stages, and what they come to in words."""
    by = measured.stages[1]
    rows = [(name, *(f"{share(by[s], name):.0%}" for s in measured.lengths)) for name in STAGES]
    rest = [f"{1 - sum(share(by[s], name) for name in STAGES):.0%}" for s in measured.lengths]
    words = []
    for length in (CLIP, measured.lengths[-1]):
        most = sorted(STAGES, key=lambda name: -by[length][name].median)[:3]
        shares = ", ".join(f"{name} {share(by[length], name):.0%}" for name in most)
        words.append(f"Of the {1e3 * by[length][ALL].median:.1f} ms for {length:g} s of audio: {shares}.")
    return paragraphs(
        "## Where the time goes",
        " ".join(words),
        table(("share on one thread", *seconds(measured.lengths)), [*rows, ("the rest", *rest)]),
    )


def share(timings: dict[str, Timing], name: str) -> float:
    """The share of a stage in the time from file to Prediction."""
    return timings[name].median / timings[ALL].median


def seconds(lengths: Iterable[float]) -> list[str]:
    """Lengths as heads of columns."""
    return [f"{length:g} s" for length in lengths]


def ms(timing: Timing) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{1e3 * timing.median:.2f} ({1e3 * timing.p95:.2f})"


def across(values: Iterable[float]) -> str:
    """Median and 95th percentile of some seconds."""
    median, p95 = np.percentile(list(values), (50, 95))
    return f"{median:.2f} ({p95:.2f})"
