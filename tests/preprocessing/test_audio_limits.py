"""The limits of a file: its size, its length, its chunks."""

import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from preprocessing import audio, refusals
from preprocessing.audio import load
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.memory import STATUS
from tests.helpers.needs import require
from tests.helpers.sound_files import encode, refusal, tone

ROOT = Path(__file__).parents[2]
ONE_OF_EACH = ["wav-16", "m4a"]  # libsndfile's and FFmpeg's


def test_a_file_over_350_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.wav"
    with open(path, "wb") as file:
        file.truncate(350_000_001)
    words = "This file is larger than 350 MB: please shorten it, or save it as MP3."
    assert refusal(path) == words
    assert refusal(bytes(350_000_001)) == words


def silent_wav(path: Path, seconds: int, rate: int, bits: int) -> Path:
    """A stereo WAV of silence, which takes no place on the disk."""
    frame = 2 * bits // 8  # bytes
    size = seconds * rate * frame
    described = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, rate, rate * frame, frame, bits)
    with open(path, "wb") as file:
        file.write(struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + described)
        file.write(struct.pack("<4sI", b"data", size))
        file.truncate(44 + size)
    return path


def test_eight_minutes_from_a_cd_take_the_memory_of_their_file(tmp_path: Path) -> None:
    require(STATUS.exists(), "only Linux says how much memory is resident")
    path = silent_wav(tmp_path / "cd.wav", 480, 44_100, 16)
    code = (
        "import sys; from preprocessing import audio; from tests.helpers.memory import resident;"
        "before = resident('self', 'VmHWM'); samples = len(audio.load(sys.argv[1]));"
        "print(samples, resident('self', 'VmHWM') - before)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, cwd=ROOT)
    samples, used = map(float, run.stdout.split())
    assert samples == 480 * SAMPLE_RATE
    assert used < 1.2 * path.stat().st_size / 1e6 + 2 * 4 * samples / 1e6  # the file, the waveform twice


def test_ten_minutes_of_the_largest_wav_are_heard_and_a_second_more_is_refused(tmp_path: Path) -> None:
    assert len(load(silent_wav(tmp_path / "ten.wav", 600, 96_000, 24))) == 600 * SAMPLE_RATE
    longer = silent_wav(tmp_path / "more.wav", 601, 96_000, 24)
    assert refusal(longer) == "This recording is longer than 10 minutes: please shorten it."


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_limits_are_the_constants(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(name, tone())
    monkeypatch.setattr(audio, "MAX_SECONDS", 1.8)
    assert refusal(data).startswith("This recording is longer than 0.03 minutes")
    monkeypatch.setattr(audio, "MAX_SECONDS", 2.1)
    monkeypatch.setattr(audio, "MAX_BYTES", len(data))
    assert len(load(data))
    monkeypatch.setattr(audio, "MAX_BYTES", len(data) - 1)
    assert refusal(data).startswith("This file is larger than")


@pytest.mark.parametrize("name", ["flac", "mp3-untagged"])
def test_an_hour_in_a_small_file_stops_at_ten_minutes(name: str) -> None:
    minute = np.zeros(60 * 8_000, np.float32)
    data = encode("flac", np.tile(minute, 60), 8_000) if name == "flac" else encode(name, minute, 8_000) * 60
    assert len(data) < 5e6
    start = time.process_time()
    assert refusal(data).startswith("This recording is longer than 10 minutes: please shorten it.")
    assert time.process_time() - start < 2  # the limit for any file


def test_a_million_empty_chunks_do_not_hold_it_up() -> None:
    start = time.process_time()
    assert refusal(encode("wav-16", tone())[:12] + bytes(40_000_000)) == refusals.DAMAGED
    assert time.process_time() - start < 2
