"""The targets that the recogniser is held to, and what is measured of each."""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training import testset
from training.calibration import RIGHT_WITHHELD
from training.reporting.page import number, table
from training.reporting.scores import Judged, Scores, group_by, score, score_by

CHORDS_RIGHT = 0.97  # of clean chords on held-out instruments, all together
TYPE_RIGHT = 0.93  # of the same, the worst type
BASS_RIGHT = 0.98
DEGRADED_RIGHT = 0.93
REAL_ROOTS_RIGHT = 0.995  # of real recordings of triads
REAL_TRIADS_RIGHT = 0.9828  # of the same, where triads alone decide
REAL_CALLED_LARGER = 0.02  # of the same: neither the triad nor its power chord
NO_CHORD_RIGHT = 0.97
REFUSED = 0.005
CERTAIN_WRONG = 0.01  # of all answers
CALIBRATION = 0.03
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


def all_targets(
    test: Sequence[Judged], real: Sequence[Judged], real_triads: Sequence[Judged], weights: Path
) -> list[Target]:
    """Every target that can be measured on the test set, on real triads (or none), and on files of weights.

    real_triads: the same recordings as `real`, where the triads alone decide.
    """
    chords = [j for j in test if j.is_chord and not j.row["voicing"]]
    clean = [j for j in chords if j.row["degradation"] == testset.CLEAN]
    harmonic = [j for j in test if j.row["voicing"] and j.row["degradation"] == testset.CLEAN]
    everything = [*test, *real]
    return [
        *_target("real triads, triads alone: exact", AT_LEAST, REAL_TRIADS_RIGHT, real_triads, _joint),
        *_target("real triads, all types: root", AT_LEAST, REAL_ROOTS_RIGHT, real, lambda s: s.root),
        *_called_larger(real),
        *_target("held-out instruments, clean: exact", AT_LEAST, CHORDS_RIGHT, clean, _joint),
        *_worst_type(clean),
        *_target("held-out instruments, clean: bass", AT_LEAST, BASS_RIGHT, clean, lambda s: s.bass),
        *_degraded(chords),
        *_no_chord([j for j in test if not j.is_chord]),
        *_target("held-out instruments, clean: refused", AT_MOST, REFUSED, clean, lambda s: s.refused),
        *_target("1:2:3:4:5 on held-out pianos: refused", AT_MOST, 0.0, harmonic, lambda s: s.refused),
        *_target("everything: certain and wrong", AT_MOST, CERTAIN_WRONG, everything, _certain_wrong),
        *_target("everything: calibration error", AT_MOST, CALIBRATION, everything, _calibration_error),
        *_not_sure("test set", test),
        *_sizes(weights),
    ]


def _target(
    what: str, sign: str, limit: float, judged: Sequence[Judged], measure: Callable[[Scores], float | None]
) -> Iterator[Target]:
    """A target on some recordings, if there is anything to measure."""
    if judged and (measured := measure(score(judged))) is not None:
        yield Target(what, sign, limit, measured, len(judged))


def _called_larger(real: Sequence[Judged]) -> Iterator[Target]:
    """The target for real triads that are called neither themselves nor their power chord."""
    if real:
        larger = [j for j in real if (j.answer.root, j.answer.type) != (j.truth.root, "5") and not j.right]
        what = "real triads, all types: called neither themselves nor their power chord"
        yield Target(what, AT_MOST, REAL_CALLED_LARGER, len(larger) / len(real), len(real))


def _worst_type(judged: Sequence[Judged]) -> Iterator[Target]:
    """The target for the type that is heard worst."""
    if judged:
        scores = score_by(judged, lambda j: j.truth.type)
        name, worst = min(scores.items(), key=lambda item: item[1].joint)
        what = "held-out instruments, clean: exact, each type"
        yield Target(what, AT_LEAST, TYPE_RIGHT, worst.joint, worst.n, f"worst: {name}")


def _no_chord(judged: Sequence[Judged]) -> Iterator[Target]:
    """The target for all sounds without a chord; the kind that is worst is named beside it."""
    for target in _target("no chord: called so", AT_LEAST, NO_CHORD_RIGHT, judged, lambda s: s.joint):
        name, worst = _worst(judged)
        yield replace(target, note=f"worst: {name}, {worst.joint:.4f}")


def _worst(judged: Sequence[Judged]) -> tuple[str, Scores]:
    """The source that is heard worst."""
    return min(score_by(judged, lambda j: j.row["source"]).items(), key=lambda item: item[1].joint)


def _degraded(chords: Sequence[Judged]) -> Iterator[Target]:
    """A target for each degradation."""
    degraded = [j for j in chords if j.row["degradation"] != testset.CLEAN]
    for name, group in group_by(degraded, lambda j: j.row["degradation"]).items():
        yield from _target(f"{name}: exact", AT_LEAST, DEGRADED_RIGHT, group, _joint)


def _not_sure(where: str, judged: Sequence[Judged]) -> Iterator[Target]:
    """The targets for right and for wrong answers that "not sure" holds back."""
    right, wrong = f"{where}: right answers withheld", f"{where}: wrong answers withheld"
    yield from _target(right, AT_MOST, RIGHT_WITHHELD, judged, lambda s: s.right_withheld)
    yield from _target(wrong, AT_LEAST, WRONG_WITHHELD, judged, lambda s: s.wrong_withheld)


def _sizes(weights: Path) -> Iterator[Target]:
    """A target for each file of weights in a folder, and below it."""
    for path in sorted(weights.rglob("*.safetensors")):
        name = path.relative_to(weights).as_posix()
        yield Target(f"{name}: bytes", AT_MOST, WEIGHTS_BYTES, path.stat().st_size)


def _calibration_error(scores: Scores) -> float:
    return scores.calibration_error


def _certain_wrong(scores: Scores) -> float:
    return scores.certain_wrong


def _joint(scores: Scores) -> float:
    return scores.joint
