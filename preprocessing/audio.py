"""From any audio file to a mono waveform at 16 kHz, or an `AudioError` in words a person understands."""

import io
import os
import re
import struct
from collections.abc import Iterator

import av
import numpy as np
import soundfile
import soxr

from preprocessing.layout import SAMPLE_RATE

MAX_BYTES = 50_000_000  # of the file
MAX_SECONDS = 600  # of decoded sound
MIN_RATE, MAX_RATE = 1_000, 768_000  # Hz, what a file may claim
MAX_CHANNELS = 64
MAX_LEVEL = 2.0**31  # largest sample: integers of 32 bits, stored as floats
BLOCK = 2**20  # samples decoded at a time, all channels together
SLACK_SECONDS = 0.2  # encoders round the lengths they declare
SLACK_BYTES = 64  # some writers count the header as well
MAX_CHUNKS = 1_000  # before the sound of a WAV, AIFF or CAF file; millions would hold up a decoder
LIVE_BYTES = 0x7FFF0000  # a declared size from here on means "still recording"
LIVE_FRAMES = 2**63 - 1  # the same, in libsndfile's words

# What FFmpeg may open. Among the rest are playlists, which would read files of this machine that they name.
CONTAINERS = "mov,matroska,ogg,wav,aiff,caf,flac,mp3,aac,ac3,eac3,asf,avi,flv,mpegts,mpeg,amr"
CODECS = (
    "aac,aac_latm,ac3,eac3,alac,flac,mp2,mp2float,mp3,mp3float,opus,vorbis,wmav1,wmav2,amrnb,amrwb,"
    "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,"
    "pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be"
)

MISSING = "This file could not be opened: please choose it again."
EMPTY = "This file is empty: please record or export it again."
TOO_LARGE = "This file is larger than {:g} MB: please cut out the part with the chord, or save it as MP3."
TOO_LONG = "This recording is longer than {:g} minutes: please cut out the part with the chord."
NOT_AUDIO = "This file is not audio that can be read here: please choose a WAV, MP3, FLAC, OGG or M4A file."
NO_AUDIO = "This file has no sound track: please choose one that has sound."
DAMAGED = "This file is incomplete or damaged: please record, export or upload it again."
NO_SAMPLES = "This recording has a length of zero: please record it again."
NOT_FINITE = "This file holds samples that are infinite or no numbers: please export it again as 16-bit WAV."
IMPLAUSIBLE = "The header of this file cannot be right ({:,} Hz, channels: {:,}): please export it again."

_CHUNKED = {b"RIFF": (12, "<I"), b"FORM": (12, ">I"), b"caff": (8, ">q")}  # first chunk, size of a chunk
# What libsndfile may open: among the rest is a decoder that prints on standard output.
_SOUNDFILE = re.compile(rb"(?s)RIFF....WAVE|RF64|riff|FORM....AIF|caff|fLaC|OggS|\.snd|ID3|\xff[\xe2-\xff]")
_AV = re.compile(rb"(?s)\x1aE\xdf\xa3|....ftyp|\x0bw")  # the commonest of what FFmpeg alone can read
_MP3_LENGTH = re.compile(rb"(?:Xing|Info)\0\0\0[\x01\x03\x05\x07\x09\x0b\x0d\x0f]")  # followed by a length


class AudioError(ValueError):
    """A file that cannot be heard; the message is a sentence for the person who chose it."""


class _File(io.BytesIO):
    """Bytes whose `seek` never raises: decoders call it from C, where an exception cannot pass."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return super().seek(offset, whence)
        except (ValueError, OverflowError):
            return self.tell()


class _SoundFile(soundfile.SoundFile):
    """A sound file read straight through: the seek after each block would spoil the next one of an MP3."""

    def seekable(self) -> bool:
        return False


def load(source: str | os.PathLike | bytes) -> np.ndarray:
    """Decode a file, given by its path or its bytes.

    Returns float32 [samples], finite, mono (the mean of the channels), at `SAMPLE_RATE`.
    Raises AudioError for whatever cannot be heard, with what to do about it.
    """
    data = source if isinstance(source, bytes) else _read(source)
    if not data:
        raise AudioError(EMPTY)
    if len(data) > MAX_BYTES:
        raise AudioError(TOO_LARGE.format(MAX_BYTES / 1e6))
    try:
        return _decode(data)
    except AudioError:
        raise
    except Exception as error:  # on bad bytes a decoder may raise anything
        raise AudioError(DAMAGED) from error


def _read(path: str | os.PathLike) -> bytes:
    """Read a file up to one byte more than allowed."""
    if not os.path.isfile(path):  # a pipe or a device could keep us waiting for ever
        raise AudioError(MISSING)
    try:
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudioError(MISSING) from error


def _decode(data: bytes) -> np.ndarray:
    """Bytes to waveform by libsndfile, or by FFmpeg where libsndfile refuses or hears nothing."""
    if _is_cut(data):
        raise AudioError(DAMAGED)
    for blocks in (_soundfile_blocks(data), _av_blocks(data)):
        waveform = _waveform(blocks)
        if len(waveform):
            return waveform
    raise AudioError(NO_SAMPLES)


def _waveform(blocks: Iterator[tuple[int, np.ndarray]]) -> np.ndarray:
    """Join blocks of (sample rate, float32 [frames, channels]); one alone is in memory at a time."""
    nothing = np.empty(0, np.float32)
    resampler, pieces, frames, first_rate = None, [nothing], 0, None
    for rate, samples in blocks:
        channels = samples.shape[1]
        if not MIN_RATE <= rate <= MAX_RATE or channels > MAX_CHANNELS:
            raise AudioError(IMPLAUSIBLE.format(rate, channels))
        if resampler is None:
            resampler, first_rate = soxr.ResampleStream(rate, SAMPLE_RATE, 1), rate
        frames += len(samples)
        if rate != first_rate:
            raise AudioError(DAMAGED)
        if frames > MAX_SECONDS * rate:
            raise AudioError(TOO_LONG.format(MAX_SECONDS / 60))
        pieces.append(resampler.resample_chunk(_mono(samples)))
    if resampler is not None:
        pieces.append(resampler.resample_chunk(nothing, last=True))
    return np.concatenate(pieces)


def _mono(samples: np.ndarray) -> np.ndarray:
    """Average the channels: [frames, channels] to [frames]."""
    channels = samples.shape[1]
    with np.errstate(over="ignore", invalid="ignore"):
        mono = samples @ np.full(channels, 1 / channels, np.float32)  # ten times faster than mean(axis=1)
        if not (np.abs(mono) <= MAX_LEVEL).all():  # false for NaN as well
            raise AudioError(NOT_FINITE)
    return mono


def _soundfile_blocks(data: bytes) -> Iterator[tuple[int, np.ndarray]]:
    """Decode with libsndfile; no block at all where it does not know the format."""
    if not _SOUNDFILE.match(data):
        return
    try:
        sound = _SoundFile(_File(data))
    except soundfile.LibsndfileError:
        return
    with sound:
        if sound.format == "MP3" and not _MP3_LENGTH.search(data):
            return  # libsndfile would stop where it guesses the end to be
        heard = 0
        while len(samples := sound.read(BLOCK // sound.channels, dtype="float32", always_2d=True)):
            heard += len(samples)
            yield sound.samplerate, samples
        missing = sound.frames - heard
        if sound.frames != LIVE_FRAMES and missing > SLACK_SECONDS * sound.samplerate:
            raise AudioError(DAMAGED)


def _av_blocks(data: bytes) -> Iterator[tuple[int, np.ndarray]]:
    """Decode with FFmpeg. Raises AudioError where there is no sound track, or one that ends too soon."""
    options = {"format_whitelist": CONTAINERS, "codec_whitelist": CODECS}
    try:
        container = av.open(_File(data), options=options, metadata_errors="ignore")
    except (av.FFmpegError, ValueError) as error:
        raise AudioError(DAMAGED if _SOUNDFILE.match(data) or _AV.match(data) else NOT_AUDIO) from error
    with container:
        stream = container.streams.best("audio")
        if stream is None:
            raise AudioError(NO_AUDIO if container.streams.video else DAMAGED)
        if stream.codec_context is None or stream.codec_context.name not in CODECS.split(","):
            raise AudioError(NOT_AUDIO)
        end = 0.0
        interleave = av.AudioResampler("flt").resample  # PyAV crashes where eight channels come one by one
        for frame in container.decode(stream):
            for floats in interleave(frame):
                yield from _frame_blocks(floats)
            end = None if frame.time is None else frame.time + frame.samples / frame.sample_rate
        declared = _declared_end(container, stream)
        if end is not None and declared is not None and end < declared - SLACK_SECONDS:
            raise AudioError(DAMAGED)


def _frame_blocks(frame: av.AudioFrame) -> Iterator[tuple[int, np.ndarray]]:
    """Cut a frame of interleaved floats, which a file may make very large, into blocks."""
    channels = frame.layout.nb_channels
    samples = np.frombuffer(frame.planes[0], np.float32, frame.samples * channels).reshape(-1, channels)
    for start in range(0, len(samples), BLOCK // channels):
        yield frame.sample_rate, samples[start : start + BLOCK // channels]


def _declared_end(container: av.container.InputContainer, stream: av.AudioStream) -> float | None:
    """Seconds at which the sound should end, where the file says so; most others are FFmpeg's estimates."""
    if "mp4" in container.format.name and stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    if "matroska" in container.format.name and container.duration and len(container.streams) == 1:
        return ((container.start_time or 0) + container.duration) / av.time_base
    return None


def _is_cut(data: bytes) -> bool:
    """Whether a file ends before its sound does. Decoders keep quiet about this in WAV, AIFF, CAF and Ogg."""
    if data[:4] in _CHUNKED:
        return _is_cut_chunk(data, *_CHUNKED[data[:4]])
    if data[:4] != b"OggS":
        return False
    page = data.rfind(b"OggS")
    sizes = data[page + 27 :][: data[page + 26]] if len(data) > page + 26 else b""
    return page + 27 + len(sizes) + sum(sizes) > len(data)


def _is_cut_chunk(data: bytes, start: int, size_format: str) -> bool:
    """Walk the chunks to the one with the sound; sizes that live recorders write mean nothing."""
    header = 4 + struct.calcsize(size_format)
    for _ in range(MAX_CHUNKS):
        if start + header > len(data):
            return False
        (size,) = struct.unpack_from(size_format, data, start + 4)
        start += header
        if data[start - header : start - header + 4] in (b"data", b"SSND"):
            return size < LIVE_BYTES and start + size > len(data) + SLACK_BYTES
        start += max(0, size) + (size % 2 if header == 8 else 0)
    return True
