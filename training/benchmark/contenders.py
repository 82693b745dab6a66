"""The contenders of the comparison: each learns from a bench's clips and answers its recordings."""

import shutil
from collections.abc import Callable
from pathlib import Path

import joblib
import torch
from torch import Tensor, nn

from model import weights
from model.chord_networks import ChordNetworks
from model.chords import ROOTS
from model.decision import ANSWERS, TRIAD_TYPES, TRIADS, Calibration
from model.networks import RootCNN, TypeCNN
from training import train
from training.answers import UNCALIBRATED, joint_probabilities
from training.benchmark.fixtures import Bench, Outcome, answer, in_memory
from training.benchmark.timing import timed
from training.database import Batch
from training.listeners import mel, specialists, transfer
from training.listeners.templates import TemplateMatcher
from training.prepared.pictures import MEL, MFCC, PITCH

ROOT_NETWORK = "root-network.pt"  # what `ours` leaves to the type networks that begin with it

Listen = Callable[[Batch], Tensor]  # a batch -> answers, indices in those of `TRIADS`, and types [batch, 2]
Learned = tuple[Listen, nn.Module]  # a listener, and its networks


def compete(features: str, learn: Callable[[Bench], Learned], bench: Bench) -> Outcome:
    """Let a contender learn, timed, and answer all recordings of a bench by their clips of some features."""
    (listen, networks), seconds = timed(lambda: learn(bench))
    sizes = [(weight.numel(), weight.requires_grad) for weight in networks.parameters()]
    return Outcome(
        answers={name: answer(one.clips[features], listen) for name, one in bench.scored.items()},
        parameters=sum(size for size, _ in sizes),
        trained=sum(size for size, is_trained in sizes if is_trained),
        seconds=seconds,
    )


def shipped(_: Bench) -> Learned:
    """Our networks with the weights that ship."""
    known = ChordNetworks.load(weights.WEIGHTS_DIR)
    return naming(known.root, known.type, known.calibration), nn.ModuleList([known.root, known.type])


def ours(bench: Bench) -> Learned:
    """Our networks, as `training.train` trains them."""
    shutil.rmtree(bench.plan.run, ignore_errors=True)  # or the time of a part of it would not be counted
    both, _ = train.fit(bench.train[PITCH], bench.valid[PITCH], bench.plan)
    bench.home.mkdir(parents=True, exist_ok=True)
    torch.save(both.root_network.state_dict(), bench.home / ROOT_NETWORK)
    return naming(both.root_network, both.type_network), both


def untrained(bench: Bench) -> Learned:
    """Our networks before they are trained."""
    torch.manual_seed(bench.plan.seed)
    both = train.BothNetworks(steps=0).eval()
    return naming(both.root_network, both.type_network), both


def mel_networks(bench: Bench) -> Learned:
    """The published network, as `training.listeners.mel` trains it."""
    pair = mel.fit(bench.train[MEL], bench.valid[MEL], bench.plan)
    return lambda batch: decide(*pair(batch.spectrograms)), pair


def ensemble(bench: Bench) -> Learned:
    """A binary specialist on MFCCs for each of the 16 labels."""
    examples = in_memory(bench.train[MFCC]), in_memory(bench.valid[MFCC])
    networks = specialists.fit_specialists(*examples, bench.mfcc_epochs, bench.plan.seed)
    return lambda batch: specialists.vote(specialists.say_yes(networks, batch.spectrograms)), networks


def one_network(bench: Bench) -> Learned:
    """One network of the same convolutions for all labels."""
    examples = in_memory(bench.train[MFCC]), in_memory(bench.valid[MFCC])
    network = specialists.fit_one(*examples, bench.mfcc_epochs, bench.plan.seed)
    return lambda batch: decide(*specialists.split(network(batch.spectrograms))), network


def transferred(begin: transfer.Beginning, bench: Bench) -> Learned:
    """A type network from some beginning, beside the root network that `ours` trained."""
    root = RootCNN().eval()
    root.load_state_dict(torch.load(bench.home / ROOT_NETWORK, weights_only=True))
    network = begin(root, bench.train[PITCH], bench.plan.seed)
    transfer.fit(network, bench.train[PITCH], bench.valid[PITCH], bench.plan)
    return naming(root, network), network


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
    """The chord whose template is most like a file, an index in the answers of `TRIADS`, and its type."""
    chord = TemplateMatcher().predict(Path(file)).chord
    return ANSWERS[TRIADS].index(chord), TRIAD_TYPES.index(chord.type)


def naming(root: RootCNN, type_: TypeCNN, calibration: Calibration = UNCALIBRATED) -> Listen:
    """The function by which our networks answer a batch."""

    def listen(batch: Batch) -> Tensor:
        inputs = batch.spectrograms, batch.mask
        roots, _ = root(*inputs)
        return decide(roots, type_(*inputs), calibration)

    return listen


def decide(roots: Tensor, types: Tensor, calibration: Calibration = UNCALIBRATED) -> Tensor:
    """The recogniser's decision among triads, and the most probable type of all chords: [batch, 2].

    Takes logits, of types [batch, 15, 12] or [batch, 4], as `joint_probabilities` does.
    """
    joint = joint_probabilities(roots, types, calibration, TRIADS)
    of_types = joint[:, :-1].unflatten(1, (len(ROOTS), len(TRIAD_TYPES))).sum(1)
    return torch.stack([joint.argmax(1), of_types.argmax(1)], dim=1)
