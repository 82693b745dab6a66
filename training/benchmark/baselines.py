"""Compare our networks to others on the same clips and the same test: writes docs/baselines.md."""

import argparse
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model import networks, weights
from model.chords import NO_CHORD
from model.decision import ANSWERS
from training import baselines, learner, places, testset, train
from training.benchmark import baselines_page as page
from training.benchmark import bench as benches
from training.benchmark import listeners, specialists, transfer
from training.benchmark.baselines_page import LabelErrors, Row, Setting
from training.benchmark.bench import REAL, TEST, Bench, Outcome, prepare_recipes, prepare_recorded, remember
from training.database import NO_TYPE, Recipe
from training.learner import answer_targets
from training.prepared import mfcc, recordings
from training.prepared.pictures import PITCH
from training.prepared.sources import SourceError, digest
from training.reporting import report, scores, templates
from training.sounds import instruments

LISTENERS: dict[str, Callable[[Bench], Outcome]] = {  # `OURS` before those that begin with its root network
    page.SHIPPED: listeners.shipped,
    page.OURS: listeners.ours,
    page.UNTRAINED: listeners.untrained,
    page.MEL: listeners.mel_networks,
    page.SPECIALISTS: listeners.ensemble,
    page.ONE_MFCC: listeners.one_network,
    page.TEMPLATES: listeners.template_matcher,
    page.SCRATCH: partial(listeners.transferred, transfer.from_scratch),
    page.FINE_TUNED: partial(listeners.transferred, transfer.fine_tuned),
    page.FROZEN: partial(listeners.transferred, transfer.frozen),
    page.RANDOM: partial(listeners.transferred, transfer.frozen_random),
}
DECIDING = (  # the code whose change makes what was measured before worth nothing
    networks,
    *(baselines, learner, mfcc, templates, train),
    *(benches, listeners, specialists, transfer),
)
QUICK_CLIPS, QUICK_VALID, QUICK_EPOCHS = 192, 128, 2
QUICK_EVERY = 7  # clips of a tiny test set, of which one is kept


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--clips", type=int, default=6_000, help="training clips to render")
    parser.add_argument("--valid-clips", type=int, default=1_000, help="validation clips to render")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--mfcc-epochs", type=int, default=20, help="of the networks on MFCCs, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--notes", type=Path, nargs="*", default=places.find_notes(), help="folders of recorded notes"
    )
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where clips are kept")
    parser.add_argument("--testset", type=Path, default=report.TESTSET, help="its manifest")
    parser.add_argument("--real", type=Path, default=places.REAL_CHORDS, help="their manifest, if any")
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR, help="the networks as shipped")
    parser.add_argument("--to", type=Path, help="where to write baselines.md (default: docs/)")
    parser.add_argument("--quick", action="store_true", help="walk the whole way, tiny; needs --to")


def run(options: argparse.Namespace) -> None:
    """Train and score every listener, and write the page. What was measured before is not measured again."""
    if options.quick and options.to is None:
        raise SystemExit("What --quick measures means nothing: please name a folder for it with --to.")
    try:
        bench = quick_bench(options) if options.quick else full_bench(options)
        outcomes = {name: measure(name, listen, bench) for name, listen in LISTENERS.items()}
    except (SourceError, weights.WeightsError) as error:
        raise SystemExit(str(error)) from error
    to = options.to or places.DOCS
    to.mkdir(parents=True, exist_ok=True)
    rows, wrong_labels = make_rows(bench, outcomes), label_errors(bench, outcomes)
    text = page.write(rows, wrong_labels, setting(options, outcomes))
    (to / "baselines.md").write_text(text, encoding="utf-8")
    print(f"Wrote {to / 'baselines.md'}")


def measure(name: str, listen: Callable[[Bench], Outcome], bench: Bench) -> Outcome:
    """What comes of a listener."""
    print(f"{name} ...", flush=True)
    return remember(bench.home / f"{name}.pt", lambda: listen(bench))


def full_bench(options: argparse.Namespace) -> Bench:
    """The real clips and recordings. Raises SourceError where they cannot be prepared."""
    try:
        scores.read_manifest(options.testset, testset.COLUMNS)
    except (OSError, ValueError) as error:
        raise SourceError(f"{error}. The test set is made by python -m training.testset.") from error
    notes = tuple(map(str, options.notes))
    train_clips = Recipe(instruments.TRAIN, options.clips, options.seed, notes)
    valid_clips = Recipe(instruments.VALID, options.valid_clips, options.seed + 1, notes)
    manifests = {TEST: options.testset} | ({REAL: options.real} if options.real.exists() else {})
    return make_bench(options, train_clips, valid_clips, manifests)


def quick_bench(options: argparse.Namespace) -> Bench:
    """A few clips of a few instruments, the same in training and test."""
    options.epochs = options.mfcc_epochs = QUICK_EPOCHS
    options.clips, options.valid_clips = QUICK_CLIPS, QUICK_VALID
    train_clips = Recipe(instruments.SMOKE, QUICK_CLIPS, options.seed)
    valid_clips = Recipe(instruments.SMOKE, QUICK_VALID, options.seed + 1)
    train_clips.prepare(options.data)
    players = instruments.load(instruments.SMOKE, (), options.data)
    test = options.data / "quick-testset"
    testset.write(islice(testset.draw_testset(players, 1, options.seed), 0, None, QUICK_EVERY), test)
    return make_bench(options, train_clips, valid_clips, {TEST: test / "manifest.csv"})


def make_bench(
    options: argparse.Namespace, train_clips: Recipe, valid_clips: Recipe, manifests: dict[str, Path]
) -> Bench:
    """Prepare all clips, and name the folder of outcomes after all that decides them. Raises SourceError."""
    scored = {name: recordings.read_manifest(manifest) for name, manifest in manifests.items()}
    names = [source.name for source in (train_clips, valid_clips, *scored.values())]
    settings = repr((names, options.epochs, options.mfcc_epochs, options.seed)).encode()
    files = (path.read_bytes() for path in sorted(options.weights.glob("*.safetensors")))
    home = options.data / f"benchmark-baselines-{digest(DECIDING, [settings, *files])}"
    home.mkdir(parents=True, exist_ok=True)
    return Bench(
        train=prepare_recipes(train_clips, options.data),
        valid=prepare_recipes(valid_clips, options.data),
        scored={name: prepare_recorded(source, options.data) for name, source in scored.items()},
        epochs=options.epochs,
        mfcc_epochs=options.mfcc_epochs,
        seed=options.seed,
        weights=options.weights,
        home=home,
    )


def make_rows(bench: Bench, outcomes: dict[str, Outcome]) -> list[Row]:
    """The outcomes, scored."""
    _, types = targets(bench)
    chords = clean(bench) & (types != NO_TYPE)
    return [
        Row(
            name=name,
            judged={n: bench.scored[n].judge(heard) for n, heard in outcome.heard.items()},
            types=(outcome.heard[TEST][:, 1] == types)[chords].float().mean().item(),
            parameters=outcome.parameters,
            trained=outcome.trained,
            seconds=outcome.seconds,
        )
        for name, outcome in outcomes.items()
    ]


def label_errors(bench: Bench, outcomes: dict[str, Outcome]) -> list[LabelErrors]:
    """The errors over the 16 labels, on the recordings of the test set that nothing was done to."""
    kept = clean(bench)
    roots, types = (of_all[kept] for of_all in targets(bench))
    truth = specialists.label_targets(roots, types), answer_targets(roots, types)
    several, one = (outcomes[name].heard[TEST][kept, 0] for name in (page.SPECIALISTS, page.ONE_MFCC))
    none = torch.full_like(one, ANSWERS.index(NO_CHORD))
    said = {
        page.SPECIALISTS: (outcomes[page.SPECIALISTS].labels[kept], several),
        page.ONE_MFCC: (specialists.answer_labels(one), one),
        page.NO_TO_ALL: (specialists.answer_labels(none), none),
    }
    return [LabelErrors(name, *errors(*truth, *heard)) for name, heard in said.items()]


def targets(bench: Bench) -> tuple[Tensor, Tensor]:
    """Targets of roots and of types in the test set [recordings]."""
    labels = bench.scored[TEST].clips[PITCH].labels.astype(np.int64)
    return torch.from_numpy(labels[:, 1]), torch.from_numpy(labels[:, 2])


def clean(bench: Bench) -> Tensor:
    """Which recordings of the test set nothing was done to, bool [recordings]."""
    return torch.tensor([row["degradation"] == testset.CLEAN for row in bench.scored[TEST].rows])


def errors(labels: Tensor, answers: Tensor, said: Tensor, answered: Tensor) -> tuple[float, float, float]:
    """The shares that are wrong: of labels [recordings, 16], of recordings with any wrong, of answers."""
    wrong = labels != said
    return tuple(share.float().mean().item() for share in (wrong, wrong.any(1), answers != answered))


def setting(options: argparse.Namespace, outcomes: dict[str, Outcome]) -> Setting:
    """What the page says about how all this was measured."""
    return Setting(
        clips=options.clips,
        valid_clips=options.valid_clips,
        seed=options.seed,
        epochs=options.epochs,
        mfcc_epochs=options.mfcc_epochs,
        notes={name: outcome.note for name, outcome in outcomes.items() if outcome.note},
    )
