"""Measure what recordings bring that went through a guitar amplifier: writes docs/doubled.md."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from training import baselines, places, testset, train
from training.benchmark import waves
from training.benchmark.bench import device, hear, timed
from training.benchmark.doubled_page import (
    AMPLIFIED,
    HELD_OUT,
    ORIGINALS,
    PIANO,
    REAL,
    SAME_EPOCHS,
    SAME_STEPS,
    Found,
    write,
)
from training.benchmark.listeners import decide, naming
from training.benchmark.measured import MEL_CNN, OURS
from training.database import Batch, Clips, prepare
from training.fetching import doubled
from training.learner import answer_targets
from training.prepared.pictures import MEL, PITCH
from training.prepared.recordings import Recordings, read_manifest
from training.reporting import report, scores

QUICK_SAMPLES, QUICK_EPOCHS = 144, 2


@dataclass(frozen=True)
class Sounds:
    """What networks learn from, without the copies and with them; what they are scored on, by name."""

    originals: Recordings
    both: Recordings
    scored: Mapping[str, Recordings]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line."""
    parser.add_argument("--samples", type=int, default=2_880, help="piano recordings, before doubling")
    parser.add_argument("--epochs", type=int, default=8, help="over the originals alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where recordings are kept")
    parser.add_argument("--testset", type=Path, default=report.TESTSET, help="its manifest, if any")
    parser.add_argument("--real", type=Path, default=places.REAL_CHORDS, help="their manifest, if any")
    parser.add_argument("--to", type=Path, default=places.DOCS, help="where the page goes")
    parser.add_argument("--quick", action="store_true", help="a small table in under two minutes")


def run(options: argparse.Namespace) -> None:
    """Train both kinds of networks on the originals and on the doubled set, and write the page."""
    if options.quick:
        options.samples, options.epochs = QUICK_SAMPLES, QUICK_EPOCHS
    sounds = gather(options)
    lessons = (
        (ORIGINALS, sounds.originals, options.epochs),
        (SAME_STEPS, sounds.both, options.epochs // 2),
        (SAME_EPOCHS, sounds.both, options.epochs),
    )
    found = []
    for network, (features, learn) in {OURS: (PITCH, learn_ours), MEL_CNN: (MEL, learn_mel)}.items():
        scored = {name: prepare(source, options.data, features) for name, source in sounds.scored.items()}
        for lesson, source, epochs in lessons:
            clips = prepare(source, options.data, features)
            listen, seconds = timed(partial(learn, clips, scored[PIANO], epochs, options.seed))
            right = {name: share_right(recorded, listen) for name, recorded in scored.items()}
            found.append(Found(network, lesson, len(clips), epochs, seconds, right))
            print(found[-1], flush=True)
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / "doubled.md").write_text(write(found, options.samples), encoding="utf-8")
    print(f"Wrote {options.to / 'doubled.md'}")


def gather(options: argparse.Namespace) -> Sounds:
    """Render the piano, double it, and read what there is to be scored."""
    originals = waves.write(options.data / f"piano-triads-{options.samples}", options.samples)
    both = doubled.double(originals, options.data / f"piano-triads-{options.samples}-doubled")
    unseen = read_manifest(both, "test")
    scored = {
        PIANO: read_manifest(originals, "test"),
        AMPLIFIED: some_of(unseen, [r.path.endswith(f".{doubled.EFFECT}.wav") for r in unseen.items]),
    }
    if options.testset.exists():
        rows = scores.read_manifest(options.testset, testset.COLUMNS)
        clean = [row["kind"] == "chord" and row["degradation"] == testset.CLEAN for row in rows]
        scored[HELD_OUT] = some_of(read_manifest(options.testset), clean)
    if options.real.exists():
        scored[REAL] = read_manifest(options.real)
    return Sounds(read_manifest(originals, "train"), read_manifest(both, "train"), scored)


def some_of(recordings: Recordings, kept: Sequence[bool]) -> Recordings:
    """The recordings that are kept, by one flag for each."""
    items = tuple(item for item, keep in zip(recordings.items, kept, strict=True) if keep)
    return replace(recordings, name=f"{recordings.name}-{len(items)}", items=items)


def learn_ours(clips: Clips, valid: Clips, epochs: int, seed: int) -> Callable[[Batch], Tensor]:
    """Our networks, as `training.train` trains them, and how they answer."""
    with TemporaryDirectory() as folder:
        options = argparse.Namespace(batch=train.BATCH, seed=seed, epochs=epochs, run=Path(folder))
        networks, _ = train.fit(clips, valid, options)
    return naming(networks.root_network, networks.type_network)


def learn_mel(clips: Clips, _: Clips, epochs: int, seed: int) -> Callable[[Batch], Tensor]:
    """The published network, as `training.baselines` trains it, and how it answers."""
    pair = baselines.fit(clips, epochs, seed, device())
    return lambda batch: decide(*baselines.logits(*pair, batch.spectrograms))


def share_right(clips: Clips, listen: Callable[[Batch], Tensor]) -> float:
    """The share of recordings whose root and type are both named right."""
    _, roots, types = torch.from_numpy(clips.labels.astype(np.int64)).unbind(1)
    return (hear(clips, listen)[:, 0] == answer_targets(roots, types)).float().mean().item()
