"""The listeners of the comparison: each is trained on a bench's clips and answers its recordings."""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import joblib
import torch
from torch import Tensor

from model import weights
from model.chords import TYPES
from model.decision import ANSWERS, probabilities
from model.networks import RootCNN, TypeCNN
from training import baselines, train
from training.benchmark import specialists, transfer
from training.benchmark.bench import (
    TEST,
    Bench,
    Outcome,
    count,
    device,
    everything,
    hear,
    hear_all,
    timed,
)
from training.benchmark.specialists import PATIENCE, Course
from training.database import Batch
from training.learner import as_array
from training.prepared.pictures import MEL, MFCC, PITCH
from training.reporting.templates import TemplateMatcher

ROOT_NETWORK = "root-network.pt"  # what `ours` leaves to the type networks that begin with it


def shipped(bench: Bench) -> Outcome:
    """Our networks with the weights that ship; the note says what those were trained on."""
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    of_root = weights.load(root, bench.weights / "root.safetensors")
    of_type = weights.load(type_, bench.weights / "type.safetensors")
    heard = hear_all(bench, PITCH, naming(root, type_, of_root.temperature, of_type.temperature))
    return Outcome(heard, count(root, type_), count(root, type_), note=of_root.data)


def ours(bench: Bench) -> Outcome:
    """Our networks, as `training.train` trains them."""
    run = bench.home / "run"
    shutil.rmtree(run, ignore_errors=True)  # to go on with a part of it would be to lose count of the time
    options = argparse.Namespace(batch=train.BATCH, seed=bench.seed, epochs=bench.epochs, run=run)
    (both, _), seconds = timed(lambda: train.fit(bench.train[PITCH], bench.valid[PITCH], options))
    torch.save(both.root_network.state_dict(), bench.home / ROOT_NETWORK)
    heard = hear_all(bench, PITCH, naming(both.root_network, both.type_network))
    return Outcome(heard, count(both), count(both), seconds)


def untrained(bench: Bench) -> Outcome:
    """Our networks before they are trained."""
    torch.manual_seed(bench.seed)
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    return Outcome(hear_all(bench, PITCH, naming(root, type_)), count(root, type_))


def naming(
    root: RootCNN, type_: TypeCNN, root_temperature: float = 1.0, type_temperature: float = 1.0
) -> Callable[[Batch], Tensor]:
    """How our networks answer a batch: [batch, 2]."""

    def listen(batch: Batch) -> Tensor:
        heard = batch.spectrograms, batch.mask
        return decide(root(*heard), type_(*heard), root_temperature, type_temperature)

    return listen


def decide(
    roots: Tensor, types: Tensor, root_temperature: float = 1.0, type_temperature: float = 1.0
) -> Tensor:
    """The recogniser's decision, and the most probable type, from logits of both: [batch, 2]."""
    temperatures = (root_temperature, type_temperature)
    joint = torch.from_numpy(probabilities(as_array(roots), as_array(types), temperatures)[2])
    return torch.stack([joint.argmax(1), types.argmax(1)], dim=1)


def mel_networks(bench: Bench) -> Outcome:
    """The published network, as `training.baselines` trains it."""
    pair, seconds = timed(lambda: baselines.fit(bench.train[MEL], bench.epochs, bench.seed, device()))

    def listen(batch: Batch) -> Tensor:
        return decide(*baselines.logits(*pair, batch.spectrograms))

    return Outcome(hear_all(bench, MEL, listen), count(*pair), count(*pair), seconds)


def ensemble(bench: Bench) -> Outcome:
    """A binary specialist on MFCCs for each of the 16 labels."""
    examples = everything(bench.train[MFCC]), everything(bench.valid[MFCC])
    (networks, courses), seconds = timed(
        lambda: specialists.fit_specialists(*examples, bench.mfcc_epochs, bench.seed)
    )

    def yes(batch: Batch) -> Tensor:
        return specialists.say_yes(networks, batch.spectrograms)

    return Outcome(
        hear_all(bench, MFCC, lambda batch: specialists.vote(yes(batch))),
        count(*networks),
        count(*networks),
        seconds,
        ended(courses, bench.mfcc_epochs),
        hear(bench.scored[TEST].clips[MFCC], lambda batch: yes(batch) >= specialists.YES),
    )


def one_network(bench: Bench) -> Outcome:
    """One network of the same convolutions for all labels."""
    examples = everything(bench.train[MFCC]), everything(bench.valid[MFCC])
    (network, course), seconds = timed(lambda: specialists.fit_one(*examples, bench.mfcc_epochs, bench.seed))

    def listen(batch: Batch) -> Tensor:
        return decide(*specialists.split(specialists.logits(network, batch.spectrograms)))

    heard = hear_all(bench, MFCC, listen)
    return Outcome(heard, count(network), count(network), seconds, ended((course,), bench.mfcc_epochs))


def ended(courses: tuple[Course, ...], epochs: int) -> str:
    """What ended some trainings, in words."""
    patient = sum(course.patience_ended for course in courses)
    return (
        f"{patient} of {len(courses)} trainings ended after {PATIENCE} epochs without progress, "
        f"{len(courses) - patient} at the limit of {epochs} epochs"
    )


def template_matcher(bench: Bench) -> Outcome:
    """Templates, which learn nothing; they read the files themselves."""
    match_all = joblib.Parallel(n_jobs=-1)
    return Outcome(
        {
            name: torch.tensor(match_all(joblib.delayed(match)(file) for file in recorded.files))
            for name, recorded in bench.scored.items()
        }
    )


def match(file: str) -> tuple[int, int]:
    """The chord whose template is most like a file, an index in `ANSWERS`, and its type."""
    chord = TemplateMatcher().predict(Path(file)).chord
    return ANSWERS.index(chord), TYPES.index(chord.type)


def transferred(begin: transfer.Beginning, bench: Bench) -> Outcome:
    """A type network from some beginning, beside the root network that `ours` trained."""
    root = RootCNN().eval()
    root.load_state_dict(torch.load(bench.home / ROOT_NETWORK, weights_only=True))
    network = begin(root, bench.train[PITCH], bench.seed)
    trained = count(network, trained=True)
    _, seconds = timed(
        lambda: transfer.fit(
            network, bench.train[PITCH], bench.valid[PITCH], bench.epochs, train.BATCH, bench.seed
        )
    )
    return Outcome(hear_all(bench, PITCH, naming(root, network)), count(network), trained, seconds)
