"""What the recogniser is measured against: python -m training.baselines trains the published mel networks.

Here they are trained properly: on logits, shuffled, seeded, on the clips that our networks learn from, with
each clip's mel power scaled to the same peak.
"""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from rich.progress import track
from torch import Tensor

from model import weights
from model.chords import ROOT_LABELS, TYPES
from model.decision import probabilities, rank
from model.networks import MelCNN, RootCNN, TypeCNN
from model.prediction import Answer
from model.recognizer import Recognizer, strongest_part
from preprocessing import audio
from preprocessing.features import MEL_SECONDS, MelSpectrogram
from preprocessing.layout import SAMPLE_RATE
from training import places
from training.database import NO_TYPE, Clips, Recipe, prepare
from training.learner import answer_targets, as_array
from training.prepared.sources import SourceError
from training.provenance import current_commit
from training.sounds import instruments

BASELINES_DIR = places.DATA_DIR / "baselines"
BATCH = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.01
PEAK = 10.0  # of a mel spectrogram as the networks get it; raw power, from 1 to 1e6, they do not learn from


class MelRecognizer:
    """Names the chord in a recording by two MelCNN, one for the root and "no chord", one for the type."""

    def __init__(self, root: MelCNN, type_: MelCNN) -> None:
        self._features = MelSpectrogram().eval()
        self._root, self._type = root.eval(), type_.eval()

    @classmethod
    def load(cls, folder: Path = BASELINES_DIR) -> "MelRecognizer":
        """The networks that `main` trained. Raises WeightsError when there are none."""
        root, type_ = MelCNN(ROOT_LABELS), MelCNN(TYPES)
        weights.load(root, folder / "mel-root.safetensors")
        weights.load(type_, folder / "mel-type.safetensors")
        return cls(root, type_)

    @torch.inference_mode()
    def predict(self, source: Path | np.ndarray) -> Answer:
        """The chord in a file or a waveform [samples] at 16 kHz; of long ones, in the strongest 4 s."""
        waveform = source if isinstance(source, np.ndarray) else audio.load(source)
        start, end = strongest_part(waveform)
        heard = waveform[start:end][: int(MEL_SECONDS * SAMPLE_RATE)]
        mel = self._features(torch.from_numpy(heard)[None])
        return Answer(rank(probabilities(*map(as_array, logits(self._root, self._type, mel)))[2][0]))


def untrained(seed: int = 0) -> Recognizer:
    """The recogniser with the networks as they are before training: the floor of every table."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Recognizer(RootCNN(), TypeCNN(), (1.0, 1.0), 0.0)


def fit(clips: Clips, epochs: int, seed: int, device: torch.device) -> tuple[MelCNN, MelCNN]:
    """Train a root and a type network on mel spectrograms, each epoch in another order."""
    torch.manual_seed(seed)
    root, type_ = MelCNN(ROOT_LABELS).to(device), MelCNN(TYPES).to(device)
    parameters = [*root.parameters(), *type_.parameters()]
    optimizer = torch.optim.AdamW(parameters, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = epochs * math.ceil(len(clips) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps)
    for epoch in range(epochs):
        order = np.random.default_rng((seed, epoch)).permutation(len(clips))
        for start in track(range(0, len(clips), BATCH), f"Epoch {epoch + 1} of {epochs}"):
            batch = clips[order[start : start + BATCH].tolist()].to(device)
            optimizer.zero_grad()
            loss(root, type_, batch.spectrograms, batch.roots, batch.types).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
    return root.cpu().eval(), type_.cpu().eval()


def logits(root: MelCNN, type_: MelCNN, mel: Tensor) -> tuple[Tensor, Tensor]:
    """Both networks' logits for mel power [batch, 1, 64, 126], however loud it was recorded."""
    mel = scaled(mel)
    return root(mel), type_(mel)


def scaled(mel: Tensor) -> Tensor:
    """Mel power [batch, 1, 64, 126] with the same peak in every clip."""
    return PEAK * mel / mel.amax((1, 2, 3), keepdim=True).clamp_min(torch.finfo(mel.dtype).tiny)


def loss(root: MelCNN, type_: MelCNN, mel: Tensor, roots: Tensor, types: Tensor) -> Tensor:
    """Cross-entropy of both networks' logits; what is no chord has no type, and counts for the root alone."""
    of_roots, of_types = logits(root, type_, mel)
    type_losses = F.cross_entropy(of_types, types, ignore_index=NO_TYPE, reduction="sum")
    return F.cross_entropy(of_roots, roots) + type_losses / (types != NO_TYPE).sum().clamp_min(1)


@torch.no_grad()
def accuracy(root: MelCNN, type_: MelCNN, clips: Clips) -> float:
    """The share of clips whose root and type are both named right."""
    right = 0
    for start in range(0, len(clips), BATCH):
        batch = clips[list(range(start, min(start + BATCH, len(clips))))]
        joint = probabilities(*map(as_array, logits(root, type_, batch.spectrograms)))[2]
        answers = torch.from_numpy(joint.argmax(axis=1))
        right += int((answers == answer_targets(batch.roots, batch.types)).sum())
    return right / len(clips)


def save(networks: Sequence[MelCNN], scores: dict[str, float], data: str, commit: str, folder: Path) -> None:
    """Write both networks with what is known of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in zip(("root", "type"), networks, strict=True):
        metadata = weights.Metadata(network.labels, 1.0, 0.0, commit, data, scores)
        weights.save(network, metadata, folder / f"mel-{name}.safetensors")


def main() -> None:
    """Read the command line, prepare the clips, train, and write the weights, which do not ship."""
    parser = argparse.ArgumentParser(prog="python -m training.baselines", description=__doc__)
    parser.add_argument("--clips", type=int, default=60_000, help="training clips to render")
    parser.add_argument("--valid-clips", type=int, default=4_000, help="validation clips to render")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    parser.add_argument("--to", type=Path, default=BASELINES_DIR)
    options = parser.parse_args()
    notes = tuple(map(str, options.notes))
    recipes = (
        Recipe(instruments.TRAIN, options.clips, options.seed, notes),
        Recipe(instruments.VALID, options.valid_clips, options.seed + 1, notes),
    )
    try:
        train, valid = (prepare(recipe, options.data, "mel") for recipe in recipes)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    networks = fit(train, options.epochs, options.seed, device)
    scores = {"valid_clips": len(valid), "valid_joint": accuracy(*networks, valid)}
    data = f"{len(train)} clips, seed {options.seed}, {options.epochs} epochs of batches of {BATCH}"
    save(networks, scores, data, current_commit(), options.to)
    print(f"Wrote {options.to}: {scores}")


if __name__ == "__main__":
    main()
