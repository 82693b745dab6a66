from pathlib import Path

import numpy as np
import pytest
import torch

from model.chords import ROOT_LABELS
from preprocessing.layout import SAMPLE_RATE
from training.database import NO_TYPE, Clips
from training.learner import Plan
from training.listeners import mel
from training.listeners.mel import MelNetworks, MelRecognizer
from training.prepared.others import MelSpectrogram
from training.prepared.pictures import NO_BASS

TIMES = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE


def tones(*hertz):
    return sum(0.2 * np.sin(2 * np.pi * f * TIMES) for f in hertz).astype(np.float32)


SOUNDS = (  # what is told apart easily: a waveform, and its root and type
    (tones(262, 330, 392), 0, 0),
    (tones(1047, 1245, 1568), 2, 1),
    (np.zeros(4 * SAMPLE_RATE, np.float32), len(ROOT_LABELS) - 1, NO_TYPE),
)


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """A database of three sounds, each of them twenty times, a little louder and softer."""
    rng = np.random.default_rng(0)
    waveforms = torch.from_numpy(np.stack([s[0] * rng.uniform(0.8, 1.2) for s in SOUNDS * 20]))
    folder = tmp_path_factory.mktemp("clips")
    np.save(folder / "spectrograms.npy", MelSpectrogram()(waveforms)[:, 0].numpy())
    np.save(folder / "labels.npy", np.array([(126, *s[1:], NO_BASS) for s in SOUNDS * 20], np.int16))
    return Clips(folder)


@pytest.fixture(scope="module")
def networks(clips):
    return mel.fit(clips, clips, plan(epochs=30))


def plan(epochs=1, seed=0):
    return Plan(epochs, 20, seed, Path())


def test_it_learns(networks, clips):
    assert mel.accuracy(networks, clips) == 1


def test_the_seed_decides(clips):
    first, again, other = (mel.fit(clips, clips, plan(seed=seed)).roots for seed in (1, 1, 2))
    assert torch.equal(first.classify.weight, again.classify.weight)
    assert not torch.equal(first.classify.weight, other.classify.weight)


def test_it_hears_what_it_learned_also_from_disk(networks, tmp_path):
    mel.save(networks, {"valid_joint": 1.0}, tmp_path / "new" / "mel.safetensors")
    recognizer = MelRecognizer.load(tmp_path / "new" / "mel.safetensors")
    answers = [recognizer.predict(waveform).chord for waveform, _, _ in SOUNDS]
    assert [answer.label for answer in answers] == ["C:maj", "D:min", "N"]


def test_how_loud_it_is_does_not_matter(networks):
    recognizer = MelRecognizer(networks)
    loud, soft = (recognizer.predict(SOUNDS[0][0] * np.float32(gain)) for gain in (1, 1e-3))
    assert loud.confidence == pytest.approx(soft.confidence, abs=1e-4)


def test_longer_and_shorter_clips_are_heard(networks):
    recognizer = MelRecognizer(networks)
    for seconds in (0.5, 5.0, 9.0):
        answer = recognizer.predict(np.resize(SOUNDS[0][0], int(seconds * SAMPLE_RATE)))
        assert 0 < answer.confidence <= 1


def test_logits_are_no_probabilities():
    roots, types = MelNetworks().eval()(torch.rand(1, 1, 64, 126))
    for logits in (roots, types):
        assert not torch.allclose(logits.sum(1), torch.ones(1), atol=1e-2)


def test_what_is_no_chord_teaches_the_root_alone():
    networks = MelNetworks()
    roots, no_types = torch.tensor([12, 12]), torch.tensor([NO_TYPE, NO_TYPE])
    loss = mel.chord_loss(*networks(torch.rand(2, 1, 64, 126)), roots, no_types)
    loss.backward()
    assert torch.isfinite(loss)
    assert networks.roots.classify.weight.grad.abs().sum() > 0
    assert networks.types.classify.weight.grad.abs().sum() == 0
