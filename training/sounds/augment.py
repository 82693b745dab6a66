"""Damage that a chord takes before it is a file: amplifiers, rooms, noise, microphones, codecs.

Each effect takes a waveform, float32 [samples] at 16 kHz, and returns one of the same length.
"""

import io
from collections.abc import Callable, Sequence

import numpy as np
import soundfile
import soxr
from scipy import signal

from preprocessing.layout import SAMPLE_RATE
from training.sounds.surroundings import NOWHERE, Surroundings, invented_echo, recorded_echo

Effect = Callable[[np.ndarray, np.random.Generator], np.ndarray]
RECORDED_ROOMS = 1 / 3  # share of recorded rooms among rooms, where there are any
REVERBERATION = (-12, 6)  # dB of the reverberant sound over the direct one
CHATTER_SHARE, EVERYDAY_SHARE = 0.25, 0.25  # of noise, where there is any of the kind
CODECS = (("MP3", "MPEG_LAYER_III"), ("OGG", "VORBIS"), ("OGG", "OPUS"))
CODEC_SHARES = (0.45, 0.45, 0.1)  # Opus takes six times as long as the others


def degrade(sound: np.ndarray, rng: np.random.Generator, surroundings: Surroundings = NOWHERE) -> np.ndarray:
    """A random chain of effects in the order in which a sound meets them; one clip in eight stays clean."""
    if rng.random() < 0.125:
        return sound
    chain: list[tuple[float, Effect]] = [
        (0.12, double),
        (0.15, overdrive),
        (0.65, tilt),
        (0.5, lambda x, r: room(x, r, recorded=surroundings.rooms)),
        (0.6, lambda x, r: add_noise(x, r, surroundings)),
        (0.15, knocks),
        (0.12, hum),
        (0.3, microphone),
        (0.12, clip),
        (0.15, gain_control),
        (0.15, codec),
    ]
    for probability, effect in chain:
        if rng.random() < probability:
            sound = effect(sound, rng)
    return sound


def double(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Second strings or reeds a little out of tune with the first: 12 strings, worn piano, accordion."""
    cents = rng.uniform(2, 14) * rng.choice([-1, 1])
    copy = soxr.resample(sound, SAMPLE_RATE * 2 ** (cents / 1200), SAMPLE_RATE, quality="LQ")
    return _level(sound + rng.uniform(0.3, 1) * np.pad(copy, (0, len(sound)))[: len(sound)], sound)


def overdrive(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A valve amplifier: a soft, slightly lopsided saturation after 6 to 30 dB of gain."""
    drive, bias = 10 ** (rng.uniform(6, 30) / 20), rng.uniform(0, 0.2)
    return _level(np.tanh(drive * normalise(sound) + bias) - np.tanh(bias), sound)


def tilt(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The body of another instrument: two to five random peaks and dips of up to 12 dB, broad and narrow."""
    for _ in range(rng.integers(2, 6)):
        sound = peak_filter(sound, 10 ** rng.uniform(1.8, 3.6), rng.uniform(-12, 12), rng.uniform(0.4, 4.0))
    return sound


def peak_filter(sound: np.ndarray, centre: float, gain: float, quality: float) -> np.ndarray:
    """Peaking equaliser at `centre` Hz with `gain` dB, after Bristow-Johnson's Audio EQ Cookbook."""
    amplitude, omega = 10 ** (gain / 40), 2 * np.pi * centre / SAMPLE_RATE
    alpha = np.sin(omega) / (2 * quality)
    b = (1 + alpha * amplitude, -2 * np.cos(omega), 1 - alpha * amplitude)
    a = (1 + alpha / amplitude, -2 * np.cos(omega), 1 - alpha / amplitude)
    return signal.lfilter(b, a, sound).astype(np.float32)


def room(
    sound: np.ndarray,
    rng: np.random.Generator,
    seconds: float | None = None,
    recorded: Sequence[np.ndarray] = (),
) -> np.ndarray:
    """A room, invented or one of the recorded impulse responses, with more or less of it in the sound."""
    if len(recorded) and rng.random() < RECORDED_ROOMS:
        echo = recorded_echo(recorded[rng.integers(len(recorded))])
    else:
        echo = invented_echo(rng, seconds)
    echo /= np.sqrt(np.square(echo).sum()) + 1e-9
    echo *= 10 ** (rng.uniform(*REVERBERATION) / 20)
    echo[0] += 1.0
    return signal.fftconvolve(sound, echo)[: len(sound)].astype(np.float32)


def add_noise(
    sound: np.ndarray, rng: np.random.Generator, surroundings: Surroundings = NOWHERE
) -> np.ndarray:
    """Noise behind the chord, 5 to 45 dB below it: hiss or rumble, people talking, everyday noises."""
    kind = rng.random()
    if len(surroundings.voices) and kind < CHATTER_SHARE:
        return mix(sound, babble(len(sound), rng, surroundings.voices), rng.uniform(6, 30))
    if len(surroundings.noises) and kind >= 1 - EVERYDAY_SHARE:
        return mix(sound, everyday(len(sound), rng, surroundings.noises), rng.uniform(6, 35))
    return mix(sound, coloured_noise(len(sound), rng), rng.uniform(5, 45))


def mix(sound: np.ndarray, noise: np.ndarray, snr: float) -> np.ndarray:
    """Add noise `snr` dB below the sound, by power over the whole clip."""
    return sound + noise * (_rms(sound) / max(_rms(noise), 1e-9) * 10 ** (-snr / 20)).astype(np.float32)


def coloured_noise(samples: int, rng: np.random.Generator, slope: float | None = None) -> np.ndarray:
    """Noise whose power falls by `slope` times 3 dB an octave: 0 white, 1 pink, 2 brown, None random."""
    slope = rng.uniform(0, 2.2) if slope is None else slope
    spectrum = np.fft.rfft(rng.normal(size=samples))
    frequencies = np.maximum(np.fft.rfftfreq(samples, 1 / SAMPLE_RATE), 20)
    return _unit(np.fft.irfft(spectrum * frequencies ** (-slope / 2), samples))


def babble(samples: int, rng: np.random.Generator, voices: Sequence[np.ndarray]) -> np.ndarray:
    """One to five people talking at once."""
    sound = np.zeros(samples, dtype=np.float32)
    for _ in range(rng.integers(1, 6)):
        voice = voices[rng.integers(len(voices))].astype(np.float32)
        sound += np.resize(np.roll(voice, rng.integers(len(voice))), samples)
    return _unit(sound)


def everyday(samples: int, rng: np.random.Generator, noises: Sequence[np.ndarray]) -> np.ndarray:
    """One to three everyday noises: a part of each that is longer, the others somewhere within."""
    sound = np.zeros(samples, dtype=np.float32)
    for _ in range(rng.integers(1, 4)):
        noise = noises[rng.integers(len(noises))]
        room_left = samples - len(noise)
        start = int(rng.integers(min(0, room_left), max(0, room_left) + 1))
        part = noise[max(0, -start) :][:samples].astype(np.float32)
        sound[max(0, start) :][: len(part)] += rng.uniform(0.2, 1) * _unit(part)
    return _unit(sound)


def knocks(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Picks, fingers and keys: up to four bursts of noise, 5 to 60 ms long, the first with the attack."""
    sound = sound.copy()
    for number in range(rng.integers(1, 5)):
        burst = rng.normal(size=min(len(sound), 4096)) * np.exp(
            -np.arange(min(len(sound), 4096)) / rng.uniform(80, 960)
        )
        burst = band_pass(burst, 10 ** rng.uniform(1.7, 2.8), rng.uniform(1000, 7000), order=1)
        start = int(np.abs(sound).argmax()) if number == 0 else int(rng.integers(len(sound)))
        stop = min(len(sound), start + len(burst))
        sound[start:stop] += (burst * np.abs(sound).max() * rng.uniform(0.1, 0.8))[: stop - start]
    return sound.astype(np.float32)


def hum(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mains hum at 50 or 60 Hz with its harmonics, 20 to 45 dB below the sound."""
    times = np.arange(len(sound)) / SAMPLE_RATE
    mains = rng.choice([50, 60])
    partials = [
        np.sin(2 * np.pi * mains * k * times + rng.uniform(0, 6.3)) * rng.uniform(0, 1)
        for k in (1, 2, 3, 4, 5)
    ]
    return mix(sound, np.sum(partials, axis=0).astype(np.float32), rng.uniform(20, 45))


def microphone(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A phone or a laptop: the bass rolls off below 60 to 350 Hz, the treble above 2.5 to 7.5 kHz."""
    band = (10 ** rng.uniform(1.8, 2.55), rng.uniform(2500, 7500))
    return band_pass(sound, *band, order=int(rng.integers(1, 4)))


def band_pass(sound: np.ndarray, low: float, high: float, order: int = 4) -> np.ndarray:
    """Butterworth band from `low` to `high` Hz."""
    sos = signal.butter(order, (low, high), btype="bandpass", fs=SAMPLE_RATE, output="sos")
    return signal.sosfilt(sos, sound).astype(np.float32)


def clip(sound: np.ndarray, rng: np.random.Generator, decibels: float | None = None) -> np.ndarray:
    """Recorded too loud: everything above a ceiling 3 to 18 dB below the peak is cut off."""
    decibels = rng.uniform(3, 18) if decibels is None else decibels
    ceiling = np.abs(sound).max() * 10 ** (-decibels / 20)
    return np.clip(sound, -ceiling, ceiling)


def gain_control(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Automatic gain: a compressor that lifts what is quiet, with a memory of 30 to 300 ms."""
    memory = np.exp(-1 / (10 ** rng.uniform(-1.5, -0.5) * SAMPLE_RATE))
    power = signal.lfilter([1 - memory], [1, -memory], np.square(normalise(sound)))
    gain = (power + 1e-4) ** (-0.5 * rng.uniform(0.2, 0.8))
    return _level(sound * gain.astype(np.float32), sound)


def codec(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Saved as MP3, Vorbis or Opus at a low rate and read again."""
    container, subtype = CODECS[rng.choice(len(CODECS), p=CODEC_SHARES)]
    return through_codec(sound, container, subtype, rng.uniform(0.5, 0.99))


def through_codec(sound: np.ndarray, container: str, subtype: str, compression: float) -> np.ndarray:
    """Encode and decode; `compression` runs from 0 (best) to 1 (smallest)."""
    file = io.BytesIO()
    soundfile.write(
        file,
        0.7 * normalise(sound),
        SAMPLE_RATE,
        format=container,
        subtype=subtype,
        compression_level=compression,
    )
    file.seek(0)
    decoded, _ = soundfile.read(file, dtype="float32")
    return np.pad(decoded, (0, max(0, len(sound) - len(decoded))))[: len(sound)]


def normalise(sound: np.ndarray) -> np.ndarray:
    """Scaled to a peak of 1; silence stays silence."""
    return (sound / max(float(np.abs(sound).max()), 1e-9)).astype(np.float32)


def _rms(sound: np.ndarray) -> np.ndarray:
    return np.sqrt(np.mean(np.square(sound)))


def _unit(sound: np.ndarray) -> np.ndarray:
    return (sound / max(float(_rms(sound)), 1e-9)).astype(np.float32)


def _level(sound: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Scaled to the power of another sound."""
    return (sound * (_rms(like) / max(float(_rms(sound)), 1e-9))).astype(np.float32)
