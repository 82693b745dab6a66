"""The sections of the report: answers in, Markdown out, and a figure beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from model.chords import TYPES
from training import testset
from training.reporting import figures
from training.reporting.bars import Bar, all_bars, is_chord
from training.reporting.scores import Judged, score
from training.reporting.tables import (
    LENGTHS,
    by,
    condition,
    cross_table,
    figure,
    length,
    mistake,
    paragraphs,
    scores_table,
    table,
)

REAL_COLUMNS = ("instrument", "guitar", "room")
OURS, UNTRAINED, MEL, TEMPLATES = "Chordscope", "the same, untrained", "MelCNN", "template matcher"
INVERSIONS = {"0": "root position", "1": "first inversion", "2": "second inversion"}
COMMONEST = 10  # mistakes that are listed


@dataclass(frozen=True)
class Heard:
    """What each listener made of the test set and of the real recordings (nothing where there are none)."""

    test: dict[str, list[Judged]]
    real: dict[str, list[Judged]]


def demands(heard: Heard, weights: Sequence[Path]) -> str:
    """The bars, and whether they are met."""
    bars = all_bars(heard.test[OURS], heard.real.get(OURS, []), weights)
    rows = [(b.what, b.n or "", f"{b.sign} {figure(b.limit)}", measured(b), b.verdict) for b in bars]
    return "## Done when\n\n" + table(("measured on", "n", "bar", "measured", ""), rows)


def measured(bar: Bar) -> str:
    """The measure of a bar, and its note."""
    return ", ".join(filter(None, (figure(bar.measured), bar.note)))


def accuracies(judged: Sequence[Judged], to: Path) -> str:
    """By instrument, degradation, type, octave, inversion and length; and instruments by degradations."""
    chords = [j for j in judged if is_chord(j)]
    clean = [j for j in chords if j.row["degradation"] == testset.CLEAN]
    no_chords = [j for j in judged if not is_chord(j)]
    sounds = {
        "Instrument, clean": by(clean, lambda j: j.row["source"]),
        "Degradation": by(chords, lambda j: j.row["degradation"]),
        "What is no chord": by(no_chords, lambda j: j.row["source"]),
    }
    music = {
        "Type": by(chords, lambda j: j.truth.type, TYPES.index),
        "Inversion": by(chords, lambda j: INVERSIONS[j.row["inversion"]], [*INVERSIONS.values()].index),
        "Octave of the bass": by(chords, lambda j: j.row["octave"], int),
        "Length": by(chords, length, [name for _, name in LENGTHS].index),
    }
    figures.write_accuracies(sounds, to / "figures" / "accuracy-by-sound.png")
    figures.write_accuracies(music, to / "figures" / "accuracy-by-music.png")
    demanded = [j for j in chords if j.row["source"] in testset.DEGRADED]
    return paragraphs(
        "## Held-out instruments and sounds",
        "Bars around the points are 95 % intervals. Type, inversion, octave and length are over clean "
        "and degraded clips together.",
        "![The share named right, by instrument and degradation](figures/accuracy-by-sound.png)",
        "![The share named right, by what is played](figures/accuracy-by-music.png)",
        *(scores_table(title, groups) for title, groups in (sounds | music).items() if groups),
        "Instrument by degradation:",
        cross_table(demanded),
    )


def real_accuracies(judged: Sequence[Judged]) -> str:
    """Real recordings by the columns of their manifest, or that there are none."""
    title = "## Real recordings"
    if not judged:
        return f"{title}\n\nThey are not on the machine where this was measured."
    columns = [column for column in REAL_COLUMNS if column in judged[0].row]
    tables = [scores_table(c.capitalize(), by(judged, lambda j, c=c: j.row[c], str)) for c in columns]
    return paragraphs(title, "Never trained on, never tuned on.", *tables)


def confusions(heard: Heard, to: Path) -> str:
    """What was taken for what: matrices, and the commonest mistakes."""
    judged = heard.test[OURS] + heard.real.get(OURS, [])
    figures.write_confusions(judged, to / "figures" / "confusion.png")
    mistakes = Counter(mistake(j) for j in judged if not j.right)
    rows = [(what, count) for what, count in mistakes.most_common(COMMONEST)]
    return paragraphs(
        "## Confusions",
        f"Over all {len(judged):,} recordings, of which {sum(mistakes.values())} are named wrong.",
        "![Which roots and types are taken for which](figures/confusion.png)",
        table(("the commonest mistakes", "n"), rows) if rows else "",
    )


def calibration(heard: Heard, to: Path) -> str:
    """How far confidence can be believed, and what "not sure" holds back."""
    clean = [j for j in heard.test[OURS] if j.row["degradation"] == testset.CLEAN]
    degraded = [j for j in heard.test[OURS] if j.row["degradation"] != testset.CLEAN]
    sets = {"clean": clean, "degraded": degraded, "real recordings": heard.real.get(OURS, [])}
    sets = {name: judged for name, judged in sets.items() if judged}
    figures.write_reliability(sets, to / "figures" / "reliability.png")
    rows = []
    for name, judged in sets.items():
        s = score(judged)
        shares = (s.calibration_error, s.not_sure, s.right_withheld, s.wrong_withheld)
        rows.append((name, s.n, *map(figure, shares)))
    head = ("", "n", "calibration error", '"not sure"', "of the right answers", "of the wrong ones")
    return paragraphs(
        "## Calibration",
        table(head, rows),
        "![Confidence against the share named right](figures/reliability.png)",
    )


def side_by_side(heard: Heard, to: Path) -> str:
    """All listeners on the same clips."""
    names = list(heard.test)
    shares: dict[str, dict[str, float]] = {}
    for listener in names:
        for group, scores in by(heard.test[listener], condition).items():
            shares.setdefault(group, {})[listener] = scores.joint
        if heard.real:
            shares.setdefault("real recordings", {})[listener] = score(heard.real[listener]).joint
    figures.write_side_by_side(shares, to / "figures" / "side-by-side.png")
    rows = [(group, *(figure(row[name]) for name in names)) for group, row in shares.items()]
    return paragraphs(
        "## Side by side",
        f"The same clips for all. {MEL} is the published network on its published features (mel power, here "
        "scaled to the same peak, since it did not learn from raw power), trained on the first of the clips "
        "that ours learn from, as many as its training was given. "
        f"The {TEMPLATES} (48 binary templates on a mean CQT chroma) knows no "
        '"no chord", and one of the three spellings of an augmented chord.',
        "" if MEL in names else f"{MEL} was not trained here: `python -m training.baselines` does it.",
        table(("", *names), rows),
        "![The share named right by each listener](figures/side-by-side.png)",
    )


def learning(log: Path, to: Path) -> str:
    """The learning curves of a training log, where there is one."""
    if not log.exists():
        return ""
    figures.write_learning_curves(log, to / "figures" / "learning.png")
    return "## Learning curves\n\n![Loss and accuracy over the steps of training](figures/learning.png)"
