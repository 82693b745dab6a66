"""The page about epochs, docs/epochs.md: the published tables with ours beside them, and their plots."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from training import provenance
from training.benchmark import published
from training.benchmark.measured import MEL_CNN, OURS, Epoch, Profile
from training.benchmark.published import BATCH, BATCHES, CPU, GPU, ROOT, SAMPLES, SIZES, TYPE, Published
from training.reporting import figures
from training.reporting.tables import paragraphs, table

DEVICES = {"cpu": CPU, "cuda": GPU}
FASTER_CPU = 2.0  # than the published CPU: the bar for ours
FASTER_GPU = 20.0  # than our own CPU at the largest batch
FULL_EPOCH = 5.0  # seconds, on a GPU
OPERATIONS = 8  # rows of the profile
NOT_MEASURED = "not measured: no GPU here"
YES, NO = "yes", "**no**"


def write(
    measured: Sequence[Epoch],
    features: dict[tuple[str, int], float],
    profile: Profile | None,
    full: float | None,
    to: Path,
) -> Path:
    """Write epochs.md and its figure into `to`, and say where.

    features: seconds from WAV files to features, by network and samples. profile: of a CPU epoch.
    full: seconds of a GPU epoch over the whole published set.
    """
    (to / "figures").mkdir(parents=True, exist_ok=True)
    base = SAMPLES if any(row.samples == SAMPLES for row in measured) else measured[0].samples
    draw(measured, to / "figures" / "epochs.png")
    parts = (
        "# Epochs, as the published study timed them",
        _method(measured),
        table(("", ""), provenance.origin()),
        "## Bars",
        _bars(measured, full),
        "## First experiment: batches",
        _experiment(measured, features, published.TIMES, lambda row: row.samples == base),
        "## Second experiment: samples",
        _experiment(
            measured,
            features,
            published.TIMES_BY_SIZE,
            lambda row: (row.network, row.task, row.batch) == (MEL_CNN, TYPE, BATCH),
        ),
        "![Seconds per epoch by batch and by samples](figures/epochs.png)",
        "## Our own networks",
        _experiment(measured, features, (), lambda row: row.network == OURS),
        *_profile(profile),
        "Every epoch stands in [epochs.csv](epochs.csv).",
    )
    path = to / "epochs.md"
    path.write_text(paragraphs(*parts) + "\n", encoding="utf-8")
    return path


def kept(measured: Sequence[Epoch]) -> list[Epoch]:
    """The epochs that count: of every iteration but the first, which warms up, if there are more."""
    last = max((row.iteration for row in measured), default=0)
    return [row for row in measured if row.iteration >= min(published.DROPPED, last)]


def later(measured: Sequence[Epoch]) -> list[Epoch]:
    """Of the epochs that count, those from the second on."""
    return [row for row in kept(measured) if row.epoch > 0]


def mean(values: Sequence[float]) -> float | None:
    """Their mean; None where there are none."""
    return float(np.mean(values)) if len(values) else None


def pick(
    measured: Sequence[Epoch], network: str, task: str, samples: int, batch: int, device: str
) -> list[Epoch]:
    """The epochs of one setting on one device."""
    wanted = (network, task, samples, batch, device)
    return [row for row in measured if (row.network, row.task, row.samples, row.batch, row.device) == wanted]


def draw(measured: Sequence[Epoch], path: Path) -> None:
    """Seconds of training per epoch against the batch, and against the number of samples."""
    figure = Figure((9, 3.6), layout="constrained")
    batches, sizes = figure.subplots(1, 2)
    for task, colour in ((ROOT, figures.BLUE), (TYPE, figures.ORANGE)):
        for device, style in (("cpu", "o-"), ("cuda", "s-")):
            times = {
                b: mean([row.train for row in kept(pick(measured, MEL_CNN, task, SAMPLES, b, device))])
                for b in BATCHES
            }
            _line(batches, times, style, colour, f"{task}, {DEVICES[device]}")
        _line(batches, _known(published.TIMES, task, CPU, "batch"), "o:", colour, f"{task}, published CPU")
    for device, style in (("cpu", "o-"), ("cuda", "s-")):
        times = {
            n: mean([row.train for row in kept(pick(measured, MEL_CNN, TYPE, n, BATCH, device))])
            for n in SIZES
        }
        _line(sizes, times, style, figures.ORANGE, f"type, {DEVICES[device]}")
        known = _known(published.TIMES_BY_SIZE, TYPE, DEVICES[device], "samples")
        _line(sizes, known, style[0] + ":", figures.GREY, f"type, published {DEVICES[device]}")
    batches.set(xlabel="batch", ylabel="seconds to train an epoch", xticks=BATCHES)
    sizes.set(xlabel="samples", xticks=SIZES)
    for axis in (batches, sizes):
        axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    figures.save(figure, path)


def _line(axis, times: dict[int, float | None], style: str, colour: str, label: str) -> None:
    known = {x: seconds for x, seconds in times.items() if seconds is not None}
    if known:
        axis.plot(list(known), list(known.values()), style, color=colour, label=label, markersize=4)


def _known(times: Sequence[Published], task: str, device: str, by: str) -> dict[int, float]:
    return {getattr(p, by): p.train for p in times if (p.task, p.device) == (task, device)}


def _method(measured: Sequence[Epoch]) -> str:
    """What was done, in words."""
    iterations = 1 + max((row.iteration for row in measured), default=0)
    epochs = 1 + max((row.epoch for row in measured), default=0)
    return (
        "Written by `python -m training.benchmark epochs`. Piano chords of 4 s, rendered into 16 kHz WAV "
        "files that are named as Audio Piano Triads are; 70 % to train on, 30 % to test on, drawn at random "
        "as the study did (which leaks, and does not matter for time). For each setting "
        f"{iterations} iterations of {epochs} epochs with new networks (published: {published.ITERATIONS} of "
        f"{published.EPOCHS}), the first iteration dropped; means over the rest, in seconds per epoch. "
        "The features are made once, and then stay in memory; *from WAV* is the first epoch with them. "
        "MelCNN computes in float32. The published times are of a six-core laptop CPU and its GPU."
    )


def _bars(measured: Sequence[Epoch], full: float | None) -> str:
    """What was asked for, and whether it is met."""
    rows = []
    for task in (ROOT, TYPE):
        epochs = later(pick(measured, MEL_CNN, task, SAMPLES, BATCH, "cpu"))
        known = published.find(published.TIMES, task, SAMPLES, BATCH, CPU)
        for what in ("train", "test"):
            limit = getattr(known, what) / FASTER_CPU
            found = mean([getattr(row, what) for row in epochs])
            rows.append(
                (
                    f"{task}, {what}: half the published CPU time, epochs from the second on",
                    f"<= {limit:.2f} s",
                    *_judge(found, found is not None and found <= limit, "s"),
                )
            )
    on = {
        device: mean([r.train for r in later(pick(measured, MEL_CNN, TYPE, SAMPLES, max(BATCHES), device))])
        for device in DEVICES
    }
    faster = on["cpu"] / on["cuda"] if on["cpu"] and on["cuda"] else None
    gpu_bar = f"GPU against this CPU, batches of {max(BATCHES)}"
    rows.append(
        (gpu_bar, f">= {FASTER_GPU:g} times", *_judge_gpu(faster, lambda v: v >= FASTER_GPU, "times"))
    )
    full_bar = f"an epoch of all {published.FULL_SAMPLES:,} samples on a GPU"
    rows.append((full_bar, f"< {FULL_EPOCH:g} s", *_judge_gpu(full, lambda v: v < FULL_EPOCH, "s")))
    return table(("bar", "demanded", "measured", "met"), rows)


def _judge(found: float | None, met: bool, unit: str) -> tuple[str, str]:
    return ("not measured", "") if found is None else (f"{found:.2f} {unit}", YES if met else NO)


def _judge_gpu(found: float | None, holds, unit: str) -> tuple[str, str]:
    return (NOT_MEASURED, "") if found is None else _judge(found, holds(found), unit)


def _experiment(
    measured: Sequence[Epoch],
    features: dict[tuple[str, int], float],
    times: Sequence[Published],
    belongs,
) -> str:
    """A row for each setting: training and test, the first epoch from WAV files, and what was published."""
    rows = []
    keys = dict.fromkeys(
        (r.network, r.task, r.samples, r.batch, r.device)
        for r in measured
        if belongs(r) and (r.network == MEL_CNN) == bool(times)
    )
    for network, task, samples, batch, device in keys:
        epochs = pick(measured, network, task, samples, batch, device)
        first = features[network, samples] + epochs[0].train
        known = published.find(times, task, samples, batch, DEVICES[device])
        row = (
            f"{network}, {task}",
            f"{samples:,}",
            batch,
            DEVICES[device],
            _seconds(mean([e.train for e in kept(epochs)])),
            _seconds(mean([e.test for e in kept(epochs)])),
            _seconds(first),
        )
        rows.append((*row, _seconds(known and known.train), _seconds(known and known.test)))
    head = ("network", "samples", "batch", "on", "train", "test", "train, from WAV")
    return table((*head, "published train", "published test"), rows)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _profile(profile: Profile | None) -> tuple[str, ...]:
    """Where the time of a CPU epoch goes, and how short it could be."""
    if profile is None:
        return ()
    rows = [(f"`{name}`", f"{share:.1%}") for name, share in profile.shares[:OPERATIONS]]
    convolutions = sum(share for name, share in profile.shares if "convolution" in name)
    clips = int(published.TRAIN_SHARE * SAMPLES)
    work = clips * profile.operations
    return (
        "## Where the time goes",
        table(("operation of MelCNN on the CPU", "share"), rows),
        f"Convolutions take {convolutions:.0%}. To train on {clips:,} samples MelCNN needs {work / 1e12:.2f} "
        f"million million floating-point operations; this machine does {profile.rate / 1e9:.0f} thousand "
        f"million a second in a product of large float32 matrices. No epoch of {SAMPLES:,} samples could "
        f"take less than {work / profile.rate:.1f} s here. Layout (channels last), pooling before ReLU, and "
        "memory that is not given back between steps are what was gained.",
    )
