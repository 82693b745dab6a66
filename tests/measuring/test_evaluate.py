import json
import sys

import pytest

from tests.helpers.manifests import write_manifest
from tests.helpers.predictions import make_prediction
from tests.measuring.test_scores import HEADER, ROWS
from training import evaluate


class Stub:
    """A recogniser that knows the files by their paths, and remembers whether it was asked."""

    def __init__(self, folder):
        self.answers = {folder / row[0]: row[5:] for row in ROWS}
        self.asked = []

    def predict(self, path, vocabulary):
        self.asked.append(vocabulary)
        label, sure = self.answers[path]
        return make_prediction((label, 0.9), sure=sure)


@pytest.fixture
def stub(tmp_path):
    return Stub(tmp_path)


@pytest.fixture
def command(tmp_path, stub, monkeypatch, capsys):
    """The command line with the stub: options in, what it prints out."""
    manifest = write_manifest(tmp_path / "manifest.csv", [row[:5] for row in ROWS], HEADER)

    def run(*options, manifest=manifest):
        monkeypatch.setattr(evaluate.Recognizer, "load", lambda: stub)
        monkeypatch.setattr(sys, "argv", ["evaluate", "--manifest", str(manifest), *options])
        evaluate.main()
        return capsys.readouterr().out

    return run


def test_json(command):
    printed = json.loads(command("--json", "--by", "instrument"))
    by, mistakes = printed.pop("by"), printed.pop("mistakes")
    assert printed == {
        "n": 5,
        "root": 0.6,
        "type": 0.4,
        "joint": 0.4,
        "bass": None,
        "not_sure": 0.4,
        "right_withheld": 0,
        "wrong_withheld": pytest.approx(2 / 3),
        "refused": pytest.approx(1 / 3),
        "certain_wrong": 0,
        "calibration_error": pytest.approx(0.5),
    }
    assert {name: scores["n"] for name, scores in by.items()} == {"guitar": 1, "none": 2, "piano": 2}
    assert len(mistakes) == 3


def test_a_table_for_people(command):
    printed = command("--by", "instrument")
    assert all(word in printed for word in ("joint", "bass", "refused", "0.4000", "guitar"))


def test_mistakes_are_listed(command):
    mistakes = command("--mistakes").splitlines()[-3:]
    assert mistakes == [
        "more/b.wav: C:maj heard as C:min",
        "more/c.wav: Db:dim heard as N",
        "e.wav: N heard as G:aug",
    ]


@pytest.mark.parametrize("vocabulary", ["all", "triads"])
def test_a_vocabulary_is_asked_for(command, stub, vocabulary):
    command("--vocabulary", vocabulary)
    assert set(stub.asked) == {vocabulary}


def test_an_unknown_column_is_refused_before_anything_is_heard(command, stub, capsys):
    with pytest.raises(SystemExit):
        command("--by", "instrument", "colour")
    assert "no column colour; it has path, root, type, instrument, room" in capsys.readouterr().err
    assert not stub.asked


def test_an_empty_manifest_is_refused_in_words(command, tmp_path, capsys):
    empty = write_manifest(tmp_path / "empty.csv", [])
    with pytest.raises(SystemExit):
        command(manifest=empty)
    assert "lists no recordings" in capsys.readouterr().err


def test_a_missing_manifest_is_refused_in_words(command, tmp_path, capsys):
    with pytest.raises(SystemExit):
        command(manifest=tmp_path / "missing.csv")
    assert "missing.csv" in capsys.readouterr().err


def test_something_to_hear_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["evaluate"])
    with pytest.raises(SystemExit):
        evaluate.main()
    assert "--manifest FILE.csv or --report" in capsys.readouterr().err


def test_a_report_needs_the_columns_of_the_test_set(command, tmp_path, capsys):
    with pytest.raises(SystemExit):
        command("--report", str(tmp_path))
    assert "no column bass, kind, voicing, source" in capsys.readouterr().err
