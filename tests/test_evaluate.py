import csv
import json
import sys

import numpy as np
import pytest
import soundfile

from model.chords import NO_CHORD, parse
from model.networks import RootCNN, TypeCNN
from model.recognizer import Recognizer
from preprocessing.audio import SAMPLE_RATE, AudioError
from tests.conftest import make_prediction
from training import evaluate

ROWS = [  # path, root, type, instrument, room; what the stub hears, and whether it is sure of it
    ("a.wav", "C", "maj", "piano", "dry", "C:maj", True),
    ("more/b.wav", "C", "maj", "piano", "hall", "C:min", False),
    ("more/c.wav", "Db", "dim", "guitar", "dry", "D:dim", True),
    ("d.wav", "N", "", "none", "dry", "N", True),
    ("e.wav", "", "", "none", "dry", "G:aug", False),
]


class Stub:
    """A recogniser that knows the files by their paths."""

    def __init__(self, folder):
        self.answers = {folder / row[0]: row[5:] for row in ROWS}

    def predict(self, path):
        label, sure = self.answers[path]
        return make_prediction((label, 0.9), sure=sure)


@pytest.fixture
def manifest(tmp_path):
    path = tmp_path / "manifest.csv"
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([("path", "root", "type", "instrument", "room"), *(r[:5] for r in ROWS)])
    return path


@pytest.fixture
def judged(manifest):
    return evaluate.judge(Stub(manifest.parent), manifest)


@pytest.fixture
def command(manifest, monkeypatch, capsys):
    """The command line with the stub: options in, what it prints out."""

    def run(*options):
        monkeypatch.setattr(evaluate.Recognizer, "load", lambda: Stub(manifest.parent))
        monkeypatch.setattr(sys, "argv", ["evaluate", "--manifest", str(manifest), *options])
        evaluate.main()
        return capsys.readouterr().out

    return run


def test_every_row_is_judged_with_paths_relative_to_the_manifest(judged):
    assert [item.answer.label for item in judged] == [row[5] for row in ROWS]
    assert [item.truth.label for item in judged] == ["C:maj", "C:maj", "Db:dim", "N", "N"]
    assert [item.row["room"] for item in judged] == [row[4] for row in ROWS]


def test_scores(judged):
    assert evaluate.score(judged) == evaluate.Scores(n=5, root=0.6, type=0.6, joint=0.4, not_sure=0.4)


def test_no_chord_called_a_chord_is_wrong_in_all_ways():
    judged = [evaluate.Judged({}, NO_CHORD, parse("C:maj"), True)]
    assert evaluate.score(judged) == evaluate.Scores(n=1, root=0, type=0, joint=0, not_sure=0)


def test_scores_by_one_column_and_by_two(judged):
    by_instrument = evaluate.score_by(judged, ["instrument"])
    assert list(by_instrument) == ["guitar", "none", "piano"]
    assert by_instrument["piano"] == evaluate.Scores(n=2, root=1, type=0.5, joint=0.5, not_sure=0.5)
    assert by_instrument["guitar"] == evaluate.Scores(n=1, root=0, type=1, joint=0, not_sure=0)
    by_both = evaluate.score_by(judged, ["instrument", "room"])
    assert {name: scores.n for name, scores in by_both.items()} == {
        "guitar dry": 1,
        "none dry": 2,
        "piano dry": 1,
        "piano hall": 1,
    }


def test_json(command):
    printed = json.loads(command("--json", "--by", "instrument"))
    by, mistakes = printed.pop("by"), printed.pop("mistakes")
    assert printed == {"n": 5, "root": 0.6, "type": 0.6, "joint": 0.4, "not_sure": 0.4}
    assert {name: scores["n"] for name, scores in by.items()} == {"guitar": 1, "none": 2, "piano": 2}
    assert len(mistakes) == 3


def test_a_table_for_people(command):
    printed = command()
    assert "joint" in printed
    assert "0.4000" in printed


def test_mistakes_are_listed(command):
    mistakes = command("--mistakes").splitlines()[-3:]
    assert mistakes == [
        "more/b.wav: C:maj heard as C:min",
        "more/c.wav: Db:dim heard as D:dim",
        "e.wav: N heard as G:aug",
    ]


def test_the_real_recogniser_reads_the_audio_files(manifest):
    (manifest.parent / "more").mkdir()
    for row in ROWS:
        soundfile.write(manifest.parent / row[0], np.zeros(SAMPLE_RATE // 2), SAMPLE_RATE)
    recognizer = Recognizer(RootCNN(), TypeCNN(), (1.0, 1.0), 0.5)
    assert evaluate.score(evaluate.judge(recognizer, manifest)).n == len(ROWS)


def test_a_file_that_cannot_be_read_stops_it(manifest):
    with pytest.raises(AudioError):
        evaluate.judge(Recognizer(RootCNN(), TypeCNN(), (1.0, 1.0), 0.5), manifest)
