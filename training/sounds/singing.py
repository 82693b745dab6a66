"""Somebody who does not exist sings: vowels with glides, scoops, vibrato and breath."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import soxr
from scipy import signal

from preprocessing.layout import SAMPLE_RATE

RATE = 8000  # Hz at which a voice is made: nothing of it is above 4 kHz
CONTROL = 40  # samples from one value of pitch, vowel and loudness to the next
HARMONICS = 24
VOWELS = np.array(  # Hz of the first three formants of a man: Peterson and Barney, JASA 24, 1952
    [(730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240)]
)
FORMANT_LEVELS = np.array([1.0, 0.5, 0.25])
THROATS = (0.9, 1.3)  # times a man's formants: from a large man to a child
SLOPE = (0.4, 1.4)  # harmonic k of the vocal folds is k ** -slope loud
GLIDE = (0.01, 0.07)  # seconds, time constant from note to note
SCOOP = (0.0, 2.0)  # semitones below a note after a rest, from where it is reached
VIBRATO_RATE, VIBRATO_DEPTH = (4.5, 7.0), (5.0, 80.0)  # Hz, cents
VIBRATO_BEGINS = 0.3  # seconds after a note
WANDER = 12.0  # cents, standard deviation of a slow drift
BREATH = (0.002, 0.03)  # of the voice's loudness
CONSONANT_SHARE, CONSONANT = 0.5, (0.02, 0.09)  # notes that begin with one, seconds
FADE = 0.03  # seconds in which a note comes and goes

Sung = tuple[float, float, float, float]  # start and end in seconds, pitch in MIDI, velocity 0 to 1


def sing(notes: Sequence[Sung], seconds: float, rng: np.random.Generator) -> np.ndarray:
    """A melody on vowels: float32 [seconds * 16000]; of notes that overlap, the later one is sung."""
    ends = [min(note[1], following[0]) for note, following in pairwise(notes)] + [
        note[1] for note in notes[-1:]
    ]
    count = int(seconds * RATE / CONTROL) + 1
    pitch, loudness = np.zeros(count), np.zeros(count)
    formants = np.tile(VOWELS[0].astype(float), (count, 1))
    noise = np.zeros(count)
    glide, last = rng.uniform(*GLIDE), 0.0
    for (start, _, midi, velocity), end in zip(notes, ends, strict=True):
        first, stop = (int(time * RATE / CONTROL) for time in (start, end))
        times = np.arange(stop - first) * CONTROL / RATE
        from_rest = start - last > 0.05
        begin = midi - rng.uniform(*SCOOP) if from_rest else pitch[max(0, first - 1)]
        pitch[first:stop] = midi + (begin - midi) * np.exp(-times[: count - first] / glide)
        pitch[stop:] = midi
        loudness[first:stop] = velocity
        formants[first:] = VOWELS[rng.integers(len(VOWELS))]
        if rng.random() < CONSONANT_SHARE:
            noise[first : first + int(rng.uniform(*CONSONANT) * RATE / CONTROL)] = velocity
        last = end
    pitch = pitch + _wavering(loudness > 0, rng)
    smooth = np.ones(int(FADE * RATE / CONTROL)) / int(FADE * RATE / CONTROL)
    loudness = np.convolve(loudness, smooth, mode="same")
    formants = (
        rng.uniform(*THROATS)
        * signal.lfilter([0.15], [1, -0.85], formants, axis=0, zi=0.85 * formants[:1])[0]
    )
    voice = _vowels(440 * 2 ** ((pitch - 69) / 12), loudness, formants, rng.uniform(*SLOPE))
    hiss = rng.normal(size=len(voice)) * _fine(rng.uniform(*BREATH) * loudness + 0.1 * noise)
    sound = soxr.resample((voice + hiss).astype(np.float32), RATE, SAMPLE_RATE)
    samples = int(seconds * SAMPLE_RATE)
    return np.pad(sound, (0, max(0, samples - len(sound))))[:samples]


def _wavering(sounds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Vibrato and drift in semitones, of values that sound or do not [values]."""
    times = np.arange(len(sounds)) * CONTROL / RATE
    since = times - np.maximum.accumulate(np.where(sounds, 0, times))
    depth = rng.uniform(*VIBRATO_DEPTH) * np.clip(since / VIBRATO_BEGINS - 0.5, 0, 1)
    phase = (
        2 * np.pi * np.cumsum(rng.uniform(*VIBRATO_RATE) * (1 + 0.1 * np.sin(0.7 * times))) * CONTROL / RATE
    )
    anchors = rng.normal(0, WANDER, 2 + int(times[-1] * 3))
    drift = np.interp(times * 3, np.arange(len(anchors)), anchors)
    return (depth * np.sin(phase) + drift) / 100


def _vowels(hertz: np.ndarray, loudness: np.ndarray, formants: np.ndarray, slope: float) -> np.ndarray:
    """The harmonics of the vocal folds through formants [values, 3]: float64 [values * CONTROL]."""
    phase = 2 * np.pi * np.cumsum(_fine(hertz)) / RATE
    sound = np.zeros(len(phase))
    for harmonic in range(1, HARMONICS + 1):
        place = harmonic * hertz[:, None]
        width = 50 + 0.08 * formants
        throat = (FORMANT_LEVELS / (1 + ((place - formants) / width) ** 2)).sum(axis=1) + 0.02
        level = loudness * harmonic**-slope * throat * (place[:, 0] < 0.45 * RATE)
        if level.any():
            sound += _fine(level) * np.sin(harmonic * phase)
    return sound


def _fine(values: np.ndarray) -> np.ndarray:
    """Values [values] -> one for each sample [values * CONTROL]."""
    return np.interp(np.arange(len(values) * CONTROL) / CONTROL, np.arange(len(values)), values)
