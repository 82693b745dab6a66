import re

import numpy as np
import pytest
import soundfile
import torch

from model.chords import NO_CHORD, TYPES
from model.decision import TRIAD_TYPES
from model.harte import parse
from model.prediction import Answer, Candidate
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.judged import make_judged
from tests.helpers.manifests import write_manifest
from tests.helpers.sounds import together
from training import testset
from training.manifest import ManifestError
from training.reporting import results
from training.reporting.results import MEL, OURS
from training.reporting.scores import score_by
from training.sounds import degradations
from training.testset import HeldOut

C_MAJOR = together(60, 64, 67, seconds=1.0)


def test_groups_stand_in_their_natural_order():
    judged = [
        make_judged("C:sus4", octave="4", seconds="3.00"),
        make_judged("C:min/b3", octave="10", seconds="0.50"),
        make_judged("C:maj", octave="3", seconds="0.90"),
    ]
    found = results.by_everything(judged)
    assert [*found["Type"]] == ["maj", "min", "sus4"]
    assert [*found["Octave of the bass"]] == ["3", "4", "10"]
    assert {name: scores.n for name, scores in found["Bass"].items()} == {
        "the root": 2,
        "another note of the chord": 1,
    }
    assert [*found["Length"]] == ["0.5 s", "to 1 s", "to 4 s"]


def test_scores_as_a_table():
    judged = [make_judged(), make_judged(answer="C:min"), make_judged(answer="N"), make_judged()]
    lines = results.scores_table("instrument", score_by(judged, lambda j: j.row["source"])).splitlines()
    assert lines[0] == "| instrument | n | root | type | joint | bass | refused | certain and wrong |"
    assert lines[2] == "| harp | 4 | 0.7500 | 0.5000 | 0.5000 | 0.7500 | 0.2500 | 0.0000 |"


def test_instruments_by_degradations():
    judged = [
        make_judged(source="harp"),
        make_judged(source="organ", answer="N"),
        make_judged(source="organ", degradation="room"),
    ]
    lines = results.cross_table(judged).splitlines()
    assert lines[0] == "|  | harp | organ |"
    assert lines[2:] == ["| clean | 1.0000 | 0.0000 |", "| room |  | 1.0000 |"]


def test_real_recordings_by_what_their_manifest_says():
    assert results.real_tables([]) == results.ABSENT
    text = results.real_tables([make_judged(instrument="synthesiser", room="dry")])
    assert "| synthesiser | 1 | 1.0000 | 1.0000 | 1.0000 | 1.0000 | 0.0000 | 0.0000 |" in text
    assert "| dry | 1 |" in text


def test_the_commonest_mistakes_come_first():
    judged = [make_judged("C:min", "C:maj")] * 3 + [make_judged("C:min", "N")] + [make_judged()] * 5
    assert results.mistakes(judged).splitlines() == [
        "| 4 mistakes in 9 recordings | n |",
        "| --- | --- |",
        "| min heard as maj on the same root | 3 |",
        "| min heard as no chord | 1 |",
    ]


@pytest.mark.parametrize(
    ("truth", "answer", "words"),
    [
        ("C:min", "C:maj", "min heard as maj on the same root"),
        ("A:min", "C:maj", "min heard as maj on a root 3 semitones above"),
        ("C:maj", "A:min", "maj heard as min on a root 9 semitones above"),
        ("C:maj", "N", "maj heard as no chord"),
        ("N", "C:maj", "harp heard as a chord"),
    ],
)
def test_mistakes_in_words(truth, answer, words):
    assert results.mistake(make_judged(truth, answer)) == words


def test_calibration_of_clean_degraded_and_real():
    degraded = [make_judged(answer="D:maj", degradation="room", sure=False), make_judged(degradation="room")]
    sets = results.sets_of([make_judged(confidence=0.75), *degraded], [make_judged(confidence=1.0)])
    text = results.calibration(sets)
    assert "| clean | 1 | 0.2500 | 0.0000 | 0.0000 |  |" in text
    assert "| degraded | 2 | 0.4000 | 0.5000 | 0.0000 | 1.0000 |" in text
    assert "| real recordings | 1 | 0.0000 |" in text


def test_listeners_side_by_side():
    ours = [make_judged(), make_judged(degradation="room")]
    mel = [make_judged(), make_judged(degradation="room", answer="D:maj")]
    both = {OURS: ours, MEL: mel}
    assert results.side_by_side(results.shares(both, both)).splitlines() == [
        f"|  | {OURS} | {MEL} |",
        "| --- | --- | --- |",
        "| chords, clean | 1.0000 | 1.0000 |",
        "| room | 1.0000 | 0.0000 |",
        "| real recordings | 1.0000 | 0.5000 |",
    ]


def test_triads_and_no_chord_are_heard_side_by_side(tmp_path):
    rows = [("a.wav", "C", "maj"), ("b.wav", "C", "min7"), ("c.wav", "N", "")]
    path = write_manifest(tmp_path / "manifest.csv", rows)
    heard = []

    class Stub:
        def predict(self, source):
            heard.append(source)
            return Answer((Candidate(parse("C:maj"), 1.0),))

    found = results.judge_triads({MEL: Stub()}, path)
    assert heard == [tmp_path / "a.wav", tmp_path / "c.wav"]
    assert [j.right for j in found[MEL]] == [True, False]


def test_all_listeners_answer_in_triads(tmp_path):
    recognizer = results.untrained()
    listeners = results.find_listeners(recognizer, tmp_path / "none")
    soundfile.write(tmp_path / "a.wav", C_MAJOR, SAMPLE_RATE)
    for name in (OURS, results.UNTRAINED):
        answer = listeners[name].predict(tmp_path / "a.wav").answer
        assert {candidate.chord.type for candidate in answer.candidates} == {*TRIAD_TYPES, None}
    assert recognizer.predict(C_MAJOR).answer.types.keys() == set(TYPES)


@pytest.mark.parametrize(("seconds", "name"), [("0.50", "0.5 s"), ("0.51", "to 1 s"), ("4.10", "to 4 s")])
def test_lengths_have_names(seconds, name):
    assert results.length(make_judged(seconds=seconds)) == name


@pytest.mark.parametrize(
    ("truth", "degradation", "name"),
    [("C:maj", "clean", "chords, clean"), ("C:maj", "room", "room"), ("N", "clean", "no chord")],
)
def test_conditions(truth, degradation, name):
    assert results.condition(make_judged(truth, degradation=degradation)) == name


def test_the_untrained_recogniser_is_always_the_same_and_leaves_the_seed_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    answers = [results.untrained().predict(C_MAJOR) for _ in range(2)]
    assert torch.rand(1) == expected
    assert answers[0].answer == answers[1].answer
    assert answers[0].confidence < 0.5


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A report on three clips, one of them degraded, and on one real recording."""
    folder = tmp_path_factory.mktemp("report")
    room = degradations.table(())["room, 0.8 s"](C_MAJOR, np.random.default_rng(0))
    clips = [
        HeldOut(C_MAJOR, parse("C:maj"), "fluid_000", 4),
        HeldOut(room, parse("C:maj"), "fluid_000", 4, degradation="room, 0.8 s"),
        HeldOut(np.zeros(SAMPLE_RATE, np.float32), NO_CHORD, "silence"),
    ]
    testset.write(clips, folder / "testset")
    soundfile.write(folder / "real.wav", C_MAJOR, SAMPLE_RATE)
    columns = ("path", "root", "type", "instrument", "room")
    real = write_manifest(folder / "real.csv", [("real.wav", "C", "maj", "guitar", "dry")], columns)
    log = folder / "training-log.csv"
    log.write_text("step,joint,root_loss,type_loss\n19,0.5,1.0,0.9\n39,0.6,0.8,0.7\n")
    manifest, docs = folder / "testset" / "manifest.csv", folder / "docs"
    path = results.write(manifest, docs, real=real, mel_file=folder / "none", log=log)
    return path.parent, path.read_text(encoding="utf-8")


def test_the_report_fills_its_page(written):
    for words in (
        "made at `",
        "3 clips of the held-out test set; 1 real recordings",
        "| real triads, triads alone: exact | 1 | >= 0.9828 | 1.0000 | met |",
        "| room, 0.8 s: exact | 1 | >= 0.9300 | 1.0000 | met |",
        "|  | Chordscope | the same, untrained | template matcher |",
        "| chords, clean | 1.0000 | 0.0000 | 1.0000 |",
        "| up to 20 dB | 1 | 1.0000 |",
    ):
        assert words in written[1]
    assert "not measured" not in written[1]


def test_the_figures_are_there(written):
    folder, text = written
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert {folder / picture for picture in pictures} == set((folder / "figures").iterdir())


def test_a_manifest_of_something_else_is_refused(tmp_path):
    manifest = write_manifest(tmp_path / "manifest.csv", [("a.wav", "C", "maj")])
    with pytest.raises(ManifestError, match="no column bass, kind"):
        results.write(manifest, tmp_path)
