"""Bytes gone wrong give a waveform or a sentence: never a crash, another exception, 2 s or 500 MB."""

import io
import multiprocessing
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preprocessing.audio import AudioError, load
from tests.helpers.sound_files import NAMES, encode, tone

MAX_MEMORY = 500_000_000  # bytes, of the whole process
LIMITS = settings(deadline=2_000, suppress_health_check=[HealthCheck.too_slow])  # ms for each file
HEADER = 300  # bytes, where the fields are that a decoder believes
VALUES = [0, 1, 2, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x1000000, 0x7FFFFFFF, 0x80000000, 0xEE6B2800, 0xFFFFFFFF]
BEGINNINGS = [encode(name, tone(0.1))[:40] for name in NAMES]


@pytest.fixture(scope="module")
def listener() -> Iterator[ProcessPoolExecutor]:
    """A process of its own: its memory is that of `load` alone, and a crash ends a test, not all of them."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(listen, b"").result()  # start it outside of any deadline
        yield pool


def listen(data: bytes) -> int:
    """Load the bytes, check what comes of it, and return the most memory ever used, in bytes."""
    try:
        waveform = load(data)
        assert waveform.ndim == 1
        assert waveform.dtype == np.float32
        assert len(waveform)
        assert np.isfinite(waveform).all()
    except AudioError:
        pass  # its words are in test_audio.py
    # Not getrusage: it counts what the process was before it became this one.
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


@cache
def valid_file(name: str) -> bytes:
    return encode(name, tone(0.4))


def flip(data: bytes, rng: random.Random) -> bytes:
    """Change single bytes anywhere."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 3, 30])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def change_field(data: bytes, rng: random.Random) -> bytes:
    """Overwrite a number in the header with one on some border."""
    start, size = rng.randrange(min(HEADER, len(data))), rng.choice([2, 4, 8])
    value = rng.choice(VALUES) % 256**size
    return data[:start] + value.to_bytes(size, rng.choice(["little", "big"])) + data[start + size :]


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data) + 1)]


def drop(data: bytes, rng: random.Random) -> bytes:
    """Leave out a piece, but for the first byte."""
    start = rng.randrange(1, len(data) + 1)
    return data[:start] + data[start + rng.randrange(1, 500) :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """Insert a copy of one piece somewhere else."""
    start, target = rng.randrange(len(data)), rng.randrange(len(data))
    return data[:target] + data[start : start + rng.randrange(1, 5_000)] + data[target:]


def test_many_channels_at_a_high_rate_take_little_memory(listener: ProcessPoolExecutor) -> None:
    file = io.BytesIO()  # 40 s: 246 MB as floats
    with soundfile.SoundFile(file, "w", 192_000, 8, "PCM_16", format="FLAC") as output:
        for _ in range(40):
            output.write(np.zeros((192_000, 8), np.int16))
    before = listener.submit(listen, b"").result()
    assert listener.submit(listen, file.getvalue()).result() - before < 100_000_000


@LIMITS
@given(beginning=st.sampled_from([b"", *BEGINNINGS]), rest=st.binary(max_size=5_000))
def test_random_bytes(listener: ProcessPoolExecutor, beginning: bytes, rest: bytes) -> None:
    assert listener.submit(listen, beginning + rest).result() < MAX_MEMORY


@pytest.mark.parametrize("name", NAMES)
@settings(LIMITS, max_examples=150)
@given(
    damages=st.lists(st.sampled_from([flip, change_field, cut, drop, repeat]), min_size=1, max_size=3),
    seed=st.integers(0, 2**32),
)
def test_a_damaged_file(listener: ProcessPoolExecutor, name: str, damages: list, seed: int) -> None:
    data, rng = valid_file(name), random.Random(seed)
    for damage in damages:
        data = damage(data, rng)
    assert listener.submit(listen, data).result() < MAX_MEMORY
