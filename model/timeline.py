"""The answer for a song: which chord when, on which beat, in which key."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, groupby, islice, pairwise
from math import isclose

from model.chords import Chord
from model.keys import Key, KeySpan, Sounding, longest_key
from model.prediction import Candidate
from model.progressions import find_progressions
from model.pulse import Beat, extended, middles

GAP = 1e-3  # seconds between neighbouring chords that are none, but an error of rounding
EIGHTHS = 6  # the metre whose beats are eighths (6/8); the others count quarters


@dataclass(frozen=True)
class KeyRegion:
    """A key and the part of the recording that is in it, in seconds."""

    start: float
    end: float
    key: Key


@dataclass(frozen=True)
class TimedChord:
    """A chord (or NO_CHORD) and when it sounds, in seconds.

    confidence: its probability. sure: whether that is above the measured threshold of "not sure".
    alternatives: other chords that it may be, the most probable first.
    """

    start: float
    end: float
    chord: Chord
    confidence: float
    sure: bool = True
    alternatives: tuple[Candidate, ...] = ()

    @property
    def sounding(self) -> Sounding:
        """The chord for as long as it sounds, in seconds."""
        return Sounding(self.end - self.start, self.chord, self.confidence)

    def as_json(self) -> dict[str, object]:
        """The fields as the command line and the API give them, times to the millisecond."""
        return {
            "start": round(self.start, 3),
            "end": round(self.end, 3),
            "chord": self.chord.label,
            "confidence": round(self.confidence, 4),
            "sure": self.sure,
            "alternatives": [
                {"chord": other.chord.label, "confidence": round(other.probability, 4)}
                for other in self.alternatives
            ],
        }


@dataclass(frozen=True)
class TimedProgression:
    """A common progression of chords by its name, when it is played, in seconds, and how often in a row."""

    start: float
    end: float
    name: str
    rounds: int

    def as_json(self) -> dict[str, object]:
        """The fields as the command line and the API give them, times to the millisecond."""
        start, end = round(self.start, 3), round(self.end, 3)
        return {"name": self.name, "start": start, "end": end, "rounds": self.rounds}


@dataclass(frozen=True)
class Cell:
    """Beats of a bar on which one chord sounds, and the segment at each, sure or doubtful."""

    beats: tuple[Beat, ...]
    segments: tuple[TimedChord, ...]

    @property
    def chord(self) -> Chord:
        """The chord."""
        return self.segments[0].chord


@dataclass(frozen=True)
class Bar:
    """The beats of a bar, the chord that sounds at each of them, and the key, if that is known.

    is_pickup: it is the first one, and its downbeat is missing.
    """

    beats: tuple[Beat, ...]
    chords: tuple[TimedChord, ...]
    key: Key | None
    is_pickup: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The chords of the bar, each with all its beats."""
        beats, cells = iter(self.beats), []
        for _, run in groupby(self.chords, key=lambda timed: timed.chord):
            segments = tuple(run)
            cells.append(Cell(tuple(islice(beats, len(segments))), segments))
        return tuple(cells)


@dataclass(frozen=True)
class Timeline:
    """Chords, beats and keys of a recording.

    seconds: length of the recording. tempo: beats a minute. metre: beats in a bar; both are None without
    beats. tuning: cents above A440, -50 to 50, or None where there is nothing to tell it by. beats: in
    order of time, none where nothing keeps time. keys: regions in order of time, none if unknown. chords:
    segments that cover the whole recording without gaps, NO_CHORD where there is none; where there are
    beats, they change on beats, give or take half a one. title: of the recording, empty if unknown.
    Raises ValueError for chords that leave a gap, beats out of order, and beats without a metre.
    """

    seconds: float
    tempo: float | None
    metre: int | None
    tuning: float | None
    beats: tuple[Beat, ...]
    keys: tuple[KeyRegion, ...]
    chords: tuple[TimedChord, ...]
    title: str = ""

    def __post_init__(self) -> None:
        borders = [0.0, *(time for timed in self.chords for time in (timed.start, timed.end)), self.seconds]
        covered = all(isclose(a, b, abs_tol=GAP) for a, b in zip(borders[::2], borders[1::2], strict=True))
        if not (covered and self.chords and all(timed.start < timed.end for timed in self.chords)):
            raise ValueError(f"the chords do not cover the {self.seconds:.3f} s of the recording, in order")
        times = [beat.time for beat in self.beats]
        if times != sorted(set(times)) or (times and not 0 <= times[0] <= times[-1] < self.seconds):
            raise ValueError("the beats are not in order within the recording")
        if self.beats and not all(1 <= beat.position <= (self.metre or 0) for beat in self.beats):
            raise ValueError(f"beats have no place in a bar of {self.metre}")

    @property
    def key(self) -> Key | None:
        """The key that most of the recording is in."""
        return longest_key((region.key, region.end - region.start) for region in self.keys)

    @property
    def beat_note(self) -> int:
        """The note that is a beat, as the lower number of a time signature: 4 a quarter, 8 an eighth."""
        return 8 if self.metre == EIGHTHS else 4

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars in order, none without beats; beats before the first downbeat are a short one.

        A bar begins where the place in it does not go up, so none is longer than the metre. Beats go on at
        their pace over chords that sound only before the first or after the last; silence there has no bars.
        """
        if not self.beats:
            return ()
        beats = extended(self.beats, *self._played(), self.metre)
        times = middles(beats, self.seconds)
        chords = tuple(map(self._chord_until, times))
        pairs = enumerate(pairwise(beats), 1)
        edges = (0, *(i for i, (last, beat) in pairs if beat.position <= last.position), len(beats))
        return tuple(
            Bar(
                beats=beats[i:j],
                chords=chords[i:j],
                key=self.key_at(times[i]),
                is_pickup=i == 0 and beats[0].position > 1,
            )
            for i, j in pairwise(edges)
        )

    @property
    def progressions(self) -> tuple[TimedProgression, ...]:
        """The common progressions in order; one may begin with the chord that ends the one before."""
        song = [timed.sounding for timed in self.chords]
        return tuple(
            TimedProgression(
                start=self.chords[found.start].start,
                end=self.chords[found.end - 1].end,
                name=found.progression.name,
                rounds=found.rounds,
            )
            for found in find_progressions(song, self._key_spans())
        )

    def chord_at(self, time: float) -> TimedChord:
        """The chord that sounds at a time."""
        return self.chords[max(0, bisect_right(self.chords, time, key=lambda timed: timed.start) - 1)]

    def key_at(self, time: float) -> Key | None:
        """The key of the region that holds a time, or the one before it; None where none is known."""
        place = bisect_right(self.keys, time, key=lambda region: region.start)
        return self.keys[max(0, place - 1)].key if self.keys else None

    def key_of(self, timed: TimedChord) -> Key | None:
        """The key that a chord is in, by its middle."""
        return self.key_at((timed.start + timed.end) / 2)

    def after(self, timed: TimedChord) -> Chord | None:
        """The next chord that is another than this one; None after the last."""
        later = self.chords[bisect_right(self.chords, timed.start, key=lambda other: other.start) :]
        return next((other.chord for other in later if other.chord != timed.chord), None)

    def as_json(self) -> dict[str, object]:
        """The fields that the command line and the API give, times to the millisecond."""
        return {
            "seconds": round(self.seconds, 3),
            "tempo": None if self.tempo is None else round(self.tempo, 1),
            "metre": self.metre,
            "key": None if self.key is None else self.key.label,
            "keys": [
                {"start": round(region.start, 3), "end": round(region.end, 3), "key": region.key.label}
                for region in self.keys
            ],
            "progressions": [progression.as_json() for progression in self.progressions],
            "beats": [{"time": round(beat.time, 3), "position": beat.position} for beat in self.beats],
            "chords": [timed.as_json() for timed in self.chords],
        }

    def _played(self) -> tuple[float, float]:
        """The seconds from the first beat to the last, and over chords that sound before or after only."""
        times = middles(self.beats, self.seconds)
        first, last = self._chord_until(times[0]).start, self._chord_until(times[-1]).start
        heard = [timed for timed in self.chords if timed.chord.root is not None]
        start = min((self.beats[0].time, *(timed.start for timed in heard if timed.start < first)))
        end = max((self.beats[-1].time, *(timed.end for timed in heard if timed.start > last)))
        return start, end

    def _chord_until(self, time: float) -> TimedChord:
        """The chord that sounds just before a time."""
        return self.chord_at(time - GAP)

    def _key_spans(self) -> list[KeySpan]:
        """The chords in a row that are in one key, where that is known."""
        runs = [(key, len(list(run))) for key, run in groupby(map(self.key_of, self.chords))]
        ends = accumulate(count for _, count in runs)
        return [KeySpan(end - count, end, key) for (key, count), end in zip(runs, ends, strict=True) if key]
