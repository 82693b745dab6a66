"""The bars that the recogniser has to clear, and how high it jumps."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model.chords import NO_CHORD
from training import testset
from training.reporting.scores import Judged, Scores, group_by, score
from training.sounds import instruments

CHORDS_RIGHT = 0.995  # of clean chords on held-out instruments, all together
INSTRUMENT_RIGHT = 0.99  # of the same, the worst instrument
DEGRADED_RIGHT = 0.97
REAL_RIGHT = 0.99  # of real recordings
NO_CHORD_RIGHT = 0.97
REFUSED = 0.01
CALIBRATION = 0.03  # on held-out note banks
REAL_CALIBRATION = 0.05
RIGHT_WITHHELD, WRONG_WITHHELD = 0.05, 0.5
WEIGHTS_BYTES = 5_000_000  # each file
ACCEPTANCE = (  # on recordings that are not here
    ("922 real recordings: joint", 0.985),
    ("the same, each instrument: joint", 0.95),
    ("chords mixed from notes of three instruments: joint", 0.995),
    ("speech, noise, silence, single notes: called no chord", 0.97),
)
AT_LEAST, AT_MOST = ">=", "<="
HOLDS = {AT_LEAST: operator.ge, AT_MOST: operator.le}


@dataclass(frozen=True)
class Bar:
    """A demand: what is measured, on how many recordings, and how the measure must compare to the limit.

    measured: None where it cannot be measured here. note: what else there is to say.
    """

    what: str
    sign: str
    limit: float
    measured: float | None
    n: int | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the bar is met, in words."""
        if self.measured is None:
            return "not measured here"
        return "met" if HOLDS[self.sign](self.measured, self.limit) else "**not met**"


def all_bars(heard: Sequence[Judged], real: Sequence[Judged], weights: Sequence[Path]) -> list[Bar]:
    """Every bar, measured on the test set, on real chords (or none of them), and on the weights' files."""
    clean = [j for j in heard if is_chord(j) and j.row["degradation"] == testset.CLEAN]
    demanded = [j for j in clean if j.row["source"] in testset.DEGRADED]
    banks = [j for j in clean if j.row["source"] in instruments.RECORDED[instruments.TEST]]
    no_chords = [j for j in heard if not is_chord(j)]
    return [
        _bar("real recordings: joint", AT_LEAST, REAL_RIGHT, real, lambda s: s.joint),
        _bar("held-out instruments, clean: joint", AT_LEAST, CHORDS_RIGHT, demanded, lambda s: s.joint),
        _worst_instrument(demanded),
        *_degraded(heard),
        _no_chord(no_chords),
        _bar("held-out instruments, clean: refused", AT_MOST, REFUSED, clean, lambda s: s.refused),
        _bar("real recordings: refused", AT_MOST, REFUSED, real, lambda s: s.refused),
        _bar("held-out note banks: calibration error", AT_MOST, CALIBRATION, banks, _calibration_error),
        _bar("real recordings: calibration error", AT_MOST, REAL_CALIBRATION, real, _calibration_error),
        *_not_sure("test set", heard),
        *_not_sure("real recordings", real),
        *(Bar(f"acceptance, {what}", AT_LEAST, limit, None) for what, limit in ACCEPTANCE),
        *(Bar(f"{p.name}: bytes", AT_MOST, WEIGHTS_BYTES, p.stat().st_size) for p in weights),
    ]


def is_chord(judged: Judged) -> bool:
    """Whether there is a chord to be heard."""
    return judged.truth != NO_CHORD


def _bar(
    what: str, sign: str, limit: float, judged: Sequence[Judged], measure: Callable[[Scores], float | None]
) -> Bar:
    """A bar on some recordings; without any, it cannot be measured."""
    return Bar(what, sign, limit, measure(score(judged)) if judged else None, len(judged))


def _worst_instrument(judged: Sequence[Judged]) -> Bar:
    """The bar for the held-out instrument that is heard worst."""
    what = "each held-out instrument, clean: joint"
    if not judged:
        return Bar(what, AT_LEAST, INSTRUMENT_RIGHT, None)
    name, scores = _worst(judged)
    return Bar(what, AT_LEAST, INSTRUMENT_RIGHT, scores.joint, scores.n, f"worst: {name}")


def _no_chord(judged: Sequence[Judged]) -> Bar:
    """The bar for all sounds that are no chord together; which kind is worst is said beside it."""
    bar = _bar("no chord: called so", AT_LEAST, NO_CHORD_RIGHT, judged, lambda s: s.joint)
    if not judged:
        return bar
    name, scores = _worst(judged)
    return replace(bar, note=f"worst: {name}, {scores.joint:.4f}")


def _worst(judged: Sequence[Judged]) -> tuple[str, Scores]:
    """The source that is heard worst."""
    groups = group_by(judged, lambda j: j.row["source"])
    return min(((name, score(group)) for name, group in groups.items()), key=lambda item: item[1].joint)


def _degraded(heard: Sequence[Judged]) -> list[Bar]:
    """A bar for each degradation."""
    degraded = [j for j in heard if is_chord(j) and j.row["degradation"] != testset.CLEAN]
    return [
        _bar(f"{name}: joint", AT_LEAST, DEGRADED_RIGHT, group, lambda s: s.joint)
        for name, group in group_by(degraded, lambda j: j.row["degradation"]).items()
    ]


def _not_sure(where: str, judged: Sequence[Judged]) -> list[Bar]:
    """What "not sure" may hold back of right answers, and must of wrong ones."""
    return [
        _bar(f"{where}: right answers withheld", AT_MOST, RIGHT_WITHHELD, judged, lambda s: s.right_withheld),
        _bar(
            f"{where}: wrong answers withheld", AT_LEAST, WRONG_WITHHELD, judged, lambda s: s.wrong_withheld
        ),
    ]


def _calibration_error(scores: Scores) -> float:
    return scores.calibration_error
