"""Made-up songs."""

from itertools import accumulate

from model.chords import ROOTS, TYPES
from model.harte import parse
from model.keys import Key
from model.timeline import Beat, KeyRegion, TimedChord, Timeline


def make_timeline(
    chart: str, metre: int = 4, first: float = 0.5, pace: float = 0.5, drift: float = 1.0, key: str = "C:maj"
) -> Timeline:
    """A song from bars of Harte labels, a word a beat, where a dot holds a chord: "G:7 | C:maj . F:maj .".

    A first bar that is short is a pickup. first: the time of the first beat, before which there is no
    chord. pace: seconds to the second beat. drift: how much longer each later beat lasts than the one
    before. The recording ends a beat after the last.
    """
    bars = [bar.split() for bar in chart.split("|")]
    words = [word for bar in bars for word in bar]
    times = list(accumulate((pace * drift**i for i in range(len(words))), initial=first))
    place = metre - len(bars[0])
    beats = tuple(Beat(time, (place + i) % metre + 1) for i, time in enumerate(times[:-1]))
    starts = [(time, word) for time, word in zip(times, words, strict=False) if word != "."]
    silence = [(0.0, "N")] if first > 0 and words[0] != "N" else []
    return Timeline(
        seconds=times[-1],
        tempo=60 / pace,
        metre=metre,
        tuning=None,
        beats=beats,
        keys=key_regions((0.0, key), seconds=times[-1]),
        chords=timed_chords(*silence, *starts, seconds=times[-1]),
    )


def make_free_timeline(*starts: tuple[float, str], seconds: float, key: str = "C:maj") -> Timeline:
    """A song without beats, from when its chords begin and their Harte labels."""
    keys = key_regions((0.0, key), seconds=seconds)
    return Timeline(seconds, None, None, None, (), keys, timed_chords(*starts, seconds=seconds))


def timed_chords(*starts: tuple[float, str], seconds: float) -> tuple[TimedChord, ...]:
    """Chords from when they begin, the first with the recording, and their Harte labels."""
    borders = [0.0, *(time for time, _ in starts[1:]), seconds]
    chords = [parse(label) for _, label in starts]
    return tuple(map(TimedChord, borders, borders[1:], chords, [0.9] * len(chords)))


def key_regions(*starts: tuple[float, str], seconds: float) -> tuple[KeyRegion, ...]:
    """Regions from when they begin, and the labels of their keys."""
    ends = [*(time for time, _ in starts[1:]), seconds]
    pairs = zip(starts, ends, strict=True)
    return tuple(KeyRegion(start, end, Key(*label.split(":"))) for (start, label), end in pairs)


def labels_in_bars(timeline: Timeline) -> list[list[str]]:
    """The label of the chord at each beat, bar by bar."""
    return [[timed.chord.label for timed in bar.chords] for bar in timeline.bars]


SONGS = {
    "common time": make_timeline("C:maj . . . | A:min . F:maj . | F:maj . G:7 C:maj | C:maj . . ."),
    "waltz": make_timeline("Eb:maj . . | C:min . Ab:maj | Bb:7 . . | Eb:maj . .", metre=3, key="Eb:maj"),
    "march": make_timeline("D:maj . | A:7 D:maj | N . | D:maj .", metre=2, key="D:maj"),
    "six eighths": make_timeline("E:min . . B:7 . . | E:min . . . . .", metre=6, pace=0.25, key="E:min"),
    "pickup": make_timeline("G:7 | C:maj . . . | F:maj . G:7 . | C:maj . .", first=0.9),
    "short end": make_timeline("C:maj . . . | F:maj . . . | C:maj", first=0.0),
    "nothing between": make_timeline("N . . . | C:maj . N . | N . F:maj . | N . . ."),
    "slashes": make_timeline(
        "C:maj/3 . G:maj/5 . | G:7/b7 . C:min/b3 . | F:maj/2 . Gb:maj/3 . | B:maj/3 . B:7/b7 ."
    ),
    "all types": make_timeline(" | ".join(f"{ROOTS[5 * i % 12]}:{t} . . ." for i, t in enumerate(TYPES))),
    "slowing": make_timeline("C:maj . . . | A:min . F:maj . " + "| G:7 . . . " * 12, drift=1.01),
    "hurrying": make_timeline("C:maj . . . | A:min . F:maj . | G:7 . . . | C:maj . . .", drift=0.97),
    "flats": make_timeline("Gb:maj . . . | B:maj . Db:7 . | Gb:maj/3 . . .", key="Gb:maj"),
}
