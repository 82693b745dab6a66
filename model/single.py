"""Which note a recording holds that is no chord: a single one, if it can be told."""

import numpy as np

from model.spectrum import mean_magnitudes, peaks
from preprocessing.layout import LOWEST_MIDI

PARTIALS = 12 * np.log2(np.arange(1, 17))  # semitones above the fundamental
NEAR = 0.4  # semitones: how far a partial may be from its place; stiff strings stretch them
FUNDAMENTAL = 0.1  # of the strongest partial: a note whose own pitch is fainter is not told
HARMONIC = 0.8  # of all peaks' magnitudes, what the partials of one note must hold
AS_GOOD = 0.97  # of the best share: of notes that explain as much, the highest was played


def note(spectrogram: np.ndarray) -> int | None:
    """The pitch spectrogram [bins, frames], 0 to 1 -> MIDI number of the one note in it, or None.

    A note is a peak whose partials are almost all there is; with octaves doubled, the lowest is the note.
    """
    semitones, magnitudes = peaks(mean_magnitudes(spectrogram))
    if not magnitudes.any():
        return None
    own = magnitudes >= FUNDAMENTAL * magnitudes.max()
    shares = np.array([_share(pitch, semitones, magnitudes) for pitch in semitones[own]])
    if not shares.max() >= HARMONIC:
        return None
    highest = np.flatnonzero(shares >= AS_GOOD * shares.max())[-1]
    return LOWEST_MIDI + round(float(semitones[own][highest]))


def _share(pitch: float, semitones: np.ndarray, magnitudes: np.ndarray) -> float:
    """How much of all that is heard are partials of one pitch, 0 to 1."""
    distances = np.abs(semitones[:, None] - pitch - PARTIALS).min(axis=1)
    return float(magnitudes[distances < NEAR].sum() / magnitudes.sum())
