import csv

import numpy as np
import pytest
import soundfile

from model.chords import NO_CHORD
from model.harte import parse
from model.networks import RootCNN, TypeCNN
from model.prediction import Answer, Candidate
from model.recognizer import Recognizer
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from training.reporting import scores
from training.reporting.scores import Judged

ROWS = [  # path, root, type, instrument, room; what the stub hears, and whether it is sure of it
    ("a.wav", "C", "maj", "piano", "dry", "C:maj", True),
    ("more/b.wav", "C", "maj", "piano", "hall", "C:min", False),
    ("more/c.wav", "Db", "dim", "guitar", "dry", "N", True),
    ("d.wav", "N", "", "none", "dry", "N", True),
    ("e.wav", "", "", "none", "dry", "G:aug", False),
]


class Stub:
    """A listener that knows the files by their paths."""

    def __init__(self, folder):
        self.answers = {folder / row[0]: row[5:] for row in ROWS}

    def predict(self, path):
        label, sure = self.answers[path]
        return Answer((Candidate(parse(label), 0.9),), sure)


def write_manifest(path, rows, header=("path", "root", "type", "instrument", "room")):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def manifest(tmp_path):
    return write_manifest(tmp_path / "manifest.csv", [row[:5] for row in ROWS])


@pytest.fixture
def judged(manifest):
    return scores.judge(Stub(manifest.parent), manifest)


def make_judged(truth, answer, confidence=0.9, sure=True):
    return Judged({}, parse(truth), parse(answer), confidence, sure)


def test_every_row_is_judged_with_paths_relative_to_the_manifest(judged):
    assert [item.answer.label for item in judged] == [row[5] for row in ROWS]
    assert [item.truth.label for item in judged] == ["C:maj", "C:maj", "Db:dim", "N", "N"]
    assert [item.row["room"] for item in judged] == [row[4] for row in ROWS]
    assert {item.confidence for item in judged} == {0.9}


def test_scores(judged):
    found = scores.score(judged)
    assert (found.n, found.root, found.type, found.joint, found.not_sure) == (5, 0.6, 0.4, 0.4, 0.4)
    assert found.right_withheld == 0
    assert found.wrong_withheld == pytest.approx(2 / 3)
    assert found.refused == pytest.approx(1 / 3)
    assert found.calibration_error == pytest.approx(0.5)


def test_no_chord_called_a_chord_is_wrong_in_all_ways():
    found = scores.score([make_judged("N", "C:maj")])
    assert (found.root, found.type, found.joint) == (0, 0, 0)
    assert found.refused is None
    assert found.right_withheld is None


def test_right_and_wrong_answers_are_withheld_apart():
    right = [make_judged("C:maj", "C:maj", sure=i > 0) for i in range(4)]
    wrong = [make_judged("C:maj", "D:maj", sure=i > 2) for i in range(4)]
    found = scores.score(right + wrong)
    assert (found.right_withheld, found.wrong_withheld, found.not_sure) == (0.25, 0.75, 0.5)


def test_a_perfectly_calibrated_listener_has_no_error():
    judged = [make_judged("C:maj", "C:maj" if i < 8 else "D:maj", confidence=0.8) for i in range(10)]
    assert scores.score(judged).calibration_error == pytest.approx(0, abs=1e-6)


def test_scores_by_one_column_and_by_two(judged):
    by_instrument = scores.score_by(judged, ["instrument"])
    assert list(by_instrument) == ["guitar", "none", "piano"]
    assert (by_instrument["piano"].n, by_instrument["piano"].joint) == (2, 0.5)
    by_both = scores.score_by(judged, ["instrument", "room"])
    assert {name: found.n for name, found in by_both.items()} == {
        "guitar dry": 1,
        "none dry": 2,
        "piano dry": 1,
        "piano hall": 1,
    }


def test_groups_come_as_they_first_stand():
    judged = [make_judged(truth, "N") for truth in ("D:maj", "C:maj", "D:min")]
    groups = scores.group_by(judged, lambda j: j.truth.root)
    assert {name: len(group) for name, group in groups.items()} == {"D": 2, "C": 1}
    assert list(groups) == ["D", "C"]


@pytest.mark.parametrize(
    ("rows", "header", "columns", "words"),
    [
        ([], ("path", "root", "type"), (), "lists no recordings"),
        ([("a.wav", "C")], ("path", "root"), (), "no column type; it has path, root"),
        ([("a.wav", "C", "maj")], ("path", "root", "type"), ("room",), "no column room"),
        ([("a.wav", "H", "maj")], ("path", "root", "type"), (), "not a chord: root 'H'"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_in_words(tmp_path, rows, header, columns, words):
    path = write_manifest(tmp_path / "manifest.csv", rows, header)
    with pytest.raises(ValueError, match=words):
        scores.read_manifest(path, columns)


def test_an_empty_file_is_refused_in_words(tmp_path):
    (tmp_path / "manifest.csv").touch()
    with pytest.raises(ValueError, match="no column path, root, type; it has none"):
        scores.read_manifest(tmp_path / "manifest.csv")


def test_no_chord_is_n_or_nothing():
    assert scores.truth({"root": "N", "type": ""}) == NO_CHORD
    assert scores.truth({"root": "", "type": ""}) == NO_CHORD


def test_the_real_recogniser_reads_the_audio_files(manifest):
    (manifest.parent / "more").mkdir()
    for row in ROWS:
        soundfile.write(manifest.parent / row[0], np.zeros(SAMPLE_RATE // 2), SAMPLE_RATE)
    recognizer = Recognizer(RootCNN(), TypeCNN(), (1.0, 1.0), 0.5)
    assert scores.score(scores.judge(recognizer, manifest)).n == len(ROWS)


def test_a_file_that_cannot_be_read_stops_it(manifest):
    with pytest.raises(AudioError):
        scores.judge(Recognizer(RootCNN(), TypeCNN(), (1.0, 1.0), 0.5), manifest)
