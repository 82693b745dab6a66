"""Bytes gone wrong give a waveform or a sentence: never a crash, another exception, 5 s of work or 500 MB."""

import io
import multiprocessing
import os
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

from preprocessing.audio import MAX_SECONDS, AudioError, load
from preprocessing.budget import WORK_SHARE
from preprocessing.layout import SAMPLE_RATE
from tests.helpers import bombs
from tests.helpers.sound_files import NAMES, encode, tone

MAX_MEMORY = 500_000_000  # bytes, of the whole process
MAX_WORK = 5.0  # seconds beyond what the length explains, on this machine and at any load
LIMITS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    start, seconds = worked(), 0.0
    try:
        waveform = load(data)
        assert waveform.ndim == 1
        assert waveform.dtype == np.float32
        assert len(waveform)
        assert np.isfinite(waveform).all()
        seconds = len(waveform) / SAMPLE_RATE
    except AudioError as error:
        seconds = MAX_SECONDS if "longer than" in str(error) else 0.0  # its words are in test_audio.py
    assert worked() - start < MAX_WORK + WORK_SHARE * seconds
    # Not getrusage: it counts what the process was before it became this one.
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


def worked() -> float:
    """Seconds of this process and of those that it has ended."""
    return sum(os.times()[:4])


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


@pytest.mark.parametrize("size", [1_000, 190_000, 1_000_000])  # here, here, and in another process
@pytest.mark.parametrize(
    "name", ["imagined_samples", "single_samples", "comments", "tag_within", "empty_boxes"]
)
def test_a_file_made_to_hold_a_worker(listener: ProcessPoolExecutor, name: str, size: int) -> None:
    assert listener.submit(listen, getattr(bombs, name)(size)).result() < MAX_MEMORY


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
