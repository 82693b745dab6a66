"""Common progressions in a sequence of chords: a table, and the search for its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, pairwise, takewhile

from model.chords import MAJOR_SCALE, QUALITIES, ROOTS
from model.harmony import ROMAN
from model.keys import Key, KeySpan, Sounding

EVEN = 0.3  # share of its length by which a chord of a progression in bars may be longer or shorter

Step = tuple[int, str | None]  # semitones above the tonic, and the triad; None fits any


@dataclass(frozen=True)
class Progression:
    """A row of the table.

    numerals: the chords by degree and triad; what a seventh or a bass adds doesn't matter. called: its name,
    if that is not just its numerals. bars: how long each chord is, where that belongs to it; the first and
    the last may be longer, since what comes before and after may be the same chord.
    """

    numerals: str
    called: str = ""
    bars: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The name: "doo-wop", "ii–V–I"."""
        return self.called or self.numerals.replace(" ", "–")

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The chords as semitones above the tonic and triads."""
        return tuple(map(_step, self.numerals.split()))


PROGRESSIONS = (
    Progression("I V vi IV"),
    Progression("vi IV I V"),
    Progression("IV I V vi"),
    Progression("V vi IV I"),
    Progression("i ♭VI ♭III ♭VII"),
    Progression("♭VI ♭III ♭VII i"),
    Progression("♭III ♭VII i ♭VI"),
    Progression("♭VII i ♭VI ♭III"),
    Progression("I vi IV V", "doo-wop"),
    Progression("I vi ii V", "turnaround"),
    Progression("ii V I"),
    Progression("ii° V i", "ii–V–i"),
    Progression("vi ii V I IV vii° iii vi", "circle of fifths"),
    Progression("iv ♭VII ♭III ♭VI ii° V i", "circle of fifths"),
    Progression("I V vi iii IV I IV V", "Pachelbel's canon"),
    Progression("IV V iii vi", "royal road"),
    Progression("i ♭VII ♭VI V", "Andalusian cadence"),
    Progression("vi V IV III", "Andalusian cadence"),
    Progression("i V i ♭VII ♭III ♭VII i V", "folia"),
    Progression("I ♭VII IV I"),
    Progression("♭VII IV I"),
    Progression("IV iv I", "minor subdominant"),
    Progression("iv ♭VII I", "backdoor cadence"),
    Progression("♭VI ♭VII I"),
    Progression("♭VI ♭VII i"),
    Progression("I IV I V IV I", "12-bar blues", (4, 2, 2, 1, 1, 2)),
    Progression("I IV I V IV I V", "12-bar blues", (4, 2, 2, 1, 1, 1, 1)),
    Progression("I IV I IV I V IV I", "12-bar blues", (1, 1, 2, 2, 2, 1, 1, 2)),
    Progression("I IV I IV I V IV I V", "12-bar blues", (1, 1, 2, 2, 2, 1, 1, 1, 1)),
    Progression("i iv i V iv i", "12-bar blues", (4, 2, 2, 1, 1, 2)),
    Progression("i iv i ♭VI V i", "12-bar blues", (4, 2, 2, 1, 1, 2)),
)


@dataclass(frozen=True)
class Occurrence:
    """A progression of a song, from the chord of index `start` to the one before `end`, in so many rounds."""

    progression: Progression
    start: int
    end: int
    rounds: int


@dataclass(frozen=True)
class _Run:
    """Chords in a row on one root that make one step of a progression; no chord is a step of its own."""

    step: Step | None
    start: int
    end: int
    length: float


def find_progressions(song: Sequence[Sounding], spans: Sequence[KeySpan]) -> tuple[Occurrence, ...]:
    """The progressions of a song in its keys, in their order; of several at one place the longest."""
    return tuple(found for span in spans for found in _in_span(song, span))


def _in_span(song: Sequence[Sounding], span: KeySpan) -> list[Occurrence]:
    """The progressions within a span of one key."""
    runs, found, at = _runs(song, span), [], 0
    while at < len(runs):
        count, row = max(((_match(row, runs[at:]), row) for row in PROGRESSIONS), key=lambda match: match[0])
        if count == 0:
            at += 1
            continue
        rounds = count // len(row.steps)
        found.append(Occurrence(row, runs[at].start, runs[at + count - 1].end, rounds))
        at += count - (row.steps[0] == row.steps[-1])  # its last chord may be the first of another round
    return found


def _match(row: Progression, runs: Sequence[_Run]) -> int:
    """The number of runs, from the first on, in which a progression goes round; 0 if it doesn't once.

    Where the row has bars, that is a single round.
    """
    fits = (_fits(wanted, run.step) for wanted, run in zip(cycle(row.steps), runs, strict=False))
    count = sum(1 for _ in takewhile(bool, fits))
    if row.bars:
        return len(row.steps) if count >= len(row.steps) and _in_bars(row.bars, runs) else 0
    return count - count % len(row.steps)


def _fits(wanted: Step, heard: Step | None) -> bool:
    """Whether a chord has the degree and the triad; one without a third has any."""
    return heard is not None and wanted[0] == heard[0] and heard[1] in (wanted[1], None)


def _in_bars(bars: Sequence[int], runs: Sequence[_Run]) -> bool:
    """Whether runs are as long as these bars, in any tempo; the first and the last at least so."""
    inner = range(1, len(bars) - 1)
    bar = sum(runs[i].length for i in inner) / sum(bars[i] for i in inner)
    even = all(abs(runs[i].length / bar - bars[i]) <= EVEN * bars[i] for i in inner)
    return even and all(runs[i].length / bar >= (1 - EVEN) * bars[i] for i in (0, len(bars) - 1))


def _runs(song: Sequence[Sounding], span: KeySpan) -> list[_Run]:
    """The chords of a span, those in a row with one root and one triad together."""
    steps = [_heard(song[index], span.key) for index in range(span.start, span.end)]
    bounds = [0, *(i for i in range(1, len(steps)) if not _goes_on(steps[i - 1], steps[i])), len(steps)]
    return [
        _Run(
            step=next((step for step in steps[start:end] if step and step[1]), steps[start]),
            start=span.start + start,
            end=span.start + end,
            length=sum(one.length for one in song[span.start + start : span.start + end]),
        )
        for start, end in pairwise(bounds)
    ]


def _goes_on(before: Step | None, step: Step | None) -> bool:
    """Whether a chord is on the root of the one before, and neither's triad contradicts the other's."""
    if before is None or step is None:
        return before is step
    return before[0] == step[0] and (before[1] == step[1] or None in (before[1], step[1]))


def _heard(one: Sounding, key: Key) -> Step | None:
    """A chord as a step in a key; None of no chord.

    Over the tonic, a suspended chord or a power chord has the third that the key tells.
    """
    if one.chord.root is None:
        return None
    above = (ROOTS.index(one.chord.root) - ROOTS.index(key.tonic)) % len(ROOTS)
    return above, QUALITIES[one.chord.type].family or (None if above else key.mode)


def _step(numeral: str) -> Step:
    """A numeral as a step: "♭VII", "vi", "ii°"."""
    flat, roman, diminished = re.fullmatch("(♭?)([IViv]+)(°?)", numeral).groups()
    above = MAJOR_SCALE[ROMAN.index(roman.upper())] - len(flat)
    return above, "dim" if diminished else "min" if roman.islower() else "maj"
