"""The peaks of a pitch spectrogram: where its partials are, between the bins."""

import numpy as np

from preprocessing.layout import BINS_PER_SEMITONE, DYNAMIC_RANGE

FAINTEST = 0.03  # of the strongest peak, -30 dB: what is fainter is noise as often as a partial
NOTHING = 1e-12  # keeps logarithms finite


def mean_magnitudes(spectrogram: np.ndarray) -> np.ndarray:
    """Levels [bins, frames], 0 to 1, as `features.compress` makes them -> linear magnitudes [bins]."""
    return (np.expm1(spectrogram * np.log1p(DYNAMIC_RANGE)) / DYNAMIC_RANGE).mean(axis=1)


def peaks(magnitudes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Peaks of a spectrum [bins], the lowest first: their semitones above A0, and their magnitudes.

    A parabola through the logarithms of a peak and its neighbours finds its top between the bins
    (J. O. Smith, Spectral Audio Signal Processing, "Quadratic interpolation of spectral peaks").
    """
    inner = magnitudes[1:-1]
    stands_out = (inner > magnitudes[:-2]) & (inner >= magnitudes[2:])
    tops = 1 + np.flatnonzero(stands_out & (inner > FAINTEST * magnitudes.max()))
    left, top, right = (np.log(np.maximum(magnitudes[tops + side], NOTHING)) for side in (-1, 0, 1))
    offsets = 0.5 * (left - right) / (left - 2 * top + right)
    return (tops + offsets) / BINS_PER_SEMITONE, magnitudes[tops]
