import numpy as np
import pytest

from model import spectrum
from preprocessing.layout import BINS, DYNAMIC_RANGE


def bump(place, width=1.0, height=1.0):
    """A peak on the bins whose logarithm is a parabola, its top at a place between them."""
    return height * np.exp(-(((np.arange(BINS) - place) / width) ** 2))


def test_levels_become_magnitudes_and_frames_their_mean():
    levels = np.log1p(np.array([[1.0, 0.5], [0.0, 0.0]]) * DYNAMIC_RANGE) / np.log1p(DYNAMIC_RANGE)
    assert spectrum.mean_magnitudes(levels) == pytest.approx([0.75, 0.0])


def test_a_peak_is_found_between_the_bins():
    semitones, magnitudes = spectrum.peaks(bump(100.3) + bump(150.0, height=0.5))
    assert semitones * 3 == pytest.approx([100.3, 150.0], abs=1e-3)
    assert magnitudes == pytest.approx([np.exp(-0.09), 0.5], abs=1e-3)


def test_what_is_faint_is_no_peak():
    assert len(spectrum.peaks(bump(100) + bump(150, height=0.02))[0]) == 1


def test_silence_has_no_peaks():
    assert len(spectrum.peaks(np.zeros(BINS))[0]) == 0
