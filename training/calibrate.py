"""Fit temperatures and the threshold of "not sure" on validation instruments: honest confidence.

Training does this at its end; python -m training.calibrate does it again for weights that are there.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from model import weights
from model.networks import RootCNN, TypeCNN
from training import places
from training.calibration import calibration_error, fit_temperature, sure_threshold
from training.database import NO_TYPE, Clips, Recipe, prepare
from training.learner import BATCH, answer_targets, joint_probabilities
from training.prepared.sources import SourceError
from training.sounds import instruments

VALID_CLIPS = 4_000  # drawn by training as well
VALID_SEED = 1  # one more than that of the training clips, whose default is 0


@dataclass(frozen=True)
class Calibration:
    """Temperatures and threshold as fitted, and the scores of validation with them."""

    root_temperature: float
    type_temperature: float
    sure_above: float
    scores: dict[str, float]


def calibrate(root: RootCNN, type_: TypeCNN, clips: Clips) -> Calibration:
    """Fit both temperatures and the threshold on clips of other instruments than those of the training."""
    roots, types, root_targets, type_targets = all_logits(root, type_, clips)
    chords = type_targets != NO_TYPE
    temperatures = fit_temperature(roots, root_targets), fit_temperature(types[chords], type_targets[chords])
    confidence, answers = joint_probabilities(roots, types, temperatures).max(1)
    right = answers == answer_targets(root_targets, type_targets)
    scores = {
        "valid_clips": len(clips),
        "valid_joint": right.float().mean().item(),
        "valid_calibration_error": calibration_error(confidence, right),
    }
    return Calibration(*temperatures, sure_threshold(confidence, right), scores)


@torch.no_grad()
def all_logits(root: RootCNN, type_: TypeCNN, clips: Clips) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Logits of both networks and the targets of both, for every clip of a database."""
    rows = []
    for batch in clips.in_order(BATCH):
        inputs = batch.spectrograms, batch.mask
        rows.append((root(*inputs), type_(*inputs), batch.roots, batch.types))
    roots, types, root_targets, type_targets = map(torch.cat, zip(*rows, strict=True))
    return roots, types, root_targets, type_targets


def recalibrate(folder: Path, clips: Clips) -> Calibration:
    """Fit the weights of a folder on validation clips and write temperatures, threshold and scores into them.

    Raises WeightsError for weights that cannot be read.
    """
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    paths = folder / "root.safetensors", folder / "type.safetensors"
    known = weights.load(root, paths[0]), weights.load(type_, paths[1])
    found = calibrate(root, type_, clips)
    temperatures = found.root_temperature, found.type_temperature
    for network, path, metadata, temperature in zip((root, type_), paths, known, temperatures, strict=True):
        scores = {**metadata.scores, **found.scores}
        new = replace(metadata, temperature=temperature, sure_above=found.sure_above, scores=scores)
        weights.save(network, new, path)
    return found


def main() -> None:
    """Read the command line, render the validation clips, and calibrate the weights anew."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR)
    parser.add_argument("--clips", type=int, default=VALID_CLIPS, help="validation clips to render")
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    options = parser.parse_args()
    recipe = Recipe(instruments.VALID, options.clips, VALID_SEED, tuple(map(str, options.notes)))
    try:
        clips = prepare(recipe, options.data)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    print(recalibrate(options.weights, clips))


if __name__ == "__main__":
    main()
