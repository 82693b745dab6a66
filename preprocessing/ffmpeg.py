"""FFmpeg, which reads what libsndfile does not: a short file in this process, any other in one of its own.

Nothing stops FFmpeg while it works in memory alone, as it does on a million comments: a long file could keep
it busy for hours. `python -m preprocessing.ffmpeg` decodes standard input within limits that the system
enforces, and imports no NumPy, to start in 0.1 s.
"""

import ctypes
import math
import signal
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import av

from preprocessing import formats
from preprocessing.budget import Budget, BudgetedFile
from preprocessing.refusals import DAMAGED, NO_AUDIO, NOT_AUDIO, TOO_SLOW, AudioError

BLOCK = 2**20  # samples decoded at a time, all channels together
SLACK_SECONDS = 0.2  # encoders round the lengths they declare
GAP_SECONDS = 0.05  # from here on a gap is silence: containers round the times of what they hold
SHORT_BYTES = 200_000  # of a file that takes FFmpeg less than 3 s, however it is made
MAX_ALLOCATION = 2**23  # bytes that FFmpeg may reserve at once in this process
MAX_MEMORY = 2**30  # bytes, of a process of its own
MAX_STREAMS = 32  # tracks

# What FFmpeg may open. Among the rest are playlists, which would read files of this machine that they name.
CONTAINERS = "mov,matroska,ogg,wav,aiff,caf,flac,mp3,aac,ac3,eac3,asf,avi,flv,mpegts,mpeg,amr"
CODECS = (
    "aac,aac_latm,ac3,eac3,alac,flac,mp2,mp2float,mp3,mp3float,opus,vorbis,wmav1,wmav2,amrnb,amrwb,"
    "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,"
    "pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be"
)

_ROOT = Path(__file__).resolve().parents[1]
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)  # returned by a process that the system ended; not on Windows
_HEADER = struct.Struct("<III")  # of a block between two processes: sample rate, channels, bytes that follow

Floats = tuple[int, int, bytes]  # sample rate in Hz, channels, interleaved float32


def decode(data: bytes, budget: Budget) -> Iterator[Floats]:
    """Decode in blocks of about `BLOCK` samples.

    Raises AudioError where there is no sound track, or one that ends too soon or takes too long.
    """
    if len(data) > SHORT_BYTES:
        yield from _decode_apart(data)
    else:
        # PyAV has no name for this: 100 bytes of MP4 could ask for gigabytes. It holds for the whole process.
        ctypes.CDLL(av._core.__file__).av_max_alloc(ctypes.c_size_t(MAX_ALLOCATION))
        yield from _decode_here(data, budget)


def _decode_here(data: bytes, budget: Budget) -> Iterator[Floats]:
    options = {"format_whitelist": CONTAINERS, "codec_whitelist": CODECS, "max_streams": str(MAX_STREAMS)}
    try:
        container = av.open(BudgetedFile(data, budget), options=options, metadata_errors="ignore")
    except (av.FFmpegError, ValueError) as error:
        known = formats.SOUNDFILE.match(data) or formats.FFMPEG.match(data)
        raise AudioError(DAMAGED if known else NOT_AUDIO) from error
    with container:
        stream = container.streams.best("audio")
        if stream is None:
            raise AudioError(NO_AUDIO if container.streams.video else DAMAGED)
        if stream.codec_context is None or stream.codec_context.name not in CODECS.split(","):
            raise AudioError(NOT_AUDIO)
        yield from _joined(_frames(container, stream, budget))


def _frames(
    container: av.container.InputContainer, stream: av.AudioStream, budget: Budget
) -> Iterator[av.AudioFrame]:
    """Decode a sound track to frames of interleaved floats, silence in its gaps; see whether it is whole."""
    packets = container.demux()
    first = next(packets)
    end, heard, start = 0.0, 0.0, _start(container, first)
    interleave = av.AudioResampler("flt").resample  # PyAV crashes where eight channels come one by one
    for frame in _decoded(chain((first,), packets), stream):
        budget.check()
        gap = 0.0 if start is None or frame.time is None else frame.time - start - heard
        for piece in chain(_silence(frame, gap) if gap > GAP_SECONDS else (), interleave(frame)):
            yield piece
            heard += piece.samples / piece.sample_rate
        end = None if frame.time is None else frame.time + frame.samples / frame.sample_rate
    declared = _declared_end(container, stream)
    if end is not None and declared is not None and end < declared - SLACK_SECONDS:
        raise AudioError(DAMAGED)


def _decoded(packets: Iterable[av.Packet], stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """Decode the packets of one track among those of all."""
    return chain.from_iterable(packet.decode() for packet in packets if packet.stream.index == stream.index)


def _silence(like: av.AudioFrame, seconds: float) -> Iterator[av.AudioFrame]:
    """Frames of nothing, none of them longer than a block: the caller may have enough at any time."""
    missing, most = round(seconds * like.sample_rate), max(1, BLOCK // like.layout.nb_channels)
    while missing > 0:
        frame = av.AudioFrame("flt", like.layout, min(missing, most))
        frame.sample_rate = like.sample_rate
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        missing -= frame.samples
        yield frame


def _joined(frames: Iterator[av.AudioFrame]) -> Iterator[Floats]:
    """Gather frames into blocks: in some files each holds one sample, in others millions."""
    shape, waiting = None, bytearray()
    for frame in frames:
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        shape = shape or (rate, channels)
        if (rate, channels) != shape:
            raise AudioError(DAMAGED)
        samples = memoryview(frame.planes[0])[: 4 * channels * frame.samples]
        step = 4 * max(1, BLOCK // channels) * channels  # bytes
        for start in range(0, len(samples), step):
            waiting += samples[start : start + step]
            if len(waiting) >= step:
                yield *shape, waiting
                waiting = bytearray()
    if waiting:
        yield *shape, waiting


def _start(container: av.container.InputContainer, first: av.Packet) -> float | None:
    """Seconds at which sound or picture begins; None where times mean little, as in broadcasts and links.

    first: packet of the file. FFmpeg may not know when pictures begin that it must not decode.
    """
    if not any(name in container.format.name for name in ("mp4", "matroska")):
        return None
    start = (container.start_time or 0) / av.time_base
    return start if first.pts is None else max(0.0, min(start, float(first.pts * first.time_base)))


def _declared_end(container: av.container.InputContainer, stream: av.AudioStream) -> float | None:
    """Seconds at which the sound should end, where the file says so; most others are FFmpeg's estimates."""
    if "mp4" in container.format.name and stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    if "matroska" in container.format.name and container.duration and len(container.streams) == 1:
        return container.duration / av.time_base  # from zero, whenever the sound begins
    return None


def _decode_apart(data: bytes) -> Iterator[Floats]:
    """Have another process decode. It writes nothing before it has read everything."""
    command = [sys.executable, "-m", __name__]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, cwd=_ROOT) as process:
        try:
            process.stdin.write(data)
            process.stdin.close()
            while header := process.stdout.read(_HEADER.size):
                rate, channels, size = _HEADER.unpack(header)
                content = process.stdout.read(size)
                if not rate:
                    raise AudioError(content.decode())
                yield rate, channels, content
        except BaseException:  # among them that nobody wants more
            process.kill()
            raise
    if process.returncode:
        raise AudioError(TOO_SLOW if process.returncode == _OUT_OF_TIME else DAMAGED)


def main() -> None:
    """Decode standard input to blocks on standard output, the last of them a sentence if it is refused."""
    data, budget = sys.stdin.buffer.read(), Budget()
    _limit(budget)
    write = sys.stdout.buffer.write
    try:
        for rate, channels, floats in budget.guard(_decode_here(data, budget)):
            budget.earn(len(floats) / (4 * channels * rate))
            _limit(budget)
            write(_HEADER.pack(rate, channels, len(floats)))
            write(floats)
    except AudioError as error:
        sentence = str(error).encode()
        write(_HEADER.pack(0, 0, len(sentence)) + sentence)


def _limit(budget: Budget) -> None:
    """Have the system end this process with its budget, and refuse it more memory; Windows does neither."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_CPU, math.ceil(budget.end)),
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))


if __name__ == "__main__":
    main()
