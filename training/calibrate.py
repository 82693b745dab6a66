"""Honest confidence: temperatures and the threshold of "not sure", fitted on validation instruments.

Training does this at its end; python -m training.calibrate does it again for weights that are there.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from model import weights
from model.decision import probabilities
from model.networks import RootCNN, TypeCNN
from training import places
from training.database import NO_TYPE, Clips, Recipe, prepare
from training.learner import answer_targets, as_array
from training.prepared.sources import SourceError
from training.sounds import instruments

VALID_CLIPS, VALID_SEED = 4_000, 1  # as `training.train` draws them
BATCH = 64

RIGHT_WITHHELD = 0.05  # share of right answers that "not sure" may hold back
BINS = 15  # of confidence, equally wide


@dataclass(frozen=True)
class Calibration:
    """What was fitted, and the scores of validation with it."""

    root_temperature: float
    type_temperature: float
    sure_above: float
    scores: dict[str, float]


@dataclass(frozen=True)
class Reliability:
    """For each bin of confidence [bins]: how many clips, their confidence and right answers added up."""

    clips: Tensor
    confidence: Tensor
    right: Tensor


def calibrate(root: RootCNN, type_: TypeCNN, clips: Clips) -> Calibration:
    """Fit both temperatures and the threshold on clips of other instruments than those of the training."""
    roots, types, root_targets, type_targets = all_logits(root, type_, clips)
    temperatures = fit_temperature(roots, root_targets), fit_temperature(types, type_targets)
    joint = torch.from_numpy(probabilities(as_array(roots), as_array(types), temperatures)[2])
    confidence, answers = joint.max(1)
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
    for start in range(0, len(clips), BATCH):
        batch = clips[list(range(start, min(start + BATCH, len(clips))))]
        heard = batch.spectrograms, batch.mask
        rows.append((root(*heard), type_(*heard), batch.roots, batch.types))
    roots, types, root_targets, type_targets = map(torch.cat, zip(*rows, strict=True))
    return roots, types, root_targets, type_targets


def fit_temperature(logits: Tensor, targets: Tensor) -> float:
    """What to divide logits [clips, classes] by so that their softmax is calibrated for targets [clips].

    Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    log_temperature = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(logits / log_temperature.exp(), targets, ignore_index=NO_TYPE)
        value.backward()
        return value

    optimizer.step(loss)
    return float(log_temperature.detach().exp())


def sure_threshold(confidence: Tensor, right: Tensor) -> float:
    """The confidence [clips] that all but `RIGHT_WITHHELD` of the right answers [clips] exceed."""
    if not right.any():
        return 1.0
    return float(torch.quantile(confidence[right], RIGHT_WITHHELD))


def reliability(confidence: Tensor, right: Tensor, bins: int = BINS) -> Reliability:
    """Clips sorted into bins by their confidence [clips]; right [clips] says which were named right."""
    place = (confidence * bins).long().clamp_max(bins - 1)

    def add_up(values: Tensor) -> Tensor:
        return torch.zeros(bins).index_add(0, place, values)

    return Reliability(add_up(torch.ones(len(place))), add_up(confidence), add_up(right.float()))


def calibration_error(confidence: Tensor, right: Tensor, bins: int = BINS) -> float:
    """Expected calibration error: the mean gap of confidence and accuracy over equal bins, by clips."""
    binned = reliability(confidence, right, bins)
    return float((binned.right - binned.confidence).abs().sum() / len(confidence))


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
