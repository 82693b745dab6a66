"""The network for beats: what it sees, and in which shapes."""

import torch

from model.beat_network import LAG, BeatCNN, rises
from preprocessing.onsets import BANDS


def test_each_frame_has_an_answer_of_three():
    network = BeatCNN().eval()
    for frames in (1, 2, 50):
        assert network(torch.rand(2, BANDS, frames)).shape == (2, 3, frames)


def test_what_gets_louder_rises_and_what_stays_or_fades_does_not():
    levels = torch.zeros(1, BANDS, 20)
    levels[0, 10, 8:] = 0.5
    levels[0, 30, :8] = 0.5
    risen = rises(levels)
    assert risen[0, 10].nonzero().flatten().tolist() == list(range(8, 8 + LAG))
    assert risen[0, 10, 8] == 0.5
    assert risen[0, 30].sum() == 0
    assert rises(torch.full((1, BANDS, 20), 0.7)).sum() == 0


def test_vibrato_is_no_onset():
    levels = torch.zeros(1, BANDS, 20)
    levels[0, 10, :10] = 0.5
    levels[0, 11, 10:] = 0.5
    assert rises(levels).sum() == 0
