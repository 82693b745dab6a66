"""From any audio file to a mono waveform at 16 kHz, or an `AudioError` in words a person understands."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import accumulate
from typing import TypeVar

import numpy as np
import soxr

from preprocessing import refusals
from preprocessing.decoders import Block, decode
from preprocessing.layout import SAMPLE_RATE
from preprocessing.refusals import AudioError

T = TypeVar("T")

MAX_SECONDS = 600  # of decoded sound
MAX_BYTES = 350_000_000  # of the file: so long a WAV at 96 kHz, in stereo, with 24 bits
MIN_RATE, MAX_RATE = 1_000, 768_000  # Hz, what a file may claim
MAX_CHANNELS = 64
MAX_LEVEL = 2.0**31  # largest sample: integers of 32 bits, stored as floats
CANCELLED = 0.01  # of the channels' mean energy: 64 channels keep more in their mean, with sound in one alone


def load(source: str | os.PathLike | bytes) -> np.ndarray:
    """Decode a file, given by its path or its bytes.

    Returns float32 [samples], finite, mono, at `SAMPLE_RATE`: the mean of the channels or, where they cancel
    each other out, as on a balanced line, the loudest. Raises AudioError for whatever cannot be heard, with
    what to do about it.
    """
    data = read(source)
    energies: list[np.ndarray] = []
    waveform = _decoded(data, lambda blocks: mix_down(_weighed(blocks, energies)))
    mixed, *channels = np.sum(energies, axis=0)
    if mixed >= CANCELLED * np.mean(channels):
        return waveform
    loudest = [int(np.argmax(channels))]
    return _decoded(data, lambda blocks: mix_down((rate, samples[:, loudest]) for rate, samples in blocks))


def is_longer(source: str | os.PathLike | bytes, seconds: float) -> bool:
    """Tell if a file holds more than some seconds of sound, and decode no more of it than that.

    Raises AudioError for what cannot be heard so far.
    """
    data = read(source)
    return _decoded(data, lambda blocks: any(end > seconds for end in accumulate(map(_seconds, blocks))))


def _decoded(data: bytes, use: Callable[[Iterable[Block]], T]) -> T:
    """What a function makes of the blocks of a file; whatever goes wrong with them is an AudioError."""
    if not data:
        raise AudioError(refusals.EMPTY)
    if len(data) > MAX_BYTES:
        raise AudioError(refusals.TOO_LARGE.format(MAX_BYTES / 1e6))
    try:
        with closing(decode(data)) as blocks:
            return use(blocks)
    except AudioError:
        raise
    except Exception as error:  # on bad bytes a decoder may raise anything
        raise AudioError(refusals.DAMAGED) from error


def read(source: str | os.PathLike | bytes) -> bytes:
    """The bytes of a file: those that are given, or from its path, up to one more than allowed."""
    if isinstance(source, bytes):
        return source
    if not os.path.isfile(source):  # a pipe or a device could keep us waiting for ever
        raise AudioError(refusals.MISSING)
    try:
        with open(source, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudioError(refusals.MISSING) from error


def mix_down(blocks: Iterable[Block]) -> np.ndarray:
    """Join blocks of (sample rate, float32 [frames, channels]); one alone is in memory at a time."""
    nothing = np.empty(0, np.float32)
    resampler, pieces, frames = None, [nothing], 0
    for rate, samples in blocks:
        channels = samples.shape[1]
        if not MIN_RATE <= rate <= MAX_RATE or channels > MAX_CHANNELS:
            raise AudioError(refusals.IMPLAUSIBLE.format(rate, channels))
        if resampler is None:
            resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1)
        frames += len(samples)
        if frames > MAX_SECONDS * rate:
            raise AudioError(refusals.TOO_LONG.format(MAX_SECONDS / 60))
        pieces.append(resampler.resample_chunk(_mono(samples)))
    if resampler is not None:
        pieces.append(resampler.resample_chunk(nothing, last=True))
    waveform = np.concatenate(pieces)
    if not len(waveform):
        raise AudioError(refusals.NO_SAMPLES)
    return waveform


def _seconds(block: Block) -> float:
    """The length of a block."""
    rate, samples = block
    return len(samples) / rate


def _weighed(blocks: Iterable[Block], energies: list[np.ndarray]) -> Iterator[Block]:
    """Hand on blocks, and note the energies of their mean and of each channel, squares times seconds.

    They are those before what is too high for `SAMPLE_RATE` is left out.
    """
    for rate, samples in blocks:
        with np.errstate(over="ignore", invalid="ignore"):
            energies.append(np.array([one @ one / rate for one in (_mono(samples), *samples.T)]))
        yield rate, samples


def _mono(samples: np.ndarray) -> np.ndarray:
    """Average the channels: [frames, channels] to [frames]."""
    channels = samples.shape[1]
    with np.errstate(over="ignore", invalid="ignore"):
        mono = samples @ np.full(channels, 1 / channels, np.float32)  # ten times faster than mean(axis=1)
        if not is_bounded(mono):
            raise AudioError(refusals.NOT_FINITE)
    return mono


def is_bounded(samples: np.ndarray) -> bool:
    """Tell if samples are within what a file may hold: neither infinite nor NaN."""
    return bool(-MAX_LEVEL <= samples.min(initial=0) <= samples.max(initial=0) <= MAX_LEVEL)
