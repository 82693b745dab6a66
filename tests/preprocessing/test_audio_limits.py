"""The limits of a file: its size, its length, its chunks."""

import time
from pathlib import Path

import numpy as np
import pytest

from preprocessing import audio, refusals
from preprocessing.audio import load
from tests.helpers.sound_files import encode, refusal, tone

ONE_OF_EACH = ["wav-16", "m4a"]  # libsndfile's and FFmpeg's


def test_a_file_over_50_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.wav"
    with open(path, "wb") as file:
        file.truncate(50_000_001)
    words = "This file is larger than 50 MB: please cut out the part with the chord, or save it as MP3."
    assert refusal(path) == words
    assert refusal(bytes(50_000_001)) == words


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
    assert refusal(data).startswith("This recording is longer than 10 minutes: please cut out")
    assert time.process_time() - start < 2  # the limit for any file


def test_a_million_empty_chunks_do_not_hold_it_up() -> None:
    start = time.process_time()
    assert refusal(encode("wav-16", tone())[:12] + bytes(40_000_000)) == refusals.DAMAGED
    assert time.process_time() - start < 2
