"""Pictures varied in training."""

import pytest
import torch

from preprocessing.features import compress, expand, loudest_nearby, loudest_of_clip
from preprocessing.layout import BINS, BINS_PER_SEMITONE
from training import variations
from training.variations import vary

FRAMES = 20


def pictures(count=8):
    """A chord of three lines, the second of which is 20 dB weaker; the last 5 frames are behind the end."""
    magnitudes = torch.zeros(count, BINS, FRAMES)
    magnitudes[:, 60, :15], magnitudes[:, 72, :15], magnitudes[:, 120, :15] = 1.0, 0.1, 0.7
    return compress(magnitudes, torch.tensor(1.0))


def test_no_two_are_alike_and_all_are_pictures():
    varied = vary(pictures(), loudest_of_clip)
    assert varied.shape == (8, BINS, FRAMES)
    assert len(varied.flatten(1).unique(dim=0)) == 8
    assert varied.amax((1, 2)) == pytest.approx(torch.ones(8))
    assert (varied >= 0).all()


def test_what_is_behind_the_end_stays_black():
    assert (vary(pictures(), loudest_of_clip)[..., 15:] == 0).all()


def test_silence_is_not_raised():
    silence = 0.3 * pictures()
    assert (vary(silence, loudest_of_clip) == silence).all()


def test_notes_nearby_keep_their_balance(monkeypatch):
    monkeypatch.setattr(variations, "HISSING_SHARE", 0.0)
    before, after = pictures(), vary(pictures(), loudest_of_clip)
    close = slice(60, 60 + 4 * BINS_PER_SEMITONE + 1)
    assert (after[:, close, 0].argmax(1) == before[:, close, 0].argmax(1)).all()
    assert ((after > 0) == (before > 0)).all()


def test_notes_a_third_of_an_octave_apart_are_weighed_apart(monkeypatch):
    monkeypatch.setattr(variations, "HISSING_SHARE", 0.0)
    monkeypatch.setattr(variations, "EQUALISED", 0.0)
    monkeypatch.setattr(variations, "RESONANT", (4.0, 4.0))
    varied = expand(vary(pictures(400), loudest_of_clip))
    third_louder = 20 * torch.log10(10 * varied[:, 72, 0] / varied[:, 60, 0])  # dB, before: 0
    assert third_louder.mean() == pytest.approx(0, abs=1)
    assert third_louder.std() == pytest.approx(4 * 2**0.5, abs=0.7)


def test_hiss_fills_what_is_dark(monkeypatch):
    monkeypatch.setattr(variations, "HISSING_SHARE", 1.0)
    assert (vary(pictures(), loudest_of_clip)[..., :15] > 0).all()


def test_songs_are_as_bright_as_before_in_every_part():
    song = torch.rand(2, BINS, 188)
    varied = vary(compress(song, loudest_nearby(song)), loudest_nearby)
    assert varied.amax(1).min() > 0.8
    assert varied.amax() == pytest.approx(1.0)
