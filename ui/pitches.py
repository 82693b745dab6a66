"""What the spectrogram says note by note: which sound, which are harmonics, how strong each is."""

from dataclasses import dataclass

import numpy as np

from model.chords import Chord
from preprocessing.layout import BINS_PER_SEMITONE, DYNAMIC_RANGE, LOWEST_MIDI

HARMONICS = {round(12 * np.log2(k)) for k in range(2, 17)}  # semitones from a note to its partials
AUDIBLE = 0.5  # of the strongest level, which is logarithmic: 30 dB below it


@dataclass(frozen=True)
class Marks:
    """MIDI numbers in a spectrogram: the chord's notes, and what are partials of these."""

    notes: tuple[int, ...]
    harmonics: tuple[int, ...]


def marks(spectrogram: np.ndarray, chord: Chord) -> Marks:
    """Where each note of a chord begins in a spectrogram [bins, frames], and their harmonics.

    A note is the lowest peak of its pitch class. Whatever lies on a harmonic of one is called that, even
    where it is played too, which no picture could tell.
    """
    peaks = _peaks(_by_semitone(spectrogram.mean(axis=1)))
    lowest = {midi % 12: midi for midi in reversed(peaks)}
    notes = sorted(lowest[number] for number in chord.pitch_classes if number in lowest)
    harmonics = [m for m in peaks if m not in notes and any(m - note in HARMONICS for note in notes)]
    return Marks(tuple(notes), tuple(harmonics))


def profile(spectrogram: np.ndarray) -> np.ndarray:
    """Levels [bins, frames], 0 to 1 -> how strong each pitch class is, C first, the strongest 1: [12]."""
    linear = np.expm1(spectrogram * np.log1p(DYNAMIC_RANGE)).mean(axis=1)
    semitones = _by_semitone(linear)
    folded = np.roll(semitones.reshape(-1, 12).sum(axis=0), LOWEST_MIDI % 12)
    return folded / max(folded.max(), 1e-9)


def _by_semitone(bins: np.ndarray) -> np.ndarray:
    """The strongest of the bins around each semitone: [bins] -> [semitones], A0 first."""
    around = np.roll(bins, 1)  # a semitone's own bin is the middle one of three
    around[0] = bins[0]
    return around.reshape(-1, BINS_PER_SEMITONE).max(axis=1)


def _peaks(semitones: np.ndarray) -> list[int]:
    """MIDI numbers of the semitones that are audible and louder than both neighbours, the lowest first."""
    padded = np.pad(semitones, 1)
    louder = (semitones > padded[:-2]) & (semitones >= padded[2:])
    found = np.flatnonzero(louder & (semitones > AUDIBLE * semitones.max()))
    return [LOWEST_MIDI + int(place) for place in found]
