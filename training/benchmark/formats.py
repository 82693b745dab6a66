"""A chord of any length, in stereo, in the formats that the product reads and that can be written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import soundfile

CHANNELS, LAYOUT = 2, "stereo"
CD_RATE, FILM_RATE = 44_100, 48_000  # Hz; Opus knows the second alone
SOUNDFILE, FFMPEG = "libsndfile", "FFmpeg"
CHORD = (261.63, 329.63, 392.0)  # Hz: C major
BIT_RATE = 128_000  # bits a second of FFmpeg's lossy formats
PARTIALS = 8
STRIKE = 2.0  # seconds from one strike of the chord to the next
FADING = 0.7  # seconds until a strike has faded to 1 / e
PANNING = ((0.10, 0.07, 0.04), (0.04, 0.07, 0.10))  # of full scale: each note, left and right
NOISE = 1e-3  # of full scale: without any, a lossless file would be smaller than real ones


@dataclass(frozen=True)
class Format:
    """A kind of file, who writes it (and reads it in the product), in which container, coded how."""

    name: str
    writer: str
    container: str
    codec: str
    rate: int = CD_RATE

    def decoded_bytes(self, seconds: float) -> int:
        """The memory that a file's samples take, in all channels, as floats of 32 bits."""
        return round(seconds * self.rate) * CHANNELS * np.dtype(np.float32).itemsize


FORMATS = (
    Format("WAV", SOUNDFILE, "WAV", "PCM_16"),
    Format("AIFF", SOUNDFILE, "AIFF", "PCM_16"),
    Format("CAF", SOUNDFILE, "CAF", "PCM_16"),
    Format("FLAC", SOUNDFILE, "FLAC", "PCM_16"),
    Format("MP3", SOUNDFILE, "MP3", "MPEG_LAYER_III"),
    Format("Ogg Vorbis", SOUNDFILE, "OGG", "VORBIS"),
    Format("Ogg Opus", SOUNDFILE, "OGG", "OPUS", FILM_RATE),
    Format("WebM Opus", FFMPEG, "webm", "libopus", FILM_RATE),
    Format("M4A AAC", FFMPEG, "ipod", "aac"),
    Format("M4A ALAC", FFMPEG, "ipod", "alac"),
    Format("AC-3", FFMPEG, "ac3", "ac3"),
    Format("WMA", FFMPEG, "asf", "wmav2"),
)
WAV = FORMATS[0]


def write(path: Path, kind: Format, seconds: float) -> Path:
    """Write so many seconds of the chord into a file, and return its path."""
    if kind.writer == FFMPEG:
        _write_with_ffmpeg(path, kind, seconds)
    else:
        with soundfile.SoundFile(path, "w", kind.rate, CHANNELS, kind.codec, format=kind.container) as file:
            for strike in strikes(seconds, kind.rate):
                file.write(strike)
    return path


def strikes(seconds: float, rate: int) -> Iterator[np.ndarray]:
    """C major, struck every 2 s: blocks of float32 [frames, 2], the last one cut to length."""
    times = np.arange(int(STRIKE * rate)) / rate
    notes = [sum(np.sin(2 * np.pi * k * f * times) / k for k in range(1, PARTIALS + 1)) for f in CHORD]
    noise = np.random.default_rng(0).normal(0.0, NOISE, (len(times), CHANNELS))
    chord = (np.array(PANNING) @ notes).T * np.exp(-times / FADING)[:, None]
    strike = (chord + noise).astype(np.float32)
    missing = round(seconds * rate)
    while missing > 0:
        yield strike[:missing]
        missing -= len(strike)


def _write_with_ffmpeg(path: Path, kind: Format, seconds: float) -> None:
    with av.open(path, "w", format=kind.container) as output:
        stream = output.add_stream(kind.codec, rate=kind.rate, layout=LAYOUT)
        stream.bit_rate = BIT_RATE
        context = stream.codec_context
        pieces = av.AudioResampler(context.format, LAYOUT, kind.rate, context.frame_size)
        for strike in strikes(seconds, kind.rate):
            frame = av.AudioFrame.from_ndarray(strike.reshape(1, -1), format="flt", layout=LAYOUT)
            frame.sample_rate = kind.rate
            _encode(output, stream, pieces.resample(frame))
        _encode(output, stream, [*pieces.resample(None), None])


def _encode(output: av.container.OutputContainer, stream: av.AudioStream, pieces: list) -> None:
    for piece in pieces:
        output.mux(stream.encode(piece))
