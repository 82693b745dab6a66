"""Time the product: its stages, formats, whole folders, memory and start-up; fills docs/performance.md."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.recognizer import Recognizer
from training import machine, places
from training.benchmark import formats, stages, startup
from training.benchmark.formats import FORMATS, WAV
from training.benchmark.stages import ALL, ALL_SONG, SONG_STAGES, STAGES
from training.benchmark.startup import Folder, Startup
from training.benchmark.timing import WARM_UPS, Timing
from training.reporting import page, targets
from training.reporting.page import table
from training.reporting.targets import AT_LEAST, AT_MOST, Target

THREADS = CORES = (1, 2)
MEMORY_FORMATS = ("WAV", "MP3", "WebM Opus")  # large and small files, and both decoders
CLIP = 4.0  # seconds
SONG, LONGEST = 240.0, 600.0  # seconds
SONG_SECONDS = {SONG: 1.2, LONGEST: 3.0}  # from a WAV file of so long to its Timeline, in proportion
SONG_MEMORY = 1200.0  # MB of the whole process
SONG_THREADS = 2
CLIP_MS = 30.0  # from a WAV file of 4 s to its Prediction, on one core
CLIPS_A_SECOND = 60.0  # from a folder of them, on two cores


@dataclass(frozen=True)
class Setting:
    """Runs of a stage by length in seconds; files in a folder of clips, and in one of the longest.

    songs: runs of the stages of songs, by their length in seconds.
    """

    runs: dict[float, int]
    clips: int
    recordings: int
    songs: dict[float, int]


FULL = Setting(
    runs={0.5: 30, CLIP: 30, 30.0: 30, 240.0: 10},
    clips=1000,
    recordings=40,
    songs={30.0: 10, SONG: 10, LONGEST: 3},
)
QUICK = Setting(runs={0.5: 3, CLIP: 3, 30.0: 3}, clips=20, recordings=2, songs={30.0: 3})


@dataclass(frozen=True)
class Song:
    """The stages of a song by name, on two threads, and a process whose second file it is."""

    stages: dict[str, Timing]
    startup: Startup


@dataclass(frozen=True)
class Measured:
    """All measures.

    stages: by threads, seconds and name of the stage, of a WAV file. decoding, sizes (in bytes), startups: by
    name of the format and seconds; the startups are those of processes whose second file it is.
    """

    stages: dict[int, dict[float, dict[str, Timing]]]
    decoding: dict[str, dict[float, Timing]]
    sizes: dict[str, dict[float, int]]
    startups: dict[str, dict[float, Startup]]
    folders: list[Folder]
    songs: dict[float, Song]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--quick", action="store_true", help="short and rough, to try the command itself")
    parser.add_argument("--to", type=page.folder, default=places.DOCS, help="the page's folder")


def run(options: argparse.Namespace) -> None:
    """Measure everything and fill the page."""
    setting = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(setting, Path(folder))
    runs = ", ".join(f"{count} at {seconds:g} s" for seconds, count in setting.runs.items())
    stamp = page.stamp("training.benchmark product", options, runs=f"{runs}, after {WARM_UPS} to warm up")
    print(page.fill("performance", tables(measured), stamp, options.to))


def measure(setting: Setting, folder: Path) -> Measured:
    """All measures, one after the other, on files that are written into this folder."""
    paths = {kind.name: {s: folder / f"{kind.name} {s:g} s" for s in setting.runs} for kind in FORMATS}
    for kind in FORMATS:
        for seconds, path in paths[kind.name].items():
            formats.write(path, kind, seconds)
    return Measured(
        stages={count: time_stages(setting, paths[WAV.name], count) for count in THREADS},
        decoding={
            name: {s: stages.time_decoding(path, setting.runs[s]) for s, path in by.items()}
            for name, by in paths.items()
        },
        sizes={name: {s: path.stat().st_size for s, path in by.items()} for name, by in paths.items()},
        startups={
            name: {s: startup.measure(paths[WAV.name][CLIP], path) for s, path in paths[name].items()}
            for name in MEMORY_FORMATS
        },
        folders=list(name_folders(setting, paths[WAV.name], folder)),
        songs=dict(hear_songs(setting, paths[WAV.name][CLIP], folder)),
    )


def time_stages(setting: Setting, waves: dict[float, Path], threads: int) -> dict[float, dict[str, Timing]]:
    """The stages on WAV files, by seconds."""
    recognizer = Recognizer.load()
    with machine.threads(threads):
        return {s: stages.time_stages(recognizer, path, setting.runs[s]) for s, path in waves.items()}


def hear_songs(setting: Setting, clip: Path, folder: Path) -> Iterator[tuple[float, Song]]:
    """Songs by their seconds, from WAV files."""
    recognizer = Recognizer.load()
    for seconds, runs in setting.songs.items():
        path = formats.write(folder / f"song {seconds:g} s", WAV, seconds)
        with machine.threads(SONG_THREADS):
            timings = stages.time_song(recognizer, path, runs)
        yield seconds, Song(timings, startup.measure(clip, path, startup.SONG))


def name_folders(setting: Setting, waves: dict[float, Path], folder: Path) -> Iterator[Folder]:
    """The command line on a folder of clips and on one of the longest recordings, by number of cores."""
    for seconds, count in ((CLIP, setting.clips), (max(waves), setting.recordings)):
        links = [folder / f"{seconds:g} s {number:04}.wav" for number in range(count)]
        for link in links:
            link.hardlink_to(waves[seconds])
        for cores in CORES:
            if cores <= len(os.sched_getaffinity(0)):
                yield startup.name_folder(links, seconds, cores)


def tables(measured: Measured) -> dict[str, str]:
    """The places of the page."""
    stage_tables = (stage_table(threads, by) for threads, by in measured.stages.items())
    return {
        "targets": targets.as_table([*all_targets(measured)], "{:.2f}".format),
        "stages": "\n\n".join(stage_tables),
        "formats": format_table(measured),
        "folders": folder_table(measured.folders),
        "memory": memory_table(measured),
        "songs": song_table(measured.songs),
        "start-up": startup_table([one for by in measured.startups.values() for one in by.values()]),
    }


def all_targets(measured: Measured) -> Iterator[Target]:
    """The targets that were measured."""
    clip = measured.stages[1][CLIP][ALL].median * 1e3
    yield Target(f"{CLIP:g} s WAV file to Prediction, one thread: median ms", AT_MOST, CLIP_MS, clip)
    for folder in measured.folders:
        if (folder.seconds, folder.cores) == (CLIP, 2):
            what = f"folder of {CLIP:g} s clips, two cores: clips a second"
            yield Target(what, AT_LEAST, CLIPS_A_SECOND, folder.files_a_second, folder.files)
    for length, most in SONG_SECONDS.items():
        if length in measured.songs:
            taken = measured.songs[length].stages[ALL_SONG].median
            yield Target(f"{length:g} s WAV file to Timeline, two threads: median s", AT_MOST, most, taken)
            peak = measured.songs[length].startup.peak / 1e6
            yield Target(f"{length:g} s WAV file to Timeline: MB of the process", AT_MOST, SONG_MEMORY, peak)


def stage_table(threads: int, by: dict[float, dict[str, Timing]]) -> str:
    """Every stage, by length."""
    rows = [(name, *(ms(timings[name]) for timings in by.values())) for name in (*STAGES, ALL)]
    return table((f"ms, threads: {threads}", *(f"{seconds:g} s" for seconds in by)), rows)


def song_table(songs: dict[float, Song]) -> str:
    """Every stage of a song, and its memory, by length."""
    rows = [
        (name, *(seconds_of(song.stages[name]) for song in songs.values()))
        for name in (*SONG_STAGES, ALL_SONG)
    ]
    peaks = (f"{song.startup.peak / 1e6:.0f}" for song in songs.values())
    memory = ("memory of the whole process, MB", *peaks)
    return table((f"s, threads: {SONG_THREADS}", *(f"{length:g} s" for length in songs)), [*rows, memory])


def format_table(measured: Measured) -> str:
    """Decoding, by format and length."""
    rows = []
    for kind in FORMATS:
        size = max(measured.sizes[kind.name].values()) / 1e6
        rows.append((kind.name, kind.writer, f"{size:.1f}", *map(ms, measured.decoding[kind.name].values())))
    lengths = [f"{seconds:g} s" for seconds in measured.decoding[WAV.name]]
    return table(("ms to decode", "decoder", f"MB at {lengths[-1]}", *lengths), rows)


def folder_table(folders: list[Folder]) -> str:
    """Whole folders through the command line."""
    rows = [
        (f"{f.files:,} WAV files of {f.seconds:g} s", f.cores, f"{f.wall:.1f}", f"{f.files_a_second:.1f}")
        for f in folders
    ]
    return table(("folder", "cores", "s", "files a second"), rows)


def memory_table(measured: Measured) -> str:
    """The memory that one file takes while it is named, beside that of its samples."""
    rows = []
    for kind in FORMATS:
        for length, one in measured.startups.get(kind.name, {}).items():
            sizes = (measured.sizes[kind.name][length], kind.decoded_bytes(length), one.taken, one.peak)
            rows.append((kind.name, f"{length:g} s", *(f"{size / 1e6:.1f}" for size in sizes)))
    head = (
        "MB",
        "length",
        "file",
        "decoded, 32 bits, both channels",
        "taken at its peak",
        "the whole process",
    )
    return table(head, rows)


def startup_table(startups: list[Startup]) -> str:
    """Seconds from the start of a process to its first Prediction, and its memory meanwhile."""
    stages = {
        "start Python": "starting",
        "import": "importing",
        "load the networks": "loading",
        f"name the first file ({CLIP:g} s, WAV)": "naming",
        "all": "seconds",
    }
    times = {name: Timing.of([getattr(one, field) for one in startups]) for name, field in stages.items()}
    rows = [(name, f"{timing.median:.2f} ({timing.p95:.2f})") for name, timing in times.items()]
    peak = ("resident memory at its peak, MB", f"{max(one.at_start for one in startups) / 1e6:.0f}")
    return table((f"{len(startups)} processes", "s"), [*rows, peak])


def seconds_of(timing: Timing) -> str:
    """Median and 95th percentile in seconds."""
    return f"{timing.median:.2f} ({timing.p95:.2f})"


def ms(timing: Timing) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{1e3 * timing.median:.2f} ({1e3 * timing.p95:.2f})"
