"""The report of python -m training.evaluate --report: the places of docs/results.md, and its figures.

Everything in it is measured by that command, on the held-out test set that python -m training.testset
renders and on real recordings where they are at hand.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from model import weights
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.chords import NO_CHORD, ROOTS, TYPES
from model.decision import TRIAD_TYPES, TRIADS
from model.recognizer import Recognizer
from training import manifest as manifests
from training import places, testset
from training.listeners import InVocabulary, Listener, mel
from training.listeners.templates import TemplateMatcher
from training.reporting import figures, page, targets
from training.reporting.page import number, table
from training.reporting.scores import Judged, Scores, group_by, judge, score, score_by
from training.reporting.thirds import by_third

OURS, UNTRAINED, MEL, TEMPLATES = "Chordscope", "the same, untrained", "MelCNN", "template matcher"
TRAINING_LOG = places.DOCS / "training-log.csv"
REAL_COLUMNS = ("instrument", "guitar", "room")
ABSENT = "The real recordings are not on the machine where this was measured."
CLEAN_CHORDS, NO_CHORDS = "chords, clean", "no chord"  # conditions of the test set
BASSES = {False: "the root", True: "another note of the chord"}
LENGTHS = ((0.5, "0.5 s"), (1.0, "to 1 s"), (2.0, "to 2 s"), (float("inf"), "to 4 s"))
COMMONEST = 10  # mistakes that are listed

Answers = dict[str, list[Judged]]  # by the name of the listener


def write(
    manifest: Path = places.TESTSET,
    to: Path = places.DOCS,
    weights_folder: Path = weights.WEIGHTS_DIR,
    real: Path = places.REAL_CHORDS,
    mel_file: Path = mel.FILE,
    log: Path = TRAINING_LOG,
) -> Path:
    """Let ours hear everything and all hear the triads; write results.md and figures/ into `to`.

    Returns the path of the page. Raises ManifestError where the manifest is not one of `testset`.
    """
    manifests.read(manifest, testset.COLUMNS)
    recognizer = Recognizer.load(weights_folder)
    listeners = find_listeners(recognizer, mel_file)
    ours, triads = judge(recognizer, manifest, OURS), judge_triads(listeners, manifest)
    real_ours = judge(recognizer, real, OURS) if real.exists() else []
    real_triads = judge_triads(listeners, real) if real.exists() else {}
    stamped = stamp(weights_folder, len(ours), len(real_ours))  # before the tree changes
    draw(ours, real_ours, log, to / "figures")
    found = {
        "targets": targets.as_table(
            targets.all_targets(ours, real_ours, real_triads.get(OURS, []), weights_folder)
        ),
        "accuracies": "\n\n".join(
            scores_table(title, groups) for title, groups in by_everything(ours).items()
        ),
        "cross": cross_table([j for j in ours if j.is_chord and j.row["source"] in testset.DEGRADED]),
        "real": real_tables(real_ours),
        "thirds": by_third(real_ours, real.parent) if real_ours else ABSENT,
        "mistakes": mistakes([*ours, *real_ours]),
        "calibration": calibration(sets_of(ours, real_ours)),
        "side by side": side_by_side(shares(triads, real_triads)),
    }
    return page.fill("results", found, stamped, to)


def find_listeners(recognizer: Recognizer, mel_file: Path) -> dict[str, Listener]:
    """Ours, where triads alone decide, and those it is compared with; MelCNN where it was trained."""
    listeners = {OURS: InVocabulary(recognizer, TRIADS), UNTRAINED: InVocabulary(untrained(), TRIADS)}
    if mel_file.exists():
        listeners[MEL] = mel.MelRecognizer.load(mel_file)
    return listeners | {TEMPLATES: TemplateMatcher()}


def judge_triads(listeners: dict[str, Listener], manifest: Path) -> Answers:
    """Let listeners hear what a manifest lists of triads and of no chord."""
    with tempfile.TemporaryDirectory() as folder:
        triads = manifests.of_types(manifest, TRIAD_TYPES, Path(folder, "triads.csv"))
        return {name: judge(listener, triads, f"{name}, triads") for name, listener in listeners.items()}


def untrained(seed: int = 0) -> Recognizer:
    """The recogniser with the networks as they are before training: the floor of every table."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())


def stamp(weights_folder: Path, clips: int, real: int) -> str:
    """A table of what was measured, when, where, with which weights."""
    metadata = weights.read_metadata(weights_folder / weights.ROOT)
    return page.stamp(
        "training.evaluate",
        argparse.Namespace(report=True),
        weights=f"made at `{metadata.commit}` from {metadata.data}",
        data=f"{clips:,} clips of the held-out test set; {real} real recordings",
    )


def draw(ours: Sequence[Judged], real: Sequence[Judged], log: Path, to: Path) -> None:
    """Draw all figures into a folder."""
    figures.write_confusions([*ours, *real], to / "confusion.png")
    figures.write_reliability(sets_of(ours, real), to / "reliability.png")
    if log.exists():
        figures.write_learning_curves(log, to / "learning.png")


def by_everything(judged: Sequence[Judged]) -> dict[str, dict[str, Scores]]:
    """Scores of the test set by what sounds and by what is played."""
    chords = [j for j in judged if j.is_chord]
    clean = [j for j in chords if j.row["degradation"] == testset.CLEAN]
    no_chords = [j for j in judged if not j.is_chord]
    return {
        "Instrument, clean": score_by(clean, lambda j: j.row["source"]),
        "Degradation": score_by(chords, lambda j: j.row["degradation"]),
        "No chord": score_by(no_chords, lambda j: j.row["source"]),
        "Type": score_by(chords, lambda j: j.truth.type, TYPES.index),
        "Bass": score_by(chords, lambda j: BASSES[j.truth.bass is not None], [*BASSES.values()].index),
        "Octave of the bass": score_by(chords, lambda j: j.row["octave"], int),
        "Length": score_by(chords, length, [name for _, name in LENGTHS].index),
    }


def scores_table(title: str, groups: dict[str, Scores]) -> str:
    """Scores as Markdown, a group a row."""
    rows = [
        (name, s.n, *map(number, (s.root, s.type, s.joint, s.bass, s.refused, s.certain_wrong)))
        for name, s in groups.items()
    ]
    return table((title, "n", "root", "type", "joint", "bass", "refused", "certain and wrong"), rows)


def cross_table(judged: Sequence[Judged]) -> str:
    """The share named right for each instrument (columns) under each degradation (rows)."""
    sources = list(group_by(judged, lambda j: j.row["source"]))
    rows = []
    for name, group in group_by(judged, lambda j: j.row["degradation"]).items():
        scores = score_by(group, lambda j: j.row["source"])
        rows.append((name, *(number(scores[s].joint) if s in scores else "" for s in sources)))
    return table(("", *sources), rows)


def real_tables(judged: Sequence[Judged]) -> str:
    """Scores of real recordings by the columns of their manifest, or a sentence that there are none."""
    columns = [column for column in REAL_COLUMNS if judged and column in judged[0].row]
    tables = (
        scores_table(column.capitalize(), score_by(judged, lambda j, c=column: j.row[c], str))
        for column in columns
    )
    return "\n\n".join(tables) or ABSENT


def mistakes(judged: Sequence[Judged]) -> str:
    """The commonest mistakes, under the number of all."""
    counts = Counter(mistake(j) for j in judged if not j.right)
    title = f"{sum(counts.values())} mistakes in {len(judged):,} recordings"
    return table((title, "n"), counts.most_common(COMMONEST))


def mistake(judged: Judged) -> str:
    """A mistake in words, the same for all keys."""
    if judged.truth == NO_CHORD:
        return f"{judged.row.get('source', 'no chord')} heard as a chord"
    if judged.answer == NO_CHORD:
        return f"{judged.truth.type} heard as no chord"
    up = (ROOTS.index(judged.answer.root) - ROOTS.index(judged.truth.root)) % len(ROOTS)
    where = f"a root {up} semitones above" if up else "the same root"
    return f"{judged.truth.type} heard as {judged.answer.type} on {where}"


def sets_of(ours: Sequence[Judged], real: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Clean and degraded recordings of the test set and the real ones, as far as there are any."""
    clean = [j for j in ours if j.row["degradation"] == testset.CLEAN]
    degraded = [j for j in ours if j.row["degradation"] != testset.CLEAN]
    sets = {"clean": clean, "degraded": degraded, "real recordings": list(real)}
    return {name: judged for name, judged in sets.items() if judged}


def calibration(sets: dict[str, list[Judged]]) -> str:
    """Calibration errors, and the shares of answers that "not sure" holds back."""
    rows = []
    for name, judged in sets.items():
        s = score(judged)
        rows.append(
            (name, s.n, *map(number, (s.calibration_error, s.not_sure, s.right_withheld, s.wrong_withheld)))
        )
    head = ("", "n", "calibration error", '"not sure"', "of the right answers", "of the wrong ones")
    return table(head, rows)


def shares(test: Answers, real: Answers) -> dict[str, dict[str, float]]:
    """The share named right under each condition and of the real recordings, by listener."""
    found: dict[str, dict[str, float]] = {}
    for listener, judged in test.items():
        for name, scores in score_by(judged, condition).items():
            found.setdefault(name, {})[listener] = scores.joint
    if real:
        found["real recordings"] = {listener: score(judged).joint for listener, judged in real.items()}
    return found


def side_by_side(found: dict[str, dict[str, float]]) -> str:
    """The share named right by each listener (columns) under each condition (rows)."""
    listeners = list(next(iter(found.values())))
    rows = [(name, *(number(row[listener]) for listener in listeners)) for name, row in found.items()]
    return table(("", *listeners), rows)


def condition(judged: Judged) -> str:
    """The condition under which a clip of the test set is heard."""
    if not judged.is_chord:
        return NO_CHORDS
    degradation = judged.row["degradation"]
    return CLEAN_CHORDS if degradation == testset.CLEAN else degradation


def length(judged: Judged) -> str:
    """The name of the range in which a clip's length lies."""
    return next(name for limit, name in LENGTHS if float(judged.row["seconds"]) <= limit)
