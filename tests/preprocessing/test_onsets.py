"""Levels of bands: how many, how fast, and how loud a tone is in them."""

import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from preprocessing.onsets import BANDS, FRAME_RATE, WINDOW, band_bank, band_centres, band_levels, frame_count


def tone(frequency: float, seconds: float = 1.0) -> np.ndarray:
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.1 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


def test_there_are_fifty_frames_a_second_and_one_more():
    assert FRAME_RATE == 50
    for samples in (1, 319, 320, 16_000):
        assert band_levels(tone(440)[:samples]).shape == (BANDS, frame_count(samples))
    assert frame_count(16_000) == 51


@pytest.mark.parametrize("frequency", [110.0, 440.0, 2000.0])
def test_a_tone_is_loudest_in_the_band_around_it(frequency):
    loudest = band_levels(tone(frequency))[:, 25].argmax()
    assert abs(np.log2(band_centres()[loudest] * SAMPLE_RATE / WINDOW / frequency)) < 1 / 12


def test_levels_lie_between_silence_and_the_loudest():
    sound = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), tone(440)])
    levels = band_levels(sound)
    assert levels[:, :40].max() == 0
    assert levels.max() == pytest.approx(1, abs=1e-5)
    assert band_levels(1000 * sound) == pytest.approx(levels, abs=1e-4)


def test_silence_is_silent():
    assert band_levels(np.zeros(16_000, np.float32)).max() == 0


def test_an_onset_is_seen_when_it_comes():
    sound = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), tone(440)])
    first = int((band_levels(sound).max(axis=0) > 0.5).argmax())
    assert abs(first / FRAME_RATE - 1.0) <= 0.03


def test_each_band_weighs_what_it_hears_to_one():
    assert band_bank().sum(axis=0) == pytest.approx(np.ones(BANDS), abs=1e-5)
