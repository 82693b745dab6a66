"""The surroundings of music: other sounds, and what a room's walls send back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import signal

from preprocessing.layout import SAMPLE_RATE

DIRECT = 0.0025  # seconds from an impulse response's peak on that are the direct sound


@dataclass(frozen=True)
class Surroundings:
    """Recordings of the surroundings of a chord: people talking, everyday noises, impulse responses of rooms.

    Each sound is int16 [samples] at 16 kHz; any of them may be missing.
    """

    voices: Sequence[np.ndarray] = ()
    noises: Sequence[np.ndarray] = ()
    rooms: Sequence[np.ndarray] = ()


NOWHERE = Surroundings()


def invented_echo(rng: np.random.Generator, seconds: float | None = None) -> np.ndarray:
    """An echo [samples] fading by 60 dB in `seconds` (0.1 to 1.2): a few early ones, then coloured noise."""
    fade = 10 ** rng.uniform(-1, 0.08) if seconds is None else seconds
    times = np.arange(int(1.2 * fade * SAMPLE_RATE)) / SAMPLE_RATE
    echo = rng.normal(size=len(times)) * 10 ** (-3 * times / fade)
    cutoff = rng.uniform(1500, 7000)  # Hz: air and curtains swallow the treble
    echo = signal.sosfilt(signal.butter(1, cutoff, fs=SAMPLE_RATE, output="sos"), echo)
    for _ in range(rng.integers(2, 7)):
        early = rng.integers(20, 640)  # samples: 0.4 to 13 m
        echo[early % len(echo)] += rng.normal() * 4
    return echo


def recorded_echo(impulse_response: np.ndarray) -> np.ndarray:
    """The part after the direct sound of an impulse response [samples]: float32 from the direct sound on."""
    echo = impulse_response[int(np.abs(impulse_response.astype(np.float32)).argmax()) :].astype(np.float32)
    echo[: int(DIRECT * SAMPLE_RATE)] = 0
    return echo
