"""How far a recording is from A440, in cents, read off its pitch spectrogram."""

import numpy as np

from model.spectrum import mean_magnitudes, peaks
from preprocessing.layout import LOWEST

HIGHEST = 1400.0  # Hz: partials above it are sharp with stiff strings, or the flat fifth ones of lower notes
CLEAREST = 0.5  # length of the mean direction, 0 (no two peaks agree) to 1, below which there is no tuning
CENTS = 100  # in a semitone


def estimate(spectrogram: np.ndarray) -> float | None:
    """The pitch spectrogram [bins, frames], 0 to 1, of a chord -> cents above A440, -50 to 50.

    Every peak of the mean spectrum points to its place within its semitone, as on a clock; the answer is
    where they point together, weighted by their power. None where they point nowhere.
    """
    semitones, magnitudes = peaks(mean_magnitudes(spectrogram))
    low = semitones < 12 * np.log2(HIGHEST / LOWEST)
    if not low.any():
        return None
    direction = np.average(np.exp(2j * np.pi * semitones[low]), weights=magnitudes[low] ** 2)
    return float(CENTS * np.angle(direction) / (2 * np.pi)) if abs(direction) >= CLEAREST else None
