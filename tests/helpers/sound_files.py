"""Sound files of every format that `preprocessing.audio` reads, encoded here and now."""

import io
import tempfile
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from preprocessing.audio import AudioError, load

RATE = 48_000  # Hz, which every encoder below accepts

SOUNDFILE = {  # name: format and subtype of libsndfile
    "wav-8": ("WAV", "PCM_U8"),
    "wav-16": ("WAV", "PCM_16"),
    "wav-24": ("WAV", "PCM_24"),
    "wav-32": ("WAV", "PCM_32"),
    "wav-float": ("WAV", "FLOAT"),
    "wav-double": ("WAV", "DOUBLE"),
    "flac": ("FLAC", "PCM_16"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
    "ogg": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "aiff": ("AIFF", "PCM_16"),
    "caf": ("CAF", "PCM_16"),
}
FFMPEG = {  # name: container, codec, options of the container
    "m4a": ("ipod", "aac", {}),
    "m4a-alac": ("ipod", "alac", {}),
    "m4a-faststart": ("ipod", "aac", {"movflags": "faststart"}),
    "mov": ("mov", "pcm_s16le", {"movflags": "faststart"}),
    "mp4": ("mp4", "aac", {}),
    "mp4-live": ("mp4", "aac", {"movflags": "frag_keyframe+empty_moov"}),
    "webm": ("webm", "libopus", {}),
    "webm-live": ("webm", "libopus", {"live": "1"}),
    "mka": ("matroska", "flac", {}),
    "mka-8": ("matroska", "pcm_u8", {}),
    "mka-24": ("matroska", "pcm_s24le", {}),
    "mka-float": ("matroska", "pcm_f32le", {}),
    "ac3": ("ac3", "ac3", {}),
    "mp3-untagged": ("mp3", "libmp3lame", {"write_xing": "0", "id3v2_version": "0"}),
}
NAMES = [*SOUNDFILE, *FFMPEG]


def tone(seconds: float = 2.0, rate: int = RATE) -> np.ndarray:
    """A sine of 440 Hz at half of full scale, float32 [samples]."""
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def encode(
    name: str, samples: np.ndarray, rate: int = RATE, bit_rate: int | None = None, late: float = 0.0
) -> bytes:
    """Encode float32 [frames], or [frames, channels], as one of `NAMES`.

    FFmpeg's alone heed the bit rate, and may begin some seconds late.
    """
    if name in FFMPEG:
        return _encode_with_ffmpeg(*FFMPEG[name], samples.reshape(len(samples), -1), rate, bit_rate, late)
    container, subtype = SOUNDFILE[name]
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=container, subtype=subtype)
    return file.getvalue()


def silent_film() -> bytes:
    """An MP4 with pictures and no sound track."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        _film(output, "mpeg4")
    return file.getvalue()


def stuttering(
    times: list[float], container: str = "matroska", codec: str = "pcm_s16le", film: str = ""
) -> bytes:
    """A tone of a tenth of a second at each of some times, in seconds, and nothing between.

    film: the codec of pictures that begin at zero, if there are any.
    """
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=RATE, layout="mono")
        if film:
            _film(output, film)
        samples = (tone(0.1) * 2**15).astype(np.int16).reshape(1, -1)
        for time in times:
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, round(time * RATE)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()


def _film(output: av.container.OutputContainer, codec: str) -> None:
    """Add five pictures."""
    stream = output.add_stream(codec, rate=10)
    stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
    for picture in [*(av.VideoFrame(32, 32, "yuv420p") for _ in range(5)), None]:
        output.mux(stream.encode(picture))


def _encode_with_ffmpeg(
    container: str,
    codec: str,
    options: dict,
    samples: np.ndarray,
    rate: int,
    bit_rate: int | None,
    late: float,
) -> bytes:
    layout = {1: "mono", 2: "stereo", 8: "7.1"}[samples.shape[1]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sound")  # a path, because "faststart" writes it twice
        with av.open(path, "w", format=container, options=options) as output:
            stream = output.add_stream(codec, rate=rate, layout=layout)
            if bit_rate:
                stream.bit_rate = bit_rate
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout=layout)
            frame.sample_rate, frame.pts = rate, round(late * rate)
            context = stream.codec_context
            pieces = av.AudioResampler(context.format, layout, rate, context.frame_size)
            for piece in [*pieces.resample(frame), *pieces.resample(None), None]:
                output.mux(stream.encode(piece))
        return path.read_bytes()


def refusal(source: str | Path | bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(AudioError) as caught:
        load(source)
    return str(caught.value)
