"""The page docs/scale.md: what was measured on one machine, and what follows from it for a million clips."""

from dataclasses import dataclass
from pathlib import Path

from training import provenance
from training.reporting.tables import paragraphs, table

MILLION = 1_000_000
EPOCHS = 5  # as `training.train` runs by default
MACHINE_CORES = 64  # of the machines reckoned with
PEAK = 5  # how many times the mean rate of a day its busiest minute may have
UPLOAD_RATE, UPLOAD_BYTES = 44_100, 2  # Hz and bytes a sample: what a browser's microphone uploads, mono
CLIP_SECONDS = 4.0
HOUR, DAY = 3600, 86_400  # seconds
GIGA = 1e9


@dataclass(frozen=True)
class Measured:
    """What was measured on a machine with so many cores.

    prepared: clips per second by way of spreading them. stepped: training steps per second, by processes.
    clip_bytes: what one prepared clip takes on disk. predict: seconds from a 4 s WAV file to its Prediction
    on one core. wave_bytes: size of that file. weight_bytes: of both networks.
    """

    cores: int
    clips: int
    prepared: dict[str, float]
    stepped: dict[int, float]
    batch: int
    clip_bytes: float
    predict: float
    wave_bytes: int
    weight_bytes: int


@dataclass(frozen=True)
class Reckoned:
    """What a million clips of training data and a million predictions a day take, from what was measured.

    Hours are of one core unless they are said to be of machines; bytes are of all clips or of a day.
    """

    preparing_hours: float
    disk_bytes: float
    steps: float
    training_hours: float
    mean_rate: float
    peak_cores: float
    upload_bytes: float
    peak_bits: float

    @staticmethod
    def of(measured: Measured) -> "Reckoned":
        """The sums. Preparing goes at the rate of one process on one core; training at that of all cores."""
        steps = EPOCHS * MILLION / measured.batch
        upload = CLIP_SECONDS * UPLOAD_RATE * UPLOAD_BYTES
        mean = MILLION / DAY
        return Reckoned(
            preparing_hours=MILLION / min(measured.prepared.values()) / HOUR,
            disk_bytes=MILLION * measured.clip_bytes,
            steps=steps,
            training_hours=steps / measured.stepped[1] / HOUR,
            mean_rate=mean,
            peak_cores=PEAK * mean * measured.predict,
            upload_bytes=MILLION * upload,
            peak_bits=PEAK * mean * upload * 8,
        )


def write(measured: Measured, to: Path) -> Path:
    """Write scale.md into `to`, and say where."""
    to.mkdir(parents=True, exist_ok=True)
    path = to / "scale.md"
    path.write_text(page(measured, Reckoned.of(measured)), encoding="utf-8")
    return path


def page(measured: Measured, reckoned: Reckoned) -> str:
    """The page as Markdown."""
    return (
        paragraphs(
            "# Beyond one machine",
            "Written by `python -m training.benchmark scale`: the first part is measured, the second is "
            "arithmetic with those figures, and says so. There is no engine of our own: joblib spreads the "
            "preparing over processes or a Dask or Ray cluster, torchrun and Lightning spread the training, "
            "and whatever already balances load spreads the answers.",
            table(("", ""), provenance.origin()),
            "## Measured here",
            _measured(measured),
            "That two processes learn what one learns, and that a Dask cluster computes the same clips, is "
            "held by tests (`tests/training/test_torchrun.py`, `tests/training/test_database.py`).",
            "## On paper: a million clips to learn from",
            _training(measured, reckoned),
            "## On paper: a million predictions a day",
            _predicting(measured, reckoned),
        )
        + "\n"
    )


def _measured(measured: Measured) -> str:
    rows = [
        (f"preparing {measured.clips:,} clips, {way}", f"{rate:.1f} clips/s")
        for way, rate in measured.prepared.items()
    ]
    rows += [
        (f"training in batches of {measured.batch}, {_processes(count)}", f"{rate:.2f} steps/s")
        for count, rate in measured.stepped.items()
    ]
    rows += [
        ("a prepared clip on disk", f"{measured.clip_bytes / 1000:.1f} kB"),
        ("from a 4 s WAV file to its answer, one core", f"{1000 * measured.predict:.1f} ms"),
        ("both networks on disk", f"{measured.weight_bytes / 1e6:.1f} MB"),
    ]
    return table(("what", "measured"), rows)


def _processes(count: int) -> str:
    return "1 process on all cores" if count == 1 else f"{count} processes under torchrun, a core each"


def _training(measured: Measured, reckoned: Reckoned) -> str:
    hours = reckoned.preparing_hours / MACHINE_CORES
    rows = [
        ("rendering and features", f"{reckoned.preparing_hours:.1f} core hours"),
        (f"the same on {MACHINE_CORES} cores, if each did as much", f"{hours:.2f} h"),
        ("disk", f"{reckoned.disk_bytes / GIGA:.1f} GB"),
        (f"steps of training, {EPOCHS} epochs", f"{reckoned.steps:,.0f}"),
        (f"training on {measured.cores} cores like these", f"{reckoned.training_hours:.1f} h"),
    ]
    trains_longer = reckoned.training_hours * measured.cores > reckoned.preparing_hours
    return paragraphs(
        table(("what", "takes"), rows),
        f"**First bottleneck: {'the training step' if trains_longer else 'preparing'}.** Preparing spreads "
        "over any number of cores, since every clip has a seed of its own: `python -m training.database "
        "--dask tcp://HOST:8786` lets a Dask cluster compute whose workers see the same files. A training "
        "step spreads less well: `torchrun --nnodes N -m training.train` has the gradients of both networks "
        "averaged after each. A GPU comes before more machines; none was at hand to be measured.",
        "**What costs:** core hours, in proportion to clips and epochs. The disk is small beside them. "
        "**Machines:** one to train, with a GPU, and as many cores to prepare as the hour should have.",
    )


def _predicting(measured: Measured, reckoned: Reckoned) -> str:
    rows = [
        ("mean rate", f"{reckoned.mean_rate:.1f} a second"),
        (f"cores that compute in a minute {PEAK} times as busy", f"{reckoned.peak_cores:.1f}"),
        ("uploads, 4 s of mono WAV at 44.1 kHz", f"{reckoned.upload_bytes / GIGA:.0f} GB a day"),
        ("uploads in that minute", f"{reckoned.peak_bits / 1e6:.0f} Mbit/s"),
    ]
    return paragraphs(
        table(("what", "takes"), rows),
        "**First bottleneck:** not the networks, which a few cores would do, but what lies around them: "
        "uploads, and the page's own work for each visitor, which [deploy.md](deploy.md) measures. "
        "**Engine:** copies of the Docker image behind a proxy that keeps a visitor on one copy, started and "
        "stopped by whatever runs containers. For recordings that lie in a store already: `python -m "
        "model.predict` as a batch job, a folder each. **What costs:** traffic, and the machines that stand "
        "ready for the busiest minute.",
    )
