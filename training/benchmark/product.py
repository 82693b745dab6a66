"""Time the product: its stages, whole folders, memory and start-up; writes docs/performance.md."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.recognizer import Recognizer
from training.benchmark import processes, product_page, sounds, stages
from training.benchmark.fresh import Life
from training.benchmark.processes import Batch
from training.benchmark.product_measures import CLIP, Measured
from training.benchmark.sounds import FORMATS, WAV
from training.benchmark.timing import Timing
from training.places import ROOT
from training.prepared.threads import threads

THREADS = CORES = (1, 2)
MEMORY_FORMATS = ("WAV", "MP3", "WebM Opus")  # large and small files, and both decoders
LONG = 60.0  # seconds: of longer recordings a third of the runs will do

Paths = dict[str, dict[float, Path]]  # by name of the format and seconds


@dataclass(frozen=True)
class Plan:
    """Lengths in seconds, the shortest first; runs of a stage; files in a folder of clips, of long ones."""

    lengths: tuple[float, ...]
    runs: int
    clips: int
    recordings: int

    def runs_of(self, seconds: float) -> int:
        """How often each stage runs on a recording of this length."""
        return self.runs if seconds <= LONG else max(1, self.runs // 3)


FULL = Plan(lengths=(0.5, CLIP, 30.0, 240.0), runs=30, clips=1000, recordings=40)
QUICK = Plan(lengths=(0.5, CLIP, 30.0), runs=3, clips=20, recordings=2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line."""
    parser.add_argument("--quick", action="store_true", help="short and rough, to try the command itself")
    parser.add_argument("--to", type=Path, default=ROOT / "docs", help="where the page goes")


def run(options: argparse.Namespace) -> None:
    """Measure everything, write the page, and say where it is."""
    plan = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(plan, Path(folder))
    print(product_page.write(measured, options.to))


def measure(plan: Plan, folder: Path) -> Measured:
    """All measures, one after the other, on files that are written into this folder."""
    paths = {kind.name: {s: folder / f"{kind.name} {s:g} s" for s in plan.lengths} for kind in FORMATS}
    for kind in FORMATS:
        for seconds, path in paths[kind.name].items():
            sounds.write(path, kind, seconds)
    return Measured(
        stages=time_stages(plan, paths),
        decoding=time_decoding(plan, paths),
        sizes={name: {s: path.stat().st_size for s, path in by.items()} for name, by in paths.items()},
        lives=live(paths),
        imports=processes.import_seconds(),
        batches=list(name_folders(plan, paths, folder)),
        runs={seconds: plan.runs_of(seconds) for seconds in plan.lengths},
        quick=plan == QUICK,
    )


def time_stages(plan: Plan, paths: Paths) -> dict[int, dict[float, dict[str, Timing]]]:
    """The stages on WAV files, by threads and seconds."""
    recognizer = Recognizer.load()
    timings = {}
    for count in THREADS:
        with threads(count):
            timings[count] = {
                seconds: stages.time_stages(recognizer, path, plan.runs_of(seconds))
                for seconds, path in paths[WAV.name].items()
            }
    return timings


def time_decoding(plan: Plan, paths: Paths) -> dict[str, dict[float, Timing]]:
    """Decoding, by format and seconds."""
    return {
        name: {seconds: stages.time_decoding(path, plan.runs_of(seconds)) for seconds, path in by.items()}
        for name, by in paths.items()
    }


def live(paths: Paths) -> dict[str, dict[float, Life]]:
    """A process for each of some formats and each length; the first file that it names is always the clip."""
    return {
        name: {s: processes.live(paths[WAV.name][CLIP], path) for s, path in paths[name].items()}
        for name in MEMORY_FORMATS
    }


def name_folders(plan: Plan, paths: Paths, folder: Path) -> Iterator[Batch]:
    """The command line on a folder of clips and on one of the longest recordings, by number of cores."""
    for seconds, count in ((CLIP, plan.clips), (plan.lengths[-1], plan.recordings)):
        links = [folder / f"{seconds:g} s {number:04}.wav" for number in range(count)]
        for link in links:
            link.hardlink_to(paths[WAV.name][seconds])
        for cores in CORES:
            if cores <= len(os.sched_getaffinity(0)):
                yield processes.name_all(links, seconds, cores)
