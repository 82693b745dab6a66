"""The songs of the command line: their answer in text, their exports, the bar of progress."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from model.chart import chart
from model.chord_networks import Progress
from model.export import EXPORTERS, as_title
from model.timeline import Timeline

STDIN, STDIN_STEM = "-", "stdin"
BAR = "{l_bar}{bar}| {elapsed}"
NOT_WRITTEN = "its export could not be written: {}"

Hear = Callable[..., Timeline]  # a file's path or its bytes, progress -> its timeline; raises AudioError


class ExportError(RuntimeError):
    """A file that could not be written, in words."""


@dataclass(frozen=True)
class Exports:
    """The formats that songs are exported in, names of `EXPORTERS`, and the folder for them."""

    formats: tuple[str, ...] = ()
    folder: Path = Path()

    def path(self, file: str, format_: str) -> Path:
        """The file that a song is exported to: named like its own."""
        stem = STDIN_STEM if file == STDIN else Path(file).stem
        return self.folder / (stem + EXPORTERS[format_].suffix)

    def clash(self, files: list[str]) -> Path | None:
        """A path that more than one of these files would be exported to, if there is one."""
        paths = Counter(self.path(file, format_) for format_ in self.formats for file in files)
        return next((path for path, count in paths.items() if count > 1), None)

    def write(self, file: str, timeline: Timeline) -> None:
        """Write a song in every format. Raises ExportError."""
        try:
            title = "" if file == STDIN else as_title(Path(file).stem.replace("_", " "))
            song = replace(timeline, title=title)
            for format_ in self.formats:
                self.path(file, format_).write_bytes(EXPORTERS[format_].export(song))
        except OSError as error:
            raise ExportError(NOT_WRITTEN.format(error)) from error


def tell_song(hear: Hear, exports: Exports, as_json: bool, bar: tqdm, file: str, source: str | bytes) -> str:
    """The line or the chart for a song, once it is exported. Raises AudioError and ExportError."""
    with part_of(bar) as progress:
        timeline = hear(source, progress=progress)
        exports.write(file, timeline)
    return json.dumps({"file": file, **timeline.as_json()}) if as_json else as_chart(file, timeline)


def as_chart(file: str, timeline: Timeline) -> str:
    """The readable answer for a song: its file and length, its chart, an empty line."""
    minutes, seconds = divmod(round(timeline.seconds), 60)
    return f"{file}  ({minutes}:{seconds:02})\n{chart(timeline)}\n"


def progress_bar(files: int) -> tqdm:
    """A bar on standard error, if that is a terminal, that is full once all files are heard."""
    return tqdm(total=files, bar_format=BAR, leave=False, disable=None)


@contextmanager
def part_of(bar: tqdm) -> Iterator[Progress]:
    """The progress of one file of those that a bar counts; in the end it is done, whatever happened."""
    done = 0.0

    def tell(share: float) -> None:
        nonlocal done
        with bar.get_lock():
            bar.update(share - done)
        done = share

    try:
        yield tell
    finally:
        tell(1.0)
