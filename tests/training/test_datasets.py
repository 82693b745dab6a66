"""The command line of training.datasets; what is behind it has tests of its own."""

import subprocess
import sys

import pytest

from tests.helpers.file_server import serve_files
from tests.training.fetching.test_triads import ARCHIVE, FILE, PATH, describe
from training import datasets
from training.places import ROOT


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["datasets", *map(str, arguments)])
    return datasets.main()


def test_triads_are_fetched_and_doubled(monkeypatch, tmp_path):
    with serve_files({PATH: describe(ARCHIVE), FILE: ARCHIVE}) as server:
        status = run(
            monkeypatch, "fetch", "audio-piano-triads", "--to", tmp_path / "a", "--base-url", server.url
        )
    assert status == 0
    assert len((tmp_path / "a" / "manifest.csv").read_text().splitlines()) == 10
    assert run(monkeypatch, "double", tmp_path / "a", "--to", tmp_path / "b", "--jobs", 1) == 0
    assert len((tmp_path / "b" / "manifest.csv").read_text().splitlines()) == 19


@pytest.mark.parametrize("command", ["audio-piano-triads", "notes"])
def test_errors_are_words(monkeypatch, tmp_path, capsys, command):
    with serve_files() as server:
        status = run(monkeypatch, "fetch", command, "--to", tmp_path, "--base-url", server.url)
    assert status == 1
    assert "404" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_reported(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert run(monkeypatch, "fetch", "notes", "--to", tmp_path / "file") == 1
    assert "File exists" in capsys.readouterr().err


def test_an_interruption_is_no_stack_trace(monkeypatch, tmp_path, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets.triads, "fetch", interrupt)
    assert run(monkeypatch, "fetch", "audio-piano-triads", "--to", tmp_path) == 130
    assert "Run it again" in capsys.readouterr().err


def test_the_command_exits_with_its_status(tmp_path):
    with serve_files() as server:
        command = [sys.executable, "-m", "training.datasets", "fetch", "audio-piano-triads"]
        options = ["--to", str(tmp_path), "--base-url", server.url]
        done = subprocess.run(command + options, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Not Found" in done.stderr
