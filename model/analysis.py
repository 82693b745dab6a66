"""The notes in a pitch spectrogram: its peaks, found once, and their tuning, names and harmonics."""

from dataclasses import dataclass

import numpy as np

from model.chords import ROOTS, Chord
from preprocessing.layout import BINS_PER_SEMITONE, CENTS, DYNAMIC_RANGE, LOWEST, LOWEST_MIDI

FAINTEST = 0.03  # of the strongest peak, -30 dB: what is fainter is noise as often as a partial
NOTHING = 1e-12  # keeps logarithms finite; what is fainter is silence

HIGHEST = 1400.0  # Hz: partials above it are sharp with stiff strings, or the flat fifth ones of lower notes
HIGHEST_PLACE = 12 * np.log2(HIGHEST / LOWEST)  # the same in semitones above A0
CLEAREST = 0.5  # length of the mean direction, 0 (no two peaks agree) to 1, below which there is no tuning
FARTHEST = 46.0  # cents off, beyond which a small error would make flat of sharp: chosen on validation clips

PARTIALS = 12 * np.log2(np.arange(1, 17))  # semitones above the fundamental
NEAR = 0.4  # semitones: how far a partial may be from its place; stiff strings stretch them
FUNDAMENTAL = 0.1  # of the strongest partial: a note whose own pitch is fainter is not told
HARMONIC = 0.8  # of all peaks' magnitudes, what the partials of one note must hold
AS_GOOD = 0.97  # of the best share: of notes that explain as much, the highest was played
STRONG = 0.2  # of the strongest peak: a fainter one outside a chord is resonance as often as a note played
CARRIES = 0.3  # of a partial: a peak below it that is fainter does not explain it
MOST_FOREIGN = 2  # notes outside a chord: where there are more, they are noise
HARMONIC_STEPS = frozenset(PARTIALS[1:].round().astype(int).tolist())  # semitones from a note to its partials


@dataclass(frozen=True)
class Peaks:
    """The peaks of a spectrum, the lowest first: semitones above A0, and linear magnitudes, both [peaks]."""

    semitones: np.ndarray
    magnitudes: np.ndarray


@dataclass(frozen=True)
class Marks:
    """MIDI numbers in a spectrogram: the chord's notes, and partials of these."""

    notes: tuple[int, ...]
    harmonics: tuple[int, ...]


def mean_magnitudes(spectrogram: np.ndarray) -> np.ndarray:
    """Levels [bins, frames], 0 to 1, as `features.compress` makes them -> linear magnitudes [bins]."""
    return (np.expm1(spectrogram * np.log1p(DYNAMIC_RANGE)) / DYNAMIC_RANGE).mean(axis=1)


def find_peaks(magnitudes: np.ndarray) -> Peaks:
    """Peaks of a spectrum [bins] that stand out, each with its place between the bins.

    A parabola through the logarithms of a peak and its neighbours finds its top
    (J. O. Smith, Spectral Audio Signal Processing, "Quadratic interpolation of spectral peaks").
    """
    inner = magnitudes[1:-1]
    stands_out = (inner > magnitudes[:-2]) & (inner >= magnitudes[2:])
    tops = 1 + np.flatnonzero(stands_out & (inner > max(FAINTEST * magnitudes.max(), NOTHING)))
    left, top, right = (np.log(np.maximum(magnitudes[tops + side], NOTHING)) for side in (-1, 0, 1))
    offsets = 0.5 * (left - right) / (left - 2 * top + right)
    return Peaks((tops + offsets) / BINS_PER_SEMITONE, magnitudes[tops])


def tuning(peaks: Peaks) -> float | None:
    """Cents above A440, -50 to 50, of the chord or note that has these peaks.

    Every peak points to its place within its semitone, as on a clock; the answer is where they point
    together, weighted by their power. None where they point nowhere.
    """
    low = peaks.semitones < HIGHEST_PLACE
    if not low.any():
        return None
    turns = np.exp(2j * np.pi * peaks.semitones[low])
    direction = np.average(turns, weights=peaks.magnitudes[low] ** 2)
    return float(CENTS * np.angle(direction) / (2 * np.pi)) if abs(direction) >= CLEAREST else None


def in_tune(picture: np.ndarray, peaks: Peaks | None = None) -> np.ndarray:
    """A pitch spectrogram [bins, frames] moved by whole bins to near A440, where its tuning is clear.

    peaks: of its mean magnitudes, if they are known.
    """
    cents = tuning(find_peaks(mean_magnitudes(picture)) if peaks is None else peaks)
    if cents is None or abs(cents) > FARTHEST:
        return picture
    bins = round(cents / CENTS * BINS_PER_SEMITONE)
    return np.pad(picture, ((max(0, -bins), max(0, bins)), (0, 0)))[max(0, bins) :][: len(picture)]


def single_note(peaks: Peaks) -> int | None:
    """MIDI number of the one note whose partials are almost all the peaks, or None.

    With octaves doubled, the lowest is the note.
    """
    if not peaks.magnitudes.any():
        return None
    own = peaks.magnitudes >= FUNDAMENTAL * peaks.magnitudes.max()
    shares = np.array([_share(pitch, peaks) for pitch in peaks.semitones[own]])
    if not shares.max() >= HARMONIC:
        return None
    highest = np.flatnonzero(shares >= AS_GOOD * shares.max())[-1]
    return LOWEST_MIDI + round(float(peaks.semitones[own][highest]))


def marks(peaks: Peaks, chord: Chord) -> Marks:
    """The notes of a chord among the peaks, and their harmonics.

    A note is the lowest peak of its pitch class. Whatever lies on a harmonic of one is called that, even
    where it is played too, which no picture could tell.
    """
    sounding = sorted({LOWEST_MIDI + round(place) for place in peaks.semitones.tolist()})
    lowest = {midi % 12: midi for midi in reversed(sounding)}
    notes = sorted(lowest[number] for number in chord.pitch_classes if number in lowest)
    above = [midi for midi in sounding if midi not in notes]
    harmonics = [midi for midi in above if any(midi - note in HARMONIC_STEPS for note in notes)]
    return Marks(tuple(notes), tuple(harmonics))


def foreign(peaks: Peaks, chord: Chord) -> tuple[int, ...]:
    """The pitch classes that sound beside a chord's notes and its bass, the strongest first; mostly none.

    Harmonics of what sounds below them are none, and noise has none.
    """
    own = {*chord.pitch_classes, *([] if chord.bass is None else [ROOTS.index(chord.bass)])}
    strengths: dict[int, float] = {}
    for index in np.flatnonzero(peaks.magnitudes >= STRONG * peaks.magnitudes.max(initial=NOTHING)):
        place, strength = peaks.semitones[index], float(peaks.magnitudes[index])
        number = (LOWEST_MIDI + round(float(place))) % 12
        if place < HIGHEST_PLACE and number not in own and not _is_carried(index, peaks):
            strengths[number] = max(strength, strengths.get(number, 0.0))
    ranked = tuple(sorted(strengths, key=strengths.get, reverse=True))
    return ranked if len(ranked) <= MOST_FOREIGN else ()


def _is_carried(index: int, peaks: Peaks) -> bool:
    """Tell if a peak is the harmonic of one below it."""
    strong = peaks.magnitudes[:index] >= CARRIES * peaks.magnitudes[index]
    distances = peaks.semitones[index] - peaks.semitones[:index][strong]
    return bool((np.abs(distances[:, None] - PARTIALS[1:]) < NEAR).any())


def profile(spectrogram: np.ndarray) -> np.ndarray:
    """Strength of each pitch class in levels [bins, frames], C first, the strongest 1: [12]."""
    around = np.roll(mean_magnitudes(spectrogram), 1)  # a semitone's own bin is the middle one of three
    around[0] = around[1]
    semitones = around.reshape(-1, BINS_PER_SEMITONE).max(axis=1)
    folded = np.roll(semitones.reshape(-1, 12).sum(axis=0), LOWEST_MIDI % 12)
    return folded / max(folded.max(), NOTHING)


def _share(pitch: float, peaks: Peaks) -> float:
    """The share of all magnitudes that partials of one pitch hold, 0 to 1."""
    distances = np.abs(peaks.semitones[:, None] - pitch - PARTIALS).min(axis=1)
    return float(peaks.magnitudes[distances < NEAR].sum() / peaks.magnitudes.sum())
