import numpy as np
import pytest
import torch

from model import single
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import A4, note, together


@pytest.fixture(scope="module")
def features():
    return PitchSpectrogram().eval()


def heard(features, sound):
    with torch.inference_mode():
        return single.note(features(torch.from_numpy(sound)[None])[0].numpy())


@pytest.mark.parametrize("midi", range(36, 97, 5))
def test_a_note_alone_is_named(features, midi):
    assert heard(features, note(midi)) == midi


@pytest.mark.parametrize("cents", [-40, 40])
def test_a_note_out_of_tune_has_the_nearest_name(features, cents):
    assert heard(features, note(A4 + cents / 100)) == A4


def test_a_pure_tone_is_a_note(features):
    assert heard(features, note(A4, partials=1)) == A4


def test_of_octaves_the_lowest_is_the_note(features):
    assert heard(features, together(45, 57, 69)) == 45


@pytest.mark.parametrize("notes", [(60, 64, 67), (60, 67), (60, 61, 62)], ids=["chord", "fifth", "cluster"])
def test_several_notes_are_not_one(features, notes):
    assert heard(features, together(*notes)) is None


def test_noise_and_silence_are_no_note(features):
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32)
    assert heard(features, noise) is None
    assert heard(features, np.zeros(SAMPLE_RATE, np.float32)) is None
