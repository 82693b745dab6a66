"""The truth about a song, or somebody's answer: chords, beats and keys over time."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from model.chords import NO_CHORD_LABEL
from training.songs.song import Beat, Song


@dataclass(frozen=True)
class Span:
    """A Harte label, of a chord or of a key ("Bb:maj"), from start to end in seconds."""

    start: float
    end: float
    label: str


@dataclass(frozen=True)
class Annotation:
    """Chords, beats and keys of a song, each in order of time. tempo: beats a minute, None where unknown.

    A beat whose place in the bar is not known has the place 0.
    """

    chords: tuple[Span, ...]
    beats: tuple[Beat, ...] = ()
    keys: tuple[Span, ...] = ()
    tempo: float | None = None

    @property
    def downbeats(self) -> tuple[float, ...]:
        """The times at which bars begin, seconds."""
        return tuple(beat.time for beat in self.beats if beat.position == 1)

    @property
    def metre(self) -> int:
        """The beats of most bars; 0 where none is whole."""
        ends = Counter(beat.position for beat, after in pairwise(self.beats) if after.position == 1)
        return max(ends, key=ends.__getitem__, default=0)

    @property
    def key(self) -> str | None:
        """The key in which the song is longest."""
        lengths: Counter[str] = Counter()
        for span in self.keys:
            lengths[span.label] += span.end - span.start
        return max(lengths, key=lengths.__getitem__, default=None)


def truth_of(song: Song) -> Annotation:
    """The truth about a composed song."""
    chords = tuple(Span(timed.start, timed.end, timed.chord.label) for timed in song.chords)
    keys = tuple(Span(key.start, key.end, f"{key.tonic}:{key.mode}") for key in song.keys)
    return Annotation(chords, song.beats, keys, tempo_of(song.beats))


def tempo_of(beats: Sequence[Beat]) -> float | None:
    """The tempo of beats, 60 over the median of their distances; None for fewer than two."""
    distances = [after.time - beat.time for beat, after in pairwise(beats)]
    return 60 / median(distances) if distances else None


def label_at(spans: Sequence[Span], time: float) -> str:
    """The label that holds at a time; "N" in a gap."""
    place = bisect_right(spans, time, key=lambda span: span.start) - 1
    return spans[place].label if place >= 0 and time < spans[place].end else NO_CHORD_LABEL


def covering(chords: Sequence[Span], seconds: float) -> tuple[Span, ...]:
    """The chords, cut off at the end of a recording, with "N" from its beginning and to its end."""
    kept = [Span(c.start, min(c.end, seconds), c.label) for c in chords if c.start < seconds]
    if not kept:
        return (Span(0.0, seconds, NO_CHORD_LABEL),)
    before = Span(0.0, kept[0].start, NO_CHORD_LABEL)
    after = Span(kept[-1].end, seconds, NO_CHORD_LABEL)
    return tuple(span for span in (before, *kept, after) if span.start < span.end)


def from_json(song: Mapping) -> Annotation:
    """The answer that `python -m model.predict --song --json` prints for a song, as parsed."""
    keys = [Span(key["start"], key["end"], key["key"]) for key in song.get("keys", ())]
    if not keys and song.get("key"):
        keys = [Span(0.0, song["seconds"], song["key"])]
    return Annotation(
        chords=tuple(Span(chord["start"], chord["end"], chord["chord"]) for chord in song["chords"]),
        beats=tuple(Beat(beat["time"], beat["position"]) for beat in song.get("beats", ())),
        keys=tuple(keys),
        tempo=song.get("tempo"),
    )


def write(annotation: Annotation, stem: Path) -> None:
    """Write STEM.lab (start, end, chord), STEM.beats (time, place in the bar), STEM.key (start, end, key)."""
    _write(f"{stem}.lab", [_row(span) for span in annotation.chords])
    _write(f"{stem}.beats", [f"{beat.time:.3f}\t{beat.position}" for beat in annotation.beats])
    _write(f"{stem}.key", [_row(span) for span in annotation.keys])


def read(stem: Path) -> Annotation:
    """Read what `write` wrote; beats and keys may be missing. Raises OSError or ValueError for others."""
    beats = tuple(Beat(float(time), int(place)) for time, place in _rows(f"{stem}.beats"))
    return Annotation(read_spans(f"{stem}.lab"), beats, _spans(_rows(f"{stem}.key")), tempo_of(beats))


def read_spans(path: Path | str) -> tuple[Span, ...]:
    """The labels of a text file, start, end and label a line. Raises OSError or ValueError."""
    return _spans([line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()])


def read_answers(place: Path) -> dict[str, Annotation]:
    """Answers by the names of their recordings, without suffix: a JSON-lines file, or a folder of them.

    A folder may hold files as `write` writes them, too. Those that could not be heard are left out. Raises
    OSError or ValueError for others.
    """
    folder = place if place.is_dir() else place.parent
    texts = sorted(place.glob("*.json*")) if place.is_dir() else [place]
    labelled = place.glob("*.lab") if place.is_dir() else ()
    answers = {lab.stem: read(folder / lab.stem) for lab in labelled}
    for text in texts:
        songs = [json.loads(line) for line in text.read_text(encoding="utf-8").splitlines() if line]
        answers |= {Path(song["file"]).stem: from_json(song) for song in songs if "chords" in song}
    return answers


def _row(span: Span) -> str:
    return f"{span.start:.3f}\t{span.end:.3f}\t{span.label}"


def _write(path: str, lines: list[str]) -> None:
    Path(path).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _rows(path: str) -> list[list[str]]:
    """The words of each line; none where there is no such file."""
    found = Path(path)
    return [line.split() for line in found.read_text(encoding="utf-8").splitlines()] if found.exists() else []


def _spans(rows: list[list[str]]) -> tuple[Span, ...]:
    return tuple(Span(float(start), float(end), label) for start, end, label in rows)
