"""The bytes of a file before a decoder opens it: which decoder knows them, and whether they are all there."""

import re
import struct

from preprocessing.refusals import DAMAGED, AudioError

SLACK_BYTES = 64  # some writers count the header as well
MAX_CHUNKS = 1_000  # before the sound of a WAV, AIFF or CAF file, and tags of an MP3
LIVE_BYTES = 0x7FFF0000  # a declared size from here on means "still recording"

# What libsndfile may open: among the rest is a decoder that prints on standard output.
SOUNDFILE = re.compile(rb"(?s)RIFF....WAVE|RF64|riff|FORM....AIF|caff|fLaC|OggS|\.snd|ID3|\xff[\xe2-\xff]")
FFMPEG = re.compile(rb"(?s)\x1aE\xdf\xa3|....ftyp|\x0bw")  # the commonest of what FFmpeg alone can read
MP3_START = 4096  # bytes, among which is the first frame of an MP3: it may tell the length
MP3_FRAME = 1441  # bytes of the longest, in which another may begin after a tag of 128
_CHUNKED = {b"RIFF": (12, "<I"), b"FORM": (12, ">I"), b"caff": (8, ">q")}  # first chunk, size of a chunk
_MP3_LENGTH = re.compile(rb"(?s)(?:Xing|Info)\0\0\0([\x01\x03\x05\x07\x09\x0b\x0d\x0f].{8})")
_OGG_PAGE = re.compile(rb"OggS\0[\0\1\4\5]")  # one that begins no stream
_OGG_BEGINNING = re.compile(rb"OggS\0[\2\6]")
_TAG = re.compile(rb"(?s)ID3[\x02-\x04]\0.([\0-\x7f]{4})")  # ends with its size, seven bits to a byte


def without_tags(data: bytes) -> bytes:
    """Cut the ID3 tags out of an MP3 or AAC file: they hold no sound, and one may take libsndfile minutes."""
    if data[:3] != b"ID3" and data[:1] != b"\xff":
        return data
    pieces, start = [], 0
    for _ in range(MAX_CHUNKS):
        tag = _TAG.search(data, start)
        if tag is None:
            return b"".join([*pieces, data[start:]]) if pieces else data
        pieces.append(data[start : tag.start()])
        start = tag.end() + sum(byte << 7 * place for place, byte in enumerate(reversed(tag[1])))
    raise AudioError(DAMAGED)


def knows_length(mp3: bytes) -> bool:
    """Tell whether an MP3 says how long it is, and no other follows: joined ones tell of the first.

    What follows may be a tag, with a picture perhaps, or padding: frames begin alike in all of an MP3.
    """
    tag = _MP3_LENGTH.search(mp3, 0, MP3_START)
    if tag is None:
        return False
    flags, frames, size = struct.unpack(">BII", tag[1])  # the size only where the flag says so
    return frames > 0 and not (flags & 2 and mp3[:2] in mp3[size : size + MP3_FRAME])


def is_chain(data: bytes) -> bool:
    """Tell whether a file is several Ogg files in a row: those that begin together come before all else."""
    page = _OGG_PAGE.search(data) if data[:4] == b"OggS" else None
    return page is not None and _OGG_BEGINNING.search(data, page.end()) is not None


def is_cut(data: bytes) -> bool:
    """Tell whether a file ends before its sound does: decoders of WAV, AIFF, CAF and Ogg keep quiet."""
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
