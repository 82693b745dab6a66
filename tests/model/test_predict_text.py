"""The words of the command line."""

import tomllib
from pathlib import Path

import pytest

from model import predict
from tests.helpers.predictions import make_prediction


@pytest.mark.parametrize(
    ("fields", "remarks"),
    [
        ({}, ""),
        ({"sure": False}, "  (not sure: or C♯m7♭5/E)"),
        ({"start": 12.0, "end": 16.0, "seconds": 20.0}, "  (judged: 12.0 to 16.0 s)"),
        ({"several": "F:min C:7/3"}, "  (several chords: Fm, C7/E; --song tells when)"),
        ({"note": 70, "sure": False}, "  (not sure: or C♯m7♭5/E; single note: B♭4)"),
    ],
)
def test_a_readable_line_ends_in_remarks(fields, remarks):
    prediction = make_prediction(("F:min", 0.6), ("Db:hdim7/b3", 0.4), **fields)
    line = predict.as_row("x.wav", prediction)
    assert line == f"Fm            60% {prediction.seconds:7.1f} s  x.wav{remarks}"


def test_the_help_tells_what_a_newcomer_needs_and_fits_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit, match="0"):
        predict.main(["--help"])
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    for word in ("exit status", "N.C.", "--vocabulary", "FLAC", "examples"):
        assert word in out


def test_the_version_is_that_of_the_project(capsys):
    with pytest.raises(SystemExit, match="0"):
        predict.main(["--version"])
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"Chordscope {tomllib.loads(project)['project']['version']}\n"
