import pytest

from model.harte import parse
from training.reporting import tables
from training.reporting.scores import Judged


def make_judged(truth="C:maj", answer="C:maj", **row):
    return Judged({"source": "harp", "degradation": "clean"} | row, parse(truth), parse(answer), 0.9, True)


def test_a_table():
    assert tables.table(("a", "b"), [(1, "x")]).splitlines() == ["| a | b |", "| --- | --- |", "| 1 | x |"]


def test_paragraphs_leave_out_what_is_empty():
    assert tables.paragraphs("a", "", "b") == "a\n\nb"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.99499, "0.9950"), (1, "1.0000"), (5e6, "5,000,000")]
)
def test_figures(value, text):
    assert tables.figure(value) == text


def test_scores_as_a_table():
    judged = [make_judged(), make_judged(answer="C:min"), make_judged(answer="N"), make_judged()]
    lines = tables.scores_table("instrument", tables.by(judged, lambda j: j.row["source"])).splitlines()
    assert lines[0] == "| instrument | n | root | type | joint | refused |"
    assert lines[2] == "| harp | 4 | 0.7500 | 0.5000 | 0.5000 | 0.2500 |"


def test_groups_in_the_order_of_their_keys():
    judged = [make_judged(octave=octave) for octave in ("3", "10", "2")]
    assert list(tables.by(judged, lambda j: j.row["octave"], int)) == ["2", "3", "10"]


def test_instruments_by_degradations():
    judged = [
        make_judged(source="harp"),
        make_judged(source="organ", answer="N"),
        make_judged(source="organ", degradation="room"),
    ]
    lines = tables.cross_table(judged).splitlines()
    assert lines[0] == "|  | harp | organ |"
    assert lines[2:] == ["| clean | 1.0000 | 0.0000 |", "| room |  | 1.0000 |"]


@pytest.mark.parametrize(("seconds", "name"), [("0.50", "0.5 s"), ("0.51", "to 1 s"), ("4.10", "to 4 s")])
def test_lengths_have_names(seconds, name):
    assert tables.length(make_judged(seconds=seconds)) == name


@pytest.mark.parametrize(
    ("truth", "degradation", "name"),
    [("C:maj", "clean", "chords, clean"), ("C:maj", "room", "room"), ("N", "clean", "no chord")],
)
def test_conditions(truth, degradation, name):
    assert tables.condition(make_judged(truth, degradation=degradation)) == name


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
    assert tables.mistake(make_judged(truth, answer)) == words
