import librosa
import numpy as np
import pytest
import torch

from preprocessing.layout import SAMPLE_RATE
from training.prepared import others, sources
from training.prepared.others import (
    MFCC_BANDS,
    MFCC_COEFFICIENTS,
    MFCC_HOP,
    MFCC_WINDOW,
    MelSpectrogram,
    MfccSpectrogram,
)


@pytest.fixture(scope="module")
def features():
    return MfccSpectrogram()


def noise(seconds, level=0.1):
    rng = np.random.default_rng(0)
    return torch.from_numpy(level * rng.normal(size=int(seconds * SAMPLE_RATE)).astype(np.float32))


@pytest.mark.parametrize("seconds", [0.1, 4.0, 5.0])
def test_all_clips_become_four_seconds(features, seconds):
    assert features(noise(seconds)[None]).shape == (1, 1, 40, 100)


def test_it_is_librosas(features):
    sound = noise(4.0)
    spectrum = {"n_fft": MFCC_WINDOW, "hop_length": MFCC_HOP, "n_mels": MFCC_BANDS, "htk": True, "norm": None}
    power = librosa.feature.melspectrogram(y=sound.numpy(), sr=SAMPLE_RATE, **spectrum)
    theirs = librosa.feature.mfcc(S=librosa.power_to_db(power), n_mfcc=MFCC_COEFFICIENTS)
    inner = slice(3, 97)  # librosa pads the ends in another way
    assert np.allclose(features(sound[None])[0, 0, :, inner], theirs[:, inner], atol=0.05)


def test_the_level_moves_the_first_coefficient_alone(features):
    loud, soft = features(noise(4.0)[None])[0, 0], features(noise(4.0, 0.01)[None])[0, 0]
    assert torch.allclose(loud[0] - soft[0], torch.tensor(20 * MFCC_BANDS**0.5), atol=0.05)
    assert torch.allclose(loud[1:], soft[1:], atol=0.05)


def test_clips_of_a_batch_do_not_hear_each_other(features):
    both = torch.stack([noise(1.0, 0.5), noise(1.0, 1e-5)])
    assert torch.allclose(features(both)[1:], features(both[1:]), atol=1e-3)


def test_a_change_here_leaves_the_databases_of_pitch_valid():
    assert others not in sources.DECIDING


@pytest.mark.parametrize("seconds", [1, 4, 7])
def test_mel_spectrogram_of_the_published_system(seconds):
    assert MelSpectrogram()(torch.randn(2, seconds * SAMPLE_RATE)).shape == (2, 1, 64, 126)
