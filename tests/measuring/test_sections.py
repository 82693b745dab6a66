import pytest

from model.harte import parse
from training.reporting import sections
from training.reporting.bars import AT_LEAST, Bar
from training.reporting.scores import Judged
from training.reporting.sections import MEL, OURS, Heard


def make_judged(truth="C:maj", answer="C:maj", confidence=0.9, sure=True, **row):
    own = {"source": "harp", "degradation": "clean", "inversion": "0", "octave": "3", "seconds": "1.00"}
    return Judged(own | row, parse(truth), parse(answer), confidence, sure)


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "figures").mkdir()
    return tmp_path


def test_a_measure_has_its_note():
    assert sections.measured(Bar("it", AT_LEAST, 0.9, 0.95, 12, "worst: harp")) == "0.9500, worst: harp"
    assert sections.measured(Bar("it", AT_LEAST, 0.9, None)) == ""


def test_groups_stand_in_their_natural_order(docs):
    judged = [
        make_judged("C:aug", octave="4", seconds="3.00", inversion="2"),
        make_judged("C:min", octave="2", seconds="0.50", inversion="1"),
        make_judged("C:maj", octave="3", seconds="0.90", inversion="0"),
    ]
    lines = sections.accuracies(judged, docs).splitlines()
    first = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("|")]
    for order in (
        ("maj", "min", "aug"),
        ("2", "3", "4"),
        ("root position", "first inversion", "second inversion"),
        ("0.5 s", "to 1 s", "to 4 s"),
    ):
        assert sorted(order, key=first.index) == list(order)


def test_without_real_recordings_it_says_so():
    assert "not on the machine" in sections.real_accuracies([])


def test_the_commonest_mistakes_come_first(docs):
    judged = [make_judged("C:min", "C:maj")] * 3 + [make_judged("C:min", "N")] + [make_judged()] * 5
    text = sections.confusions(Heard({OURS: judged}, {}), docs)
    assert "Over all 9 recordings, of which 4 are named wrong." in text
    first, second = [line for line in text.splitlines() if line.startswith("| min")]
    assert first == "| min heard as maj on the same root | 3 |"
    assert second == "| min heard as no chord | 1 |"


def test_without_mistakes_there_is_no_table(docs):
    assert "commonest" not in sections.confusions(Heard({OURS: [make_judged()]}, {}), docs)


def test_calibration_of_clean_degraded_and_real(docs):
    degraded = [make_judged(answer="D:maj", degradation="room", sure=False), make_judged(degradation="room")]
    heard = Heard({OURS: [make_judged(confidence=0.75), *degraded]}, {OURS: [make_judged(confidence=1.0)]})
    text = sections.calibration(heard, docs)
    assert "| clean | 1 | 0.2500 | 0.0000 | 0.0000 |  |" in text
    assert "| degraded | 2 | 0.4000 | 0.5000 | 0.0000 | 1.0000 |" in text
    assert "| real recordings | 1 | 0.0000 |" in text


def test_listeners_side_by_side(docs):
    ours = [make_judged(), make_judged(degradation="room")]
    mel = [make_judged(), make_judged(degradation="room", answer="D:maj")]
    text = sections.side_by_side(Heard({OURS: ours, MEL: mel}, {OURS: ours, MEL: mel}), docs)
    assert "| chords, clean | 1.0000 | 1.0000 |" in text
    assert "| room | 1.0000 | 0.0000 |" in text
    assert "| real recordings | 1.0000 | 0.5000 |" in text
    assert "was not trained here" not in text


def test_without_a_log_there_are_no_curves(docs):
    assert sections.learning(docs / "training-log.csv", docs) == ""
