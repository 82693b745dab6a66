"""Train the published mel networks on clips of triads, drawn as for ours: python -m training.listeners.mel.

They are trained properly: on logits, where the published ones took softmax twice; shuffled, seeded, with each
clip's mel power scaled to the same peak. Their weights do not ship.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from model.chords import ROOT_LABELS
from model.decision import TRIAD_TYPES, TRIADS, rank
from model.prediction import Answer
from model.recognizer import strongest_part
from preprocessing import audio
from training import learner, machine, places
from training.answers import joint_probabilities, named_right
from training.calibrate import VALID_CLIPS
from training.database import NO_TYPE, Clips, Recipe, prepare
from training.learner import BATCH, Plan
from training.prepared.others import SAMPLES, MelSpectrogram
from training.prepared.pictures import MEL
from training.prepared.sources import SourceError
from training.sounds import splits

FILE = places.DATA_DIR / "baselines" / "mel.safetensors"
WEIGHT_DECAY = 0.01
RISING = 0.3  # share of the steps in which the rate rises
PEAK = 10.0  # of a mel spectrogram as the networks get it; raw power, from 1 to 1e6, they do not learn from
CHANNELS = (16, 32, 64, 128)
FLAT = 128 * 5 * 9  # what four blocks leave of (64, 126)


class MelCNN(nn.Module):
    """The published network: four VGG blocks on a mel spectrogram; logits, where it took softmax twice."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__()
        blocks = []
        for inputs, outputs in zip((1, *CHANNELS), CHANNELS, strict=False):
            # ReLU after the pooling gives what it gives before it, and has a quarter of the work.
            blocks += [nn.Conv2d(inputs, outputs, 3, stride=1, padding=2), nn.MaxPool2d(2), nn.ReLU()]
        self.blocks = nn.Sequential(*blocks)
        self.classify = nn.Linear(FLAT, len(labels))

    def forward(self, mel: Tensor) -> Tensor:
        """[batch, 1, 64, 126] -> logits [batch, labels]."""
        return self.classify(self.blocks(mel).flatten(1))


class MelNetworks(nn.Module):
    """Two MelCNN, one for the root and "no chord", one for the type, however loud a clip was recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.roots, self.types = MelCNN(ROOT_LABELS), MelCNN(TRIAD_TYPES)

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        """Mel power [batch, 1, 64, 126] -> logits [batch, 13] and [batch, 4]."""
        mel = scaled(mel)
        return self.roots(mel), self.types(mel)


class MelRecognizer:
    """Names the chord in a recording by two MelCNN."""

    def __init__(self, networks: MelNetworks) -> None:
        self._features, self._networks = MelSpectrogram().eval(), networks.eval()

    @classmethod
    def load(cls, file: Path = FILE) -> "MelRecognizer":
        """The networks that `main` trained. Raises FileNotFoundError when there are none."""
        networks = MelNetworks()
        networks.load_state_dict(load_file(file))
        return cls(networks)

    @torch.inference_mode()
    def predict(self, source: Path | np.ndarray) -> Answer:
        """The chord in a file or a waveform [samples] at 16 kHz; of long ones, in the strongest 4 s."""
        waveform = source if isinstance(source, np.ndarray) else audio.load(source)
        start, end = strongest_part(waveform)
        part = torch.from_numpy(waveform[start:end][:SAMPLES])[None]
        joint = joint_probabilities(*self._networks(self._features(part)), vocabulary=TRIADS)[0]
        return Answer(tuple(rank(joint.numpy(), TRIADS)))


def scaled(mel: Tensor) -> Tensor:
    """Mel power [batch, 1, 64, 126] with the same peak in every clip."""
    return PEAK * mel / mel.amax((1, 2, 3), keepdim=True).clamp_min(torch.finfo(mel.dtype).tiny)


def fit(train: Clips, valid: Clips, plan: Plan) -> MelNetworks:
    """Train on mel spectrograms, each epoch in another order; the epoch that is best on `valid`."""
    torch.manual_seed(plan.seed)
    networks = MelNetworks()
    learner.fit_clips(
        networks,
        loss=lambda batch: chord_loss(*networks(batch.spectrograms), batch.roots, batch.types),
        clips=train,
        score=lambda: accuracy(networks, valid),
        plan=plan,
        patience=plan.epochs,
        decay=WEIGHT_DECAY,
        rising=RISING,
    )
    return networks


def chord_loss(of_roots: Tensor, of_types: Tensor, roots: Tensor, types: Tensor) -> Tensor:
    """Cross-entropy of both kinds of logits; what is no chord has no type, and counts for the root alone."""
    type_losses = F.cross_entropy(of_types, types, ignore_index=NO_TYPE, reduction="sum")
    return F.cross_entropy(of_roots, roots) + type_losses / (types != NO_TYPE).sum().clamp_min(1)


@torch.no_grad()
def accuracy(networks: MelNetworks, clips: Clips) -> float:
    """The share of clips whose root and type are both named right."""
    networks.eval()
    device = next(networks.parameters()).device
    right = (named_right(*networks(b.spectrograms.to(device)), b, TRIADS) for b in clips.in_order(BATCH))
    return sum(int(of_batch.sum()) for of_batch in right) / len(clips)


def save(networks: MelNetworks, about: dict[str, object], file: Path) -> None:
    """Write the networks with what is known of them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(networks.state_dict(), file, metadata={"about": json.dumps(about)})


def main() -> None:
    """Read the command line, prepare the clips, train, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.listeners.mel", description=__doc__)
    parser.add_argument("--clips", type=int, default=60_000, help="training clips to render")
    parser.add_argument("--valid-clips", type=int, default=VALID_CLIPS, help="validation clips to render")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    parser.add_argument("--to", type=Path, default=FILE)
    options = parser.parse_args()
    notes = tuple(map(str, options.notes))
    recipes = (
        Recipe(splits.TRAIN, options.clips, options.seed, notes, TRIAD_TYPES),
        Recipe(splits.VALID, options.valid_clips, options.seed + 1, notes, TRIAD_TYPES),
    )
    try:
        train, valid = (prepare(recipe, options.data, MEL) for recipe in recipes)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    networks = fit(train, valid, Plan(options.epochs, BATCH, options.seed, options.to.parent))
    about = {
        "commit": machine.current_commit(),
        "data": f"{len(train)} clips, seed {options.seed}, {options.epochs} epochs of batches of {BATCH}",
        "valid_joint": accuracy(networks, valid),
    }
    save(networks, about, options.to)
    print(f"Wrote {options.to}: {about}")


if __name__ == "__main__":
    main()
