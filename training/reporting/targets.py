"""The targets that the recogniser is held to, and what is measured of each."""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training import testset
from training.calibration import RIGHT_WITHHELD
from training.reporting.page import number, table
from training.reporting.scores import Judged, Scores, group_by, score, score_by
from training.sounds import instruments

CHORDS_RIGHT = 0.995  # of clean chords on held-out instruments, all together
INSTRUMENT_RIGHT = 0.99  # of the same, the worst instrument
DEGRADED_RIGHT = 0.97
REAL_RIGHT = 0.99  # of real recordings
NO_CHORD_RIGHT = 0.97
REFUSED = 0.01
CALIBRATION = 0.03  # on held-out note banks
REAL_CALIBRATION = 0.05
WRONG_WITHHELD = 0.5
WEIGHTS_BYTES = 5_000_000  # each file
AT_LEAST, AT_MOST = ">=", "<="
HOLDS = {AT_LEAST: operator.ge, AT_MOST: operator.le}


@dataclass(frozen=True)
class Target:
    """A demand: what was measured, on how many recordings, and how it must compare to the limit."""

    what: str
    sign: str
    limit: float
    measured: float
    n: int | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """A word for whether the target is met."""
        return "met" if HOLDS[self.sign](self.measured, self.limit) else "**not met**"


def as_table(targets: Sequence[Target], digits: Callable[[float], str] = number) -> str:
    """Targets as Markdown, one a row."""
    rows = []
    for t in targets:
        measured = ", ".join(filter(None, (digits(t.measured), t.note)))
        rows.append((t.what, t.n or "", f"{t.sign} {digits(t.limit)}", measured, t.verdict))
    return table(("measured on", "n", "target", "measured", ""), rows)


def all_targets(test: Sequence[Judged], real: Sequence[Judged], weights: Sequence[Path]) -> list[Target]:
    """Every target that can be measured on the test set, on real chords (or none), and on weights' files."""
    clean = [j for j in test if j.is_chord and j.row["degradation"] == testset.CLEAN]
    demanded = [j for j in clean if j.row["source"] in testset.DEGRADED]
    banks = [j for j in clean if j.row["source"] in instruments.RECORDED[instruments.TEST]]
    no_chords = [j for j in test if not j.is_chord]
    return [
        *_target("real recordings: joint", AT_LEAST, REAL_RIGHT, real, lambda s: s.joint),
        *_target("held-out instruments, clean: joint", AT_LEAST, CHORDS_RIGHT, demanded, lambda s: s.joint),
        *_worst_instrument(demanded),
        *_degraded(test),
        *_no_chord(no_chords),
        *_target("held-out instruments, clean: refused", AT_MOST, REFUSED, clean, lambda s: s.refused),
        *_target("real recordings: refused", AT_MOST, REFUSED, real, lambda s: s.refused),
        *_target("held-out note banks: calibration error", AT_MOST, CALIBRATION, banks, _calibration_error),
        *_target("real recordings: calibration error", AT_MOST, REAL_CALIBRATION, real, _calibration_error),
        *_not_sure("test set", test),
        *_not_sure("real recordings", real),
        *(Target(f"{p.name}: bytes", AT_MOST, WEIGHTS_BYTES, p.stat().st_size) for p in weights),
    ]


def _target(
    what: str, sign: str, limit: float, judged: Sequence[Judged], measure: Callable[[Scores], float | None]
) -> Iterator[Target]:
    """A target on some recordings, if there is anything to measure."""
    if judged and (measured := measure(score(judged))) is not None:
        yield Target(what, sign, limit, measured, len(judged))


def _worst_instrument(judged: Sequence[Judged]) -> Iterator[Target]:
    """The target for the held-out instrument that is heard worst."""
    if judged:
        name, worst = _worst(judged)
        what = "each held-out instrument, clean: joint"
        yield Target(what, AT_LEAST, INSTRUMENT_RIGHT, worst.joint, worst.n, f"worst: {name}")


def _no_chord(judged: Sequence[Judged]) -> Iterator[Target]:
    """The target for all sounds without a chord; the kind that is worst is named beside it."""
    for target in _target("no chord: called so", AT_LEAST, NO_CHORD_RIGHT, judged, lambda s: s.joint):
        name, worst = _worst(judged)
        yield replace(target, note=f"worst: {name}, {worst.joint:.4f}")


def _worst(judged: Sequence[Judged]) -> tuple[str, Scores]:
    """The source that is heard worst."""
    return min(score_by(judged, lambda j: j.row["source"]).items(), key=lambda item: item[1].joint)


def _degraded(test: Sequence[Judged]) -> Iterator[Target]:
    """A target for each degradation."""
    degraded = [j for j in test if j.is_chord and j.row["degradation"] != testset.CLEAN]
    for name, group in group_by(degraded, lambda j: j.row["degradation"]).items():
        yield from _target(f"{name}: joint", AT_LEAST, DEGRADED_RIGHT, group, lambda s: s.joint)


def _not_sure(where: str, judged: Sequence[Judged]) -> Iterator[Target]:
    """The targets for right and for wrong answers that "not sure" holds back."""
    right, wrong = f"{where}: right answers withheld", f"{where}: wrong answers withheld"
    yield from _target(right, AT_MOST, RIGHT_WITHHELD, judged, lambda s: s.right_withheld)
    yield from _target(wrong, AT_LEAST, WRONG_WITHHELD, judged, lambda s: s.wrong_withheld)


def _calibration_error(scores: Scores) -> float:
    return scores.calibration_error
