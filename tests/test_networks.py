import pytest
import torch

from model.chords import ROOT_LABELS, TYPES
from model.networks import MelCNN, RootCNN, TypeCNN, lowest_note, stack_harmonics
from preprocessing.features import BINS, BINS_PER_OCTAVE, BINS_PER_SEMITONE


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


def picture(semitones=0):
    """A spectrogram of a few partials in the middle of the range, moved up by some semitones."""
    spectrogram = torch.zeros(1, BINS, 12)
    for bin_, level in [(100, 1.0), (112, 0.7), (121, 0.8), (136, 0.5)]:
        spectrogram[:, bin_ + semitones * BINS_PER_SEMITONE] = level
    return spectrogram, torch.ones(1, 12, dtype=torch.bool)


def prepared(network):
    """An untrained network that knows what each learns first: that silence is no note."""
    pictures = [picture(semitones)[0] for semitones in range(-20, 30, 3)]
    with torch.no_grad():
        network.trunk.salience.weight.zero_()
        network.trunk.salience.bias.fill_(-20)
        for _ in range(30):
            network.train()(torch.cat(pictures), torch.ones(len(pictures), 12, dtype=torch.bool))
    return network.eval()


@torch.no_grad()
@pytest.mark.parametrize("semitones", [1, 5, -3, 12])
def test_a_transposition_rolls_the_roots(semitones):
    network = prepared(RootCNN())
    before, after = network(*picture())[0, :12], network(*picture(semitones))[0, :12]
    assert (
        before.roll(semitones) - after
    ).std() < 0.1 * before.std()  # the ends of the range differ a little


@torch.no_grad()
@pytest.mark.parametrize("semitones", [1, 5, -3, 12])
def test_a_transposition_leaves_the_type(semitones):
    network = prepared(TypeCNN())
    before, after = network(*picture())[0], network(*picture(semitones))[0]
    assert (before - after).abs().max() < 0.1 * before.std()


@pytest.mark.parametrize("network", [RootCNN(), TypeCNN()])
def test_padding_is_not_heard(network):
    network.eval()
    clip = torch.rand(1, BINS, 7)
    padded = torch.cat([clip, torch.zeros(1, BINS, 9)], dim=-1)
    mask = torch.arange(16)[None] < 7
    assert torch.allclose(network(clip, mask[:, :7]), network(padded, mask), atol=1e-4)


@pytest.mark.parametrize("frames", [3, 33, 200])
def test_any_length_gives_a_logit_for_each_label(frames):
    inputs = torch.rand(2, BINS, frames), torch.ones(2, frames, dtype=torch.bool)
    assert RootCNN().eval()(*inputs).shape == (2, len(ROOT_LABELS))
    assert TypeCNN().eval()(*inputs).shape == (2, len(TYPES))


def test_logits_are_no_probabilities():
    for logits in (RootCNN().eval()(*picture()), MelCNN(TYPES).eval()(torch.rand(1, 1, 64, 126))):
        assert not torch.allclose(logits.sum(1), torch.ones(1), atol=1e-2)


def test_harmonics_are_stacked_at_their_fundamental():
    spectrogram = torch.zeros(1, BINS, 1)
    spectrogram[0, 60] = 1
    stacked = stack_harmonics(spectrogram)
    assert stacked.shape == (1, 6, BINS, 1)
    assert stacked[0, 0, 60 + BINS_PER_OCTAVE, 0] == 1  # half the frequency of the bin an octave up
    assert stacked[0, 1, 60, 0] == 1
    assert stacked[0, 2, 60 - BINS_PER_OCTAVE, 0] == 1  # twice that of the bin an octave down
    assert stacked[0, 3, 60 - 57, 0] == 1  # three times: a twelfth, 19.02 semitones
    assert stacked.sum() == 4  # four and five times are below the lowest bin


def test_the_lowest_note_is_the_first_that_sounds():
    sounding = torch.full((1, 1, 84), -20.0)
    sounding[..., [30, 34, 37]] = 20.0
    bass = lowest_note(sounding)
    assert bass.argmax() == 30
    assert bass[0, 0, 30] > 0.99
    assert bass.sum() == pytest.approx(1, abs=1e-3)
