"""The folder of uploads."""

import os
import time
from pathlib import Path

import pytest

from ui import uploads

HOUR = 3600  # seconds


def test_old_files_go_whoever_left_them_and_new_ones_stay(tmp_path: Path) -> None:
    old, new = tmp_path / "0123" / "song.mp3", tmp_path / "4567" / "chord.wav"
    for path in (old, new):
        path.parent.mkdir()
        path.touch()
    os.utime(old, (time.time() - HOUR,) * 2)
    uploads.sweep(tmp_path, HOUR / 2)
    assert (old.exists(), new.exists()) == (False, True)


def test_what_is_swept_belongs_to_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(uploads.VARIABLE, str(tmp_path))
    assert uploads.own_folder() == tmp_path
    monkeypatch.delenv(uploads.VARIABLE)
    assert uploads.own_folder().name == "chordscope"
    assert os.environ[uploads.VARIABLE] == str(uploads.own_folder())
