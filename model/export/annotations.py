"""Exports for researchers and spreadsheets: .lab, JAMS and CSV, in seconds."""

import csv
import io
import json

from model import __version__
from model.spelling import MODE_WORDS, ascii_symbol, symbol
from model.timeline import TimedChord, Timeline

JAMS_VERSION = "0.3.5"  # of the schema that the file follows
COLUMNS = ("start", "end", "bar", "beat", "label", "symbol", "confidence", "sure")


def as_lab(timeline: Timeline) -> str:
    """Lines of start, end and Harte label, separated by tabs; mir_eval reads them."""
    return "".join(f"{timed.start:.3f}\t{timed.end:.3f}\t{timed.chord.label}\n" for timed in timeline.chords)


def as_csv(timeline: Timeline) -> str:
    """A table with a row for each chord: times in seconds, and the bar and beat on which it begins.

    A pickup is bar 0. Bar and beat are empty for a chord that sounds on no beat.
    """
    places, text = _places(timeline), io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for timed in timeline.chords:
        times = (f"{timed.start:.3f}", f"{timed.end:.3f}")
        names = (timed.chord.label, ascii_symbol(symbol(timed.chord, timeline.key_of(timed))))
        trust = (f"{timed.confidence:.3f}", "yes" if timed.sure else "no")
        writer.writerow((*times, *places.get(timed, ("", "")), *names, *trust))
    return text.getvalue()


def as_jams(timeline: Timeline) -> str:
    """Annotations of chords, beats and keys after Humphrey et al., "JAMS", ISMIR 2014."""
    chords = [_observation(t.start, t.end, t.chord.label, t.confidence) for t in timeline.chords]
    beats = [_observation(beat.time, beat.time, beat.position) for beat in timeline.beats]
    keys = [_observation(r.start, r.end, f"{r.key.tonic}:{MODE_WORDS[r.key.mode]}") for r in timeline.keys]
    annotations = (("chord", chords), ("beat", beats), ("key_mode", keys))
    return json.dumps(
        {
            "file_metadata": {
                "title": timeline.title,
                "duration": round(timeline.seconds, 3),
                "jams_version": JAMS_VERSION,
            },
            "annotations": [_annotation(timeline, name, data) for name, data in annotations if data],
        },
        indent=1,
    )


def _places(timeline: Timeline) -> dict[TimedChord, tuple[int, int]]:
    """The number of the bar and the place in it of the first beat of each chord that sounds on one."""
    places, bars = {}, timeline.bars
    first = 0 if bars and bars[0].is_pickup else 1
    for number, bar in enumerate(bars, first):
        for beat, timed in zip(bar.beats, bar.chords, strict=True):
            places.setdefault(timed, (number, beat.position))
    return places


def _annotation(timeline: Timeline, namespace: str, data: list[dict[str, object]]) -> dict[str, object]:
    """A JAMS annotation of the whole recording."""
    return {
        "namespace": namespace,
        "annotation_metadata": {"data_source": "program", "annotation_tools": f"Chordscope {__version__}"},
        "time": 0.0,
        "duration": round(timeline.seconds, 3),
        "data": data,
    }


def _observation(
    start: float, end: float, value: str | int, confidence: float | None = None
) -> dict[str, object]:
    """A JAMS observation, times to the millisecond."""
    time, after = round(start, 3), round(end, 3)
    return {"time": time, "duration": round(after - time, 3), "value": value, "confidence": confidence}
