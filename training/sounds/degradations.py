"""The named, fixed degradations of the test set: what the held-out chords must survive.

Unlike the random chain of `augment.degrade`, each is one effect at one strength.
"""

import io
from collections.abc import Sequence

import numpy as np
import soundfile
import soxr

from preprocessing.layout import SAMPLE_RATE
from training.sounds import augment, render
from training.sounds.augment import Effect

SNR = 10.0  # dB
PHONE_BAND = (300.0, 3400.0)  # Hz
ROOM_SECONDS = 0.8  # until the echo has faded by 60 dB
CLIPPED = 12.0  # dB of the peak that are cut off
MISTUNED = 45.0  # cents from A440
SHORT_SECONDS = 0.5
MP3_RATE = 44_100  # Hz, at which recordings are usually encoded
MP3_BITRATE = 48  # kbit/s
MP3_BITRATES = (320, 32)  # kbit/s at libsndfile's compression levels 0 and 1, at 44.1 kHz
AUDIBLE = 0.05  # of the peak: where a sound begins


def table(voices: Sequence[np.ndarray]) -> dict[str, Effect]:
    """The degradations by name, each a function of (waveform, rng); `voices` are who chatters."""
    return {
        "white noise, 10 dB": lambda x, r: augment.mix(x, augment.coloured_noise(len(x), r, 0.0), SNR),
        "pink noise, 10 dB": lambda x, r: augment.mix(x, augment.coloured_noise(len(x), r, 1.0), SNR),
        "chatter, 10 dB": lambda x, r: augment.mix(x, augment.babble(len(x), r, voices), SNR),
        "phone, 300-3400 Hz": lambda x, r: augment.band_pass(x, *PHONE_BAND),
        "room, 0.8 s": lambda x, r: augment.room(x, r, ROOM_SECONDS),
        "MP3, 48 kbit/s": lambda x, r: decode(encode_mp3(x), len(x)),
        "clipped, 12 dB": lambda x, r: augment.clip(x, r, CLIPPED),
        "+45 cents": lambda x, r: render.transpose(x, MISTUNED / 100),
        "-45 cents": lambda x, r: render.transpose(x, -MISTUNED / 100),
        "0.5 s": lambda x, r: cut(x, SHORT_SECONDS),
    }


def encode_mp3(sound: np.ndarray) -> bytes:
    """A waveform [samples] as an MP3 file of `MP3_BITRATE`, constant, at `MP3_RATE`."""
    file = io.BytesIO()
    best, smallest = MP3_BITRATES
    soundfile.write(
        file,
        soxr.resample(0.7 * augment.normalise(sound), SAMPLE_RATE, MP3_RATE),
        MP3_RATE,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=(best - MP3_BITRATE) / (best - smallest),
    )
    return file.getvalue()


def decode(data: bytes, samples: int) -> np.ndarray:
    """A file's bytes -> float32 [samples] at 16 kHz, cut or padded with silence."""
    decoded, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    sound = soxr.resample(decoded, rate, SAMPLE_RATE)
    return np.pad(sound, (0, max(0, samples - len(sound))))[:samples]


def cut(sound: np.ndarray, seconds: float) -> np.ndarray:
    """So many seconds of a waveform from where it begins to sound; all of it where there are no more."""
    samples = int(seconds * SAMPLE_RATE)
    start = int(np.argmax(np.abs(sound) >= AUDIBLE * np.abs(sound).max()))
    start = min(start, max(0, len(sound) - samples))
    return sound[start : start + samples]
