"""Files made to keep a decoder busy for minutes or to fill its memory: each of about the size asked for."""

import struct

from tests.helpers.sound_files import encode, tone

_MP4 = b"\0\0\0\x14ftypM4A \0\0\0\0M4A "


def single_samples(size: int, rate: int = 48_000) -> bytes:
    """A CAF of 8 bits that claims two samples a packet of one byte: FFmpeg hands on one sample at a time."""
    header = struct.pack(">4sHH4sq", b"caff", 1, 0, b"desc", 32)
    described = struct.pack(">d4sIIIII", rate, b"lpcm", 0, 1, 2, 1, 8)
    return header + described + struct.pack(">4sqI", b"data", -1, 0) + bytes(range(256)) * (size // 256)


def empty_boxes(size: int) -> bytes:
    """An MP4 of boxes with nothing in them."""
    return _MP4 + _box(b"free") * (size // 8)


def imagined_samples(size: int) -> bytes:
    """An MP4 that claims 85 million samples of a byte each, an index of 2 GB."""
    count = 85_000_000
    sound = struct.pack(">6xH8xHHHHI", 1, 1, 16, 0, 0, 8_000 << 16)
    table = _box(
        b"stbl",
        _full_box(b"stsd", struct.pack(">I", 1) + _box(b"mp4a", sound)),
        _full_box(b"stts", struct.pack(">III", 1, count, 2)),
        _full_box(b"stsc", struct.pack(">IIII", 1, 1, count, 1)),
        _full_box(b"stsz", struct.pack(">II", 1, count)),
        _full_box(b"stco", struct.pack(">II", 1, 40)),
    )
    media = _box(
        b"mdia",
        _full_box(b"mdhd", struct.pack(">IIII4x", 0, 0, 8_000, count)),
        _full_box(b"hdlr", b"\0\0\0\0soun" + bytes(13)),
        _box(b"minf", table),
    )
    movie = _box(b"moov", _full_box(b"mvhd", bytes(96)), _box(b"trak", _full_box(b"tkhd", bytes(80)), media))
    return (
        _box(b"ftyp", b"M4A \0\0\0\0isom") + _box(b"mdat", bytes(1_000)) + movie + _box(b"free", bytes(size))
    )


def empty_blocks(size: int) -> bytes:
    """A FLAC with empty blocks of padding before its sound."""
    data = encode("flac", tone(0.5))
    return data[:4] + b"\0" + data[5:42] + b"\1\0\0\0" * (size // 4) + data[42:]


def comments(size: int) -> bytes:
    """A FLAC of 32 bits, which libsndfile refuses, with comments that FFmpeg compares each with each."""
    data = encode("flac", tone(0.5))
    header = bytearray(data[:42])
    header[4] = 0  # not the last block before the sound
    header[20:22] = bytes([header[20] | 0x01, header[21] | 0xF0])  # bits of a sample
    texts = [struct.pack("<I", 10) + b"K%07x=v" % number for number in range(size // 14)]
    block = struct.pack("<II", 0, len(texts)) + b"".join(texts)
    return bytes(header) + b"\4" + len(block).to_bytes(3, "big") + block + data[42:]


def tag_of_texts(size: int) -> bytes:
    """An MP3 behind an ID3 tag of texts, over which libsndfile takes the square of their number."""
    return _tag(size) + encode("mp3", tone(0.5))


def tag_within(size: int) -> bytes:
    """An MP3 with such a tag in its middle."""
    data = encode("mp3", tone(0.5))
    frame = data.find(b"\xff\xfb", 500)
    return data[:frame] + _tag(size) + data[frame:]


def tags(size: int) -> bytes:
    """An MP3 behind empty ID3 tags."""
    return b"ID3\4\0\0\0\0\0\0" * (size // 10) + encode("mp3", tone(0.5))


def _box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I", 8 + len(content)) + kind + content


def _full_box(kind: bytes, content: bytes) -> bytes:
    return _box(kind, bytes(4) + content)  # version and flags


def _tag(size: int) -> bytes:
    texts = b"".join(b"TXXX\0\0\0\x0b\0\0\0%08x\0v" % number for number in range(size // 21))
    sevens = bytes(len(texts) >> 7 * place & 0x7F for place in (3, 2, 1, 0))
    return b"ID3\3\0\0" + sevens + texts
