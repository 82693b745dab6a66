"""Fit temperatures and the threshold of "not sure" on validation instruments: honest confidence.

Training does this at its end; python -m training.calibrate does it again for weights that are there.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from model import weights
from model.decision import ALL, ANSWERS, VOCABULARIES, Calibration, in_vocabulary
from model.networks import RootCNN, TypeCNN
from training import places
from training.answers import answer_targets, joint_probabilities, on_true_root
from training.calibration import calibration_error, fit_temperature, sure_threshold
from training.database import NO_TYPE, Clips, Recipe, prepare
from training.learner import BATCH
from training.prepared.sources import SourceError
from training.sounds import splits

VALID_CLIPS = 4_000  # drawn by training as well
VALID_SONGS = 200
VALID_SEED = 1  # one more than that of the training clips, whose default is 0


def calibrate(root: RootCNN, type_: TypeCNN, clips: Clips) -> tuple[Calibration, dict[str, float]]:
    """Fit temperatures and thresholds on clips of other instruments than those of the training.

    Gives them with the scores of validation.
    """
    heard = all_logits(root, type_, clips)
    chords = heard.type_targets != NO_TYPE
    on_roots = on_true_root(heard.types, heard.root_targets)
    fitted = Calibration(
        root_temperature=fit_temperature(heard.roots, heard.root_targets),
        type_temperature=fit_temperature(on_roots[chords], heard.type_targets[chords]),
        bass_temperature=fit_temperature(heard.basses[chords], heard.bass_targets[chords]),
    )
    confidence, right = judge(heard, fitted, ALL)
    scores = {
        "valid_clips": len(clips),
        "valid_joint": right.float().mean().item(),
        "valid_bass": (heard.basses.argmax(1) == heard.bass_targets)[chords].float().mean().item(),
        "valid_calibration_error": calibration_error(confidence, right),
    }
    sure_above = {name: sure_threshold(*judge(heard, fitted, name)) for name in VOCABULARIES}
    return replace(fitted, sure_above=sure_above), scores


@dataclass(frozen=True)
class Heard:
    """Logits of both networks for every clip of a database, and the targets, each [clips, ...]."""

    roots: Tensor
    types: Tensor
    basses: Tensor
    root_targets: Tensor
    type_targets: Tensor
    bass_targets: Tensor


@torch.no_grad()
def all_logits(root: RootCNN, type_: TypeCNN, clips: Clips) -> Heard:
    """Let both networks hear every clip of a database."""
    rows = []
    for batch in clips.in_order(BATCH):
        inputs = batch.spectrograms, batch.mask
        roots, basses = root(*inputs)
        rows.append((roots, type_(*inputs), basses, batch.roots, batch.types, batch.basses))
    return Heard(*map(torch.cat, zip(*rows, strict=True)))


def judge(heard: Heard, calibration: Calibration, vocabulary: str) -> tuple[Tensor, Tensor]:
    """Confidence, and whether the answer is right, of the clips whose chord a vocabulary has."""
    confidence, answers = joint_probabilities(heard.roots, heard.types, calibration, vocabulary).max(1)
    played = answer_targets(heard.root_targets, heard.type_targets)
    truths = [in_vocabulary(ANSWERS[ALL][place], vocabulary) for place in played.tolist()]
    named = [ANSWERS[vocabulary][place] for place in answers.tolist()]
    known = torch.tensor([truth is not None for truth in truths])
    right = torch.tensor([name == truth for name, truth in zip(named, truths, strict=True)])
    return confidence[known], right[known]


def recalibrate(folder: Path, clips: Clips) -> tuple[Calibration, dict[str, float]]:
    """Fit the weights of a folder on validation clips; write calibration and scores into them.

    Raises WeightsError for weights that cannot be read.
    """
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    paths = folder / "root.safetensors", folder / "type.safetensors"
    known = weights.load(root, paths[0]), weights.load(type_, paths[1])
    calibration, found = calibrate(root, type_, clips)
    for network, path, metadata in zip((root, type_), paths, known, strict=True):
        scores = {**metadata.scores, **found}
        weights.save(network, replace(metadata, calibration=calibration, scores=scores), path)
    return calibration, found


def main() -> None:
    """Read the command line, render the validation clips, and calibrate the weights anew."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR)
    parser.add_argument("--clips", type=int, default=VALID_CLIPS, help="validation clips to render")
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    options = parser.parse_args()
    recipe = Recipe(splits.VALID, options.clips, VALID_SEED, tuple(map(str, options.notes)))
    try:
        clips = prepare(recipe, options.data)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    print(recalibrate(options.weights, clips))


if __name__ == "__main__":
    main()
