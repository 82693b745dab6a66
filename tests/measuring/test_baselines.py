import numpy as np
import pytest
import torch

from model.chords import NO_CHORD, ROOT_LABELS, TYPES
from model.networks import MelCNN
from model.weights import WeightsError
from preprocessing.features import MelSpectrogram
from preprocessing.layout import SAMPLE_RATE
from training import baselines
from training.baselines import MelRecognizer
from training.database import NO_TYPE, Batch

TIMES = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE


def tones(*hertz):
    return sum(0.2 * np.sin(2 * np.pi * f * TIMES) for f in hertz).astype(np.float32)


SOUNDS = (  # what is told apart easily: a waveform, and its root and type
    (tones(262, 330, 392), 0, 0),
    (tones(1047, 1245, 1568), 2, 1),
    (np.zeros(4 * SAMPLE_RATE, np.float32), len(ROOT_LABELS) - 1, NO_TYPE),
)


class FewClips:
    """A database of three sounds, each of them twenty times, a little louder and softer."""

    def __init__(self):
        rng = np.random.default_rng(0)
        waveforms = torch.from_numpy(np.stack([s[0] * rng.uniform(0.8, 1.2) for s in SOUNDS * 20]))
        self.spectrograms = MelSpectrogram()(waveforms)
        self.roots = torch.tensor([s[1] for s in SOUNDS * 20])
        self.types = torch.tensor([s[2] for s in SOUNDS * 20])

    def __len__(self):
        return len(self.roots)

    def __getitem__(self, indices):
        mask = torch.ones(len(indices), 126, dtype=torch.bool)
        return Batch(self.spectrograms[indices], mask, self.roots[indices], self.types[indices])


@pytest.fixture(scope="module")
def clips():
    return FewClips()


@pytest.fixture(scope="module")
def networks(clips):
    return baselines.fit(clips, epochs=30, seed=0, device=torch.device("cpu"))


def test_it_learns(networks, clips):
    assert baselines.accuracy(*networks, clips) == 1


def test_the_seed_decides(clips):
    first, again, other = (baselines.fit(clips, 1, seed, torch.device("cpu"))[0] for seed in (1, 1, 2))
    assert torch.equal(first.classify.weight, again.classify.weight)
    assert not torch.equal(first.classify.weight, other.classify.weight)


def test_it_hears_what_it_learned_also_from_disk(networks, tmp_path):
    baselines.save(networks, {"valid_joint": 1.0}, "three sounds", "unknown", tmp_path)
    recognizer = MelRecognizer.load(tmp_path)
    answers = [recognizer.predict(waveform).chord for waveform, _, _ in SOUNDS]
    assert [answer.label for answer in answers] == ["C:maj", "D:min", "N"]


def test_how_loud_it_is_does_not_matter(networks):
    recognizer = MelRecognizer(*networks)
    loud, soft = (recognizer.predict(SOUNDS[0][0] * np.float32(gain)) for gain in (1, 1e-3))
    assert loud.confidence == pytest.approx(soft.confidence, abs=1e-4)


def test_longer_and_shorter_clips_are_heard(networks):
    recognizer = MelRecognizer(*networks)
    for seconds in (0.5, 5.0, 9.0):
        answer = recognizer.predict(np.resize(SOUNDS[0][0], int(seconds * SAMPLE_RATE)))
        assert 0 < answer.confidence <= 1


def test_without_weights_it_says_so(tmp_path):
    with pytest.raises(WeightsError):
        MelRecognizer.load(tmp_path)


def test_what_is_no_chord_teaches_the_root_alone():
    root, type_ = MelCNN(ROOT_LABELS), MelCNN(TYPES)
    mel = torch.rand(2, 1, 64, 126)
    roots, no_types = torch.tensor([12, 12]), torch.tensor([NO_TYPE, NO_TYPE])
    loss = baselines.loss(root, type_, mel, roots, no_types)
    loss.backward()
    assert torch.isfinite(loss)
    assert root.classify.weight.grad.abs().sum() > 0
    assert type_.classify.weight.grad.abs().sum() == 0


def test_the_untrained_recogniser_is_always_the_same_and_leaves_the_seed_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    answers = [baselines.untrained().predict(SOUNDS[0][0]) for _ in range(2)]
    assert torch.rand(1) == expected
    assert answers[0].answer.candidates == answers[1].answer.candidates
    assert answers[0].confidence < 0.5
    assert NO_CHORD in [candidate.chord for candidate in answers[0].answer.candidates]
