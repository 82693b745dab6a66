import numpy as np
import pytest
import torch

from model import tuning
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import together

C_MAJOR, A_MINOR, HIGH_DIM, LOW_AUG = (48, 60, 64, 67), (45, 52, 57, 60, 64), (74, 77, 80), (40, 44, 48)
CHORDS = {"C major": C_MAJOR, "A minor": A_MINOR, "D dim, high": HIGH_DIM, "E aug, low": LOW_AUG}
EXACT, NOISY = 2.0, 5.0  # cents that the estimate may be off


@pytest.fixture(scope="module")
def features():
    return PitchSpectrogram().eval()


def estimated(features, sound):
    with torch.inference_mode():
        return tuning.estimate(features(torch.from_numpy(sound)[None])[0].numpy())


def noise(samples, level, seed=0):
    return np.random.default_rng(seed).normal(0, level, samples).astype(np.float32)


@pytest.mark.parametrize("cents", [-45, -20, 0, 30])
@pytest.mark.parametrize("notes", CHORDS.values(), ids=CHORDS)
def test_the_tuning_of_a_chord_is_read_to_the_cent(features, notes, cents):
    sound = together(*(midi + cents / 100 for midi in notes))
    assert estimated(features, sound) == pytest.approx(cents, abs=EXACT)


@pytest.mark.parametrize("cents", [-45, -20, 0, 30])
@pytest.mark.parametrize("seconds", [0.5, 3.0])
def test_noise_at_ten_decibels_leaves_it_readable(features, cents, seconds):
    sound = together(*(midi + cents / 100 for midi in C_MAJOR), seconds=seconds)
    sound += noise(len(sound), sound.std() / np.sqrt(10))
    assert estimated(features, sound) == pytest.approx(cents, abs=NOISY)


def test_it_is_the_same_however_loud(features):
    sound = together(*(midi + 0.2 for midi in A_MINOR))
    assert estimated(features, 0.01 * sound) == pytest.approx(estimated(features, sound), abs=0.1)


def test_notes_a_quarter_tone_apart_agree_on_nothing(features):
    assert estimated(features, together(57.0, 60.5, partials=1)) is None


def test_silence_and_noise_have_no_tuning(features):
    assert estimated(features, np.zeros(SAMPLE_RATE, np.float32)) is None
    assert estimated(features, noise(4 * SAMPLE_RATE, 0.1)) is None
