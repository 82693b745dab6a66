"""From the bytes of any audio file to blocks of samples, by libsndfile or FFmpeg, within a budget of time."""

from collections.abc import Iterator

import numpy as np
import soundfile

from preprocessing import ffmpeg, formats
from preprocessing.budget import Budget, BudgetedFile
from preprocessing.refusals import DAMAGED, AudioError

LIVE_FRAMES = 2**63 - 1  # "still recording", in libsndfile's words

Block = tuple[int, np.ndarray]  # sample rate in Hz, float32 [frames, channels]


class _SoundFile(soundfile.SoundFile):
    """A sound file read straight through: the seek after each block would spoil the next one of an MP3."""

    def seekable(self) -> bool:
        return False


def decode(data: bytes, budget: Budget | None = None) -> Iterator[Block]:
    """Decode a file in blocks of about `ffmpeg.BLOCK` samples: one alone need be in memory at a time.

    Raises AudioError for what cannot be decoded, or not in good time; a decoder may raise anything.
    """
    if formats.is_cut(data):
        raise AudioError(DAMAGED)
    budget = budget or Budget()
    for rate, samples in budget.guard(_blocks(formats.without_tags(data), budget)):
        yield rate, samples
        budget.earn(len(samples) / rate)


def _blocks(data: bytes, budget: Budget) -> Iterator[Block]:
    """Decode with libsndfile, or with FFmpeg where libsndfile refuses or hears nothing."""
    heard = False
    for rate, samples in _soundfile_blocks(data, budget):
        heard = True
        yield rate, samples
    if not heard:
        for rate, channels, floats in ffmpeg.decode(data, budget):
            yield rate, np.frombuffer(floats, np.float32).reshape(-1, channels)


def _soundfile_blocks(data: bytes, budget: Budget) -> Iterator[Block]:
    """Decode with libsndfile; no block at all where it does not know the format."""
    if not formats.SOUNDFILE.match(data) or formats.is_chain(data):
        return  # of a chain it would hear the first link
    try:
        sound = _SoundFile(BudgetedFile(data, budget))
    except soundfile.LibsndfileError:
        return
    with sound:
        if sound.format == "MP3" and not formats.knows_length(data):
            return  # libsndfile would stop where it guesses the end to be, or at that of the first of several
        heard = 0
        while len(samples := sound.read(ffmpeg.BLOCK // sound.channels, dtype="float32", always_2d=True)):
            heard += len(samples)
            yield sound.samplerate, samples
        missing = sound.frames - heard
        if sound.frames != LIVE_FRAMES and missing > ffmpeg.SLACK_SECONDS * sound.samplerate:
            raise AudioError(DAMAGED)
