import numpy as np
import pytest
import soundfile

from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.decision import TRIADS
from model.harte import parse
from model.prediction import Answer, Candidate
from model.recognizer import Recognizer
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.judged import make_judged
from tests.helpers.manifests import write_manifest
from training.reporting import scores

HEADER = ("path", "root", "type", "instrument", "room")
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


@pytest.fixture
def manifest(tmp_path):
    return write_manifest(tmp_path / "manifest.csv", [row[:5] for row in ROWS], HEADER)


@pytest.fixture
def judged(manifest):
    return scores.judge(Stub(manifest.parent), manifest)


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


def test_the_bass_is_scored_where_it_is_told():
    judged = [
        make_judged("C:maj/3", "C:maj/3"),
        make_judged("C:maj/3", "C:maj"),
        make_judged("C:maj", "C:maj/5"),
        make_judged("C:maj", "A:min/b3"),  # over C as well
        make_judged("C:maj/3", "C:maj", bass=""),
        make_judged("N", "N"),
    ]
    found = scores.score(judged)
    assert found.bass == 0.5
    assert found.joint == pytest.approx(5 / 6)
    assert scores.score(judged[-1:]).bass is None


def test_certain_and_wrong_is_a_share_of_all():
    certain = [make_judged("C:maj", answer, confidence=0.95) for answer in ("C:maj", "A:min7")]
    unsure = [make_judged("C:maj", "A:min7", confidence=0.94), make_judged("N", "C:maj", confidence=0.5)]
    assert scores.score(certain + unsure).certain_wrong == 0.25


def test_a_vocabulary_hears_chords_by_their_families(tmp_path):
    rows = [("a.wav", "C", "min7", "C:min"), ("b.wav", "C", "sus4", "C:maj"), ("c.wav", "N", "", "C:dim")]
    path = write_manifest(tmp_path / "manifest.csv", [row[:3] for row in rows])
    stub = Stub(tmp_path)
    stub.answers = {tmp_path / name: (label, True) for name, *_, label in rows}
    judged = scores.judge(stub, path, vocabulary=TRIADS)
    assert [(j.truth.label, j.answer.label) for j in judged] == [("C:min", "C:min"), ("N", "C:dim")]


def test_right_and_wrong_answers_are_withheld_apart():
    right = [make_judged("C:maj", "C:maj", sure=i > 0) for i in range(4)]
    wrong = [make_judged("C:maj", "D:maj", sure=i > 2) for i in range(4)]
    found = scores.score(right + wrong)
    assert (found.right_withheld, found.wrong_withheld, found.not_sure) == (0.25, 0.75, 0.5)


def test_a_perfectly_calibrated_listener_has_no_error():
    judged = [make_judged("C:maj", "C:maj" if i < 8 else "D:maj", confidence=0.8) for i in range(10)]
    assert scores.score(judged).calibration_error == pytest.approx(0, abs=1e-6)


def test_scores_by_a_column(judged):
    by_instrument = scores.score_by(judged, lambda j: j.row["instrument"], str)
    assert list(by_instrument) == ["guitar", "none", "piano"]
    assert (by_instrument["piano"].n, by_instrument["piano"].joint) == (2, 0.5)
    as_they_come = scores.score_by(judged, lambda j: j.row["instrument"])
    assert list(as_they_come) == ["piano", "guitar", "none"]


def test_groups_come_as_they_first_stand():
    judged = [make_judged(truth, "N") for truth in ("D:maj", "C:maj", "D:min")]
    groups = scores.group_by(judged, lambda j: j.truth.root)
    assert {name: len(group) for name, group in groups.items()} == {"D": 2, "C": 1}
    assert list(groups) == ["D", "C"]


def test_the_real_recogniser_reads_the_audio_files(manifest):
    (manifest.parent / "more").mkdir()
    for row in ROWS:
        soundfile.write(manifest.parent / row[0], np.zeros(SAMPLE_RATE // 2), SAMPLE_RATE)
    recognizer = Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())
    assert scores.score(scores.judge(recognizer, manifest)).n == len(ROWS)


def test_a_file_that_cannot_be_read_stops_it(manifest):
    with pytest.raises(AudioError):
        scores.judge(Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN()), manifest)
