"""Does a recorded note sound as its name says? Told by the partials that it has, and by those it lacks."""

import numpy as np

from preprocessing.layout import SAMPLE_RATE

FFT_SIZE = 2**18  # samples, 0.06 Hz a bin
PARTIALS = np.arange(1, 11)
WEIGHTS = 0.8 ** (PARTIALS - 1)  # of partials: the lower, the more they say
HIGHEST_PARTIAL = 7600  # Hz, below where 16 kHz files fade out
WIDTH = 25  # cents around a partial's place in which its peak is sought
HIGH_NOTE = 90  # MIDI: notes above it are short, and pianos tune them up to half a semitone sharp
LISTENED, LISTENED_HIGH = (
    3.0,
    0.6,
)  # seconds of a note that are judged: most of it, or the first of a high one
TUNING_RANGE = 50  # cents
LARGEST_ERROR, LARGEST_ERROR_HIGH = 30, 50  # cents from equal temperament that a note may be off
FAINT = 1e-3  # share of the energy below which the odd partials are not there: the note is an octave higher
STRONG = 0.1  # share of the energy above which the partials halfway are there: the note is an octave lower
OCTAVE_JUDGED = range(36, 97)  # MIDI: below, the hammer's thud is loud between partials; above, few are left


def frequency(midi: float) -> float:
    """Hz of a MIDI note, equal temperament, A440."""
    return 440 * 2 ** ((midi - 69) / 12)


def tuning(samples: np.ndarray, midi: int) -> int:
    """Cents, -50 to 50, by which a note [samples at 16 kHz] is above equal temperament at A440.

    Judged by the partials that a stiff string moves least, the first four.
    """
    return _tuning(_spectrum(samples, midi), midi)


def find_fault(samples: np.ndarray, midi: int) -> str | None:
    """The fault of a note [samples at 16 kHz] that is called `midi`, in words; None if it has none.

    Noticed are other notes up to 11 semitones away, the octaves, and notes out of tune. Twelfths and double
    octaves are not: one partial can be louder than all the others together.
    """
    if not samples.any():
        return "is silent"
    spectrum = _spectrum(samples, midi)
    cents = _tuning(spectrum, midi)
    hertz = frequency(midi + cents / 100)
    others = {midi + step: _strength(spectrum, frequency(midi + step)) for step in range(-12, 13) if step}
    rival = max(strength for other, strength in others.items() if abs(other - midi) < 12)
    sounding = midi
    if _strength(spectrum, hertz) < rival / 2:
        sounding = max(others, key=others.__getitem__)
    elif abs(cents) > (LARGEST_ERROR if midi <= HIGH_NOTE else LARGEST_ERROR_HIGH):
        return f"is {cents:+d} cents out of tune"
    elif midi in OCTAVE_JUDGED:
        sounding = midi + 12 * _octave_error(spectrum, hertz)
    return f"sounds like MIDI {sounding}, not {midi}" if sounding != midi else None


def _spectrum(samples: np.ndarray, midi: int) -> np.ndarray:
    """Magnitudes [bins] of the part of a note that is judged."""
    seconds = LISTENED if midi <= HIGH_NOTE else LISTENED_HIGH
    heard = samples[: int(seconds * SAMPLE_RATE)]
    return np.abs(np.fft.rfft(heard * np.hanning(len(heard)), FFT_SIZE))


def _tuning(spectrum: np.ndarray, midi: int) -> int:
    """The cents at which the first four partials together are loudest."""
    cents = np.arange(-TUNING_RANGE, TUNING_RANGE + 1)
    places = frequency(midi + cents / 100)[:, None] * PARTIALS[:4]
    bins = np.rint(np.minimum(places, SAMPLE_RATE / 2) * FFT_SIZE / SAMPLE_RATE).astype(int)
    strengths = np.sqrt(spectrum[bins]) * (places < HIGHEST_PARTIAL)
    return int(cents[strengths.sum(axis=1).argmax()])


def levels(spectrum: np.ndarray, places: np.ndarray, width: float = WIDTH) -> np.ndarray:
    """The highest magnitude within `width` cents of each place in Hz, in a spectrum of `FFT_SIZE`."""
    side = 2 ** (width / 1200)
    edges = np.rint(np.stack([places / side, places * side]) * FFT_SIZE / SAMPLE_RATE).astype(int)
    return np.array([spectrum[low : high + 1].max() for low, high in edges.T])


def _strength(spectrum: np.ndarray, hertz: float) -> float:
    """Loudness of a note's partials, less that of what lies halfway between them."""
    order = PARTIALS[hertz * PARTIALS < HIGHEST_PARTIAL]
    if not len(order):
        return 0.0
    weights = WEIGHTS[: len(order)]
    there, between = (np.sqrt(levels(spectrum, hertz * places)) for places in (order, order - 0.5))
    return float((weights * (there - between)).sum() / weights.sum())


def _octave_error(spectrum: np.ndarray, hertz: float) -> int:
    """1 where every other partial of a note is missing, -1 where there are twice as many, 0 otherwise."""
    order = PARTIALS[hertz * PARTIALS < HIGHEST_PARTIAL]
    there, between = (levels(spectrum, hertz * places) ** 2 for places in (order, order - 0.5))
    if there[::2].sum() < FAINT * there.sum():
        return 1
    if between.sum() > STRONG * (there.sum() + between.sum()):
        return -1
    return 0
