"""Compare our networks to others on the same clips of triads and the same test: fills docs/baselines.md."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import torch

from model import decision, networks, weights
from model.decision import TRIAD_TYPES
from training import answers, learner, manifest, places, testset, train
from training.benchmark import contenders, fixtures, waves
from training.benchmark.contenders import compete, transferred
from training.benchmark.fixtures import REAL, TEST, Bench, Outcome, prepare_clips, prepare_recorded
from training.database import NO_TYPE, Recipe
from training.learner import Plan
from training.listeners import mel, specialists, templates, transfer
from training.prepared import others, recordings
from training.prepared.pictures import MEL, MFCC, PITCH
from training.prepared.sources import SourceError, digest
from training.reporting import page, results
from training.reporting.page import number, table
from training.reporting.results import CLEAN_CHORDS, NO_CHORDS, condition
from training.reporting.scores import Judged, group_by, score, score_by
from training.sounds import amplifier, instruments, splits
from training.sounds.amplifier import EFFECT

OURS = results.OURS
CONTENDERS: dict[str, Callable[[Bench], Outcome]] = {  # `OURS` before those that begin with its root network
    "Chordscope, as shipped": partial(compete, PITCH, contenders.shipped),
    OURS: partial(compete, PITCH, contenders.ours),
    "Chordscope, untrained": partial(compete, PITCH, contenders.untrained),
    results.MEL: partial(compete, MEL, contenders.mel_networks),
    "16 MFCC specialists": partial(compete, MFCC, contenders.ensemble),
    "one MFCC network": partial(compete, MFCC, contenders.one_network),
    results.TEMPLATES: contenders.template_matcher,
    "type from scratch": partial(compete, PITCH, partial(transferred, transfer.from_scratch)),
    "type from root, fine-tuned": partial(compete, PITCH, partial(transferred, transfer.fine_tuned)),
    "type on frozen root trunk": partial(compete, PITCH, partial(transferred, transfer.frozen)),
    "type on frozen random trunk": partial(compete, PITCH, partial(transferred, transfer.frozen_random)),
}
DECIDING = (  # the code whose change makes what was measured before worth nothing
    *(networks, decision, answers, learner, train, others),
    *(mel, specialists, templates, transfer),
    *(amplifier, contenders, fixtures, waves),
)
QUICK_CLIPS, QUICK_VALID, QUICK_EPOCHS, QUICK_PIANO = 192, 128, 2, 144
HEARD = (PITCH, MEL)  # features that the networks of the doubled set hear
PIANO = "piano"  # its recordings that are scored
QUICK_EVERY = 7  # clips of a tiny test set, of which one is kept


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--clips", type=int, default=6_000, help="training clips to render")
    parser.add_argument("--valid-clips", type=int, default=1_000, help="validation clips to render")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--mfcc-epochs", type=int, default=20, help="of the networks on MFCCs, at most")
    parser.add_argument("--piano", type=int, default=2_880, help="piano recordings that are doubled")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--notes", type=Path, nargs="*", default=places.find_notes(), help="folders of recorded notes"
    )
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where clips are kept")
    parser.add_argument("--testset", type=Path, default=places.TESTSET, help="its manifest")
    parser.add_argument("--real", type=Path, default=places.REAL_CHORDS, help="their manifest, if any")
    parser.add_argument("--to", type=page.folder, help="the folder of baselines.md (default: docs/)")
    parser.add_argument("--quick", action="store_true", help="walk the whole way, tiny; needs --to")


def run(options: argparse.Namespace) -> None:
    """Train and score every contender, and fill the page. What was measured before is not measured again."""
    if options.quick and options.to is None:
        raise SystemExit("What --quick measures means nothing: please name a folder for it with --to.")
    try:
        bench = quick_bench(options) if options.quick else full_bench(options)
        outcomes = {
            name: fixtures.remember(bench.home / f"{name}.pt", partial(listen, bench))
            for name, listen in CONTENDERS.items()
        }
        found = {
            "side by side": side_by_side(bench, outcomes),
            "conditions": conditions(bench, outcomes),
            "doubled": doubled(bench, options.piano, options.data),
        }
    except (SourceError, weights.WeightsError) as error:
        raise SystemExit(str(error)) from error
    stamp = page.stamp("training.benchmark baselines", options)
    print(page.fill("baselines", found, stamp, options.to or places.DOCS))


def full_bench(options: argparse.Namespace) -> Bench:
    """The real clips and recordings. Raises SourceError where they cannot be prepared."""
    try:
        manifest.read(options.testset, testset.COLUMNS)
    except manifest.ManifestError as error:
        raise SourceError(f"{error} The test set is made by python -m training.testset.") from error
    notes = tuple(map(str, options.notes))
    train_clips = Recipe(splits.TRAIN, options.clips, options.seed, notes, TRIAD_TYPES)
    valid_clips = Recipe(splits.VALID, options.valid_clips, options.seed + 1, notes, TRIAD_TYPES)
    manifests = {TEST: options.testset} | ({REAL: options.real} if options.real.exists() else {})
    return make_bench(options, train_clips, valid_clips, manifests)


def quick_bench(options: argparse.Namespace) -> Bench:
    """A few clips of a few instruments, the same in training and test."""
    options.epochs = options.mfcc_epochs = QUICK_EPOCHS
    options.clips, options.valid_clips, options.piano = QUICK_CLIPS, QUICK_VALID, QUICK_PIANO
    train_clips = Recipe(splits.SMOKE, QUICK_CLIPS, options.seed, types=TRIAD_TYPES)
    valid_clips = Recipe(splits.SMOKE, QUICK_VALID, options.seed + 1, types=TRIAD_TYPES)
    train_clips.prepare(options.data)
    players = instruments.load(splits.SMOKE, (), options.data)
    test = options.data / "quick-testset"
    testset.write(islice(testset.draw_testset(players, 1, options.seed), 0, None, QUICK_EVERY), test)
    return make_bench(options, train_clips, valid_clips, {TEST: test / "manifest.csv"})


def make_bench(
    options: argparse.Namespace, train_clips: Recipe, valid_clips: Recipe, manifests: dict[str, Path]
) -> Bench:
    """Prepare all clips, and name the folder of outcomes after all that decides them. Raises SourceError.

    Of the recordings, those of triads and of no chord count.
    """
    manifests = {name: only_triads(path, options.data / f"{name}-triads") for name, path in manifests.items()}
    names = [source.name for source in (train_clips, valid_clips)]
    names += [recordings.read_manifest(path).name for path in manifests.values()]
    settings = repr((names, options.epochs, options.mfcc_epochs, options.seed)).encode()
    files = (path.read_bytes() for path in sorted(weights.WEIGHTS_DIR.glob("*.safetensors")))
    home = options.data / f"benchmark-baselines-{digest(DECIDING, [settings, *files])}"
    return Bench(
        train=prepare_clips(train_clips, options.data),
        valid=prepare_clips(valid_clips, options.data),
        scored={name: prepare_recorded(path, options.data) for name, path in manifests.items()},
        plan=Plan(options.epochs, learner.BATCH, options.seed, home / "run"),
        mfcc_epochs=options.mfcc_epochs,
        home=home,
    )


def only_triads(path: Path, folder: Path) -> Path:
    """A manifest in a folder of what another one lists of triads and of no chord."""
    folder.mkdir(parents=True, exist_ok=True)
    return manifest.of_types(path, TRIAD_TYPES, folder / "manifest.csv")


def side_by_side(bench: Bench, outcomes: dict[str, Outcome]) -> str:
    """The share named right of clean, degraded, other and real recordings, and what each contender took."""
    head = ("", "clean", "degraded", NO_CHORDS, "real", "type", "parameters", "training")
    return table(head, [cells(bench, name, outcome) for name, outcome in outcomes.items()])


def cells(bench: Bench, name: str, outcome: Outcome) -> tuple[str, ...]:
    """A contender's row of the table."""
    conditions = group_by(judged(bench, outcome, TEST), condition)
    chords, no_chords = conditions.pop(CLEAN_CHORDS, []), conditions.pop(NO_CHORDS, [])
    sets = chords, [*chain(*conditions.values())], no_chords, judged(bench, outcome, REAL)
    trained = f", {outcome.trained:,} trained" if 0 < outcome.trained < outcome.parameters else ""
    size = f"{outcome.parameters:,}{trained}"
    return name, *map(joint, sets), number(type_right(bench, outcome)), size, duration(outcome.seconds)


def joint(judged: list[Judged]) -> str:
    """The share of recordings that are named right; nothing where there are none."""
    return number(score(judged).joint if judged else None)


def judged(bench: Bench, outcome: Outcome, name: str) -> list[Judged]:
    """A contender's answers to some recordings of a bench; none where they are not there."""
    return bench.scored[name].judge(outcome.answers[name]) if name in bench.scored else []


def type_right(bench: Bench, outcome: Outcome) -> float:
    """The share of clean chords whose type is named right, whatever the answer."""
    recorded = bench.scored[TEST]
    types = torch.from_numpy(recorded.clips[PITCH].labels[:, 2])
    clean = torch.tensor([row["degradation"] == testset.CLEAN for row in recorded.rows])
    right = outcome.answers[TEST][:, 1] == types
    return right[clean & (types != NO_TYPE)].float().mean().item()


def duration(seconds: float) -> str:
    """A length of time in words; nothing for less than a second, in which nobody is trained."""
    if seconds < 1:
        return ""
    return f"{seconds / 60:.1f} min" if seconds >= 60 else f"{seconds:.0f} s"


def conditions(bench: Bench, outcomes: dict[str, Outcome]) -> str:
    """The share named right under each condition of the test set."""
    found = {name: score_by(judged(bench, outcome, TEST), condition) for name, outcome in outcomes.items()}
    rows = [(name, *(number(scores.joint) for scores in by.values())) for name, by in found.items()]
    return table(("", *found[OURS]), rows)


def doubled(bench: Bench, count: int, data: Path) -> str:
    """The share named right with and without copies of piano recordings that went through an amplifier."""
    originals = waves.write(data / f"piano-triads-{count}", count)
    both = amplifier.double(originals, data / f"piano-triads-{count}-doubled")
    valid = prepare_clips(recordings.read_manifest(originals, "test"), data, HEARD)
    scored = {**bench.scored, PIANO: prepare_recorded(both, data, HEARD, "test")}
    lessons = (
        ("originals", originals, bench.plan.epochs),
        ("doubled, as many steps", both, bench.plan.epochs // 2),
        ("doubled, as many epochs", both, bench.plan.epochs),
    )
    rows = []
    for name in (OURS, results.MEL):
        for lesson, path, epochs in lessons:
            clips = prepare_clips(recordings.read_manifest(path, "train"), data, HEARD)
            home, plan = bench.home / f"{count} {lesson}", replace(bench.plan, epochs=epochs)
            one = replace(bench, train=clips, valid=valid, scored=scored, plan=plan, home=home)
            outcome = fixtures.remember(home / f"{name}.pt", partial(CONTENDERS[name], one))
            work = f"{len(clips[PITCH]):,} x {epochs}", duration(outcome.seconds)
            rows.append((name, lesson, *work, *doubled_shares(one, outcome)))
    head = ("network", "trained on", "clips x epochs", "training", "that piano", "amplified")
    return table((*head, "held-out instruments", "real guitars"), rows)


def doubled_shares(bench: Bench, outcome: Outcome) -> list[str]:
    """The share named right: of the piano, amplified or not, of clean chords, of real guitars."""
    piano = group_by(judged(bench, outcome, PIANO), lambda j: j.row["effect"])
    chords = [j for j in judged(bench, outcome, TEST) if condition(j) == CLEAN_CHORDS]
    return [joint(group) for group in (piano[""], piano[EFFECT], chords, judged(bench, outcome, REAL))]
