"""Probabilities as bars."""

import re

from model.chords import NO_CHORD, ROOT_LABELS, TYPES, Chord
from tests.helpers.predictions import TRIADS, make_prediction
from ui import bars
from ui.naming import FLATS, SHARPS, Naming

FLAT = Naming(FLATS)
PREDICTION = make_prediction(("Db:min", 0.75), ("E:maj", 0.125), ("Db:maj", 0.0625), ("N", 0.0625))


def meters(html: str) -> dict[str, float]:
    """Each meter's spoken label and its value in percent."""
    found = re.findall('role="meter" aria-label="(.*?)".*?aria-valuenow="(.*?)"', html)
    return {label: float(value) for label, value in found}


def test_there_is_a_bar_for_every_root_and_for_none() -> None:
    values = meters(bars.roots(PREDICTION, FLAT, bars.BY_PITCH))
    assert len(values) == len(ROOT_LABELS)
    assert (values["D-flat"], values["E"], values["none"]) == (81.2, 12.5, 6.2)


def test_roots_stand_by_pitch_or_by_fifths_and_keep_their_values() -> None:
    by_pitch = meters(bars.roots(PREDICTION, FLAT, bars.BY_PITCH))
    by_fifths = meters(bars.roots(PREDICTION, FLAT, bars.BY_FIFTHS))
    assert list(by_pitch)[:4] == ["C", "D-flat", "D", "E-flat"]
    assert list(by_fifths)[:5] == ["C", "G", "D", "A", "E"]
    assert list(by_fifths)[-3:] == ["B-flat", "F", "none"]
    assert by_pitch == by_fifths


def test_roots_have_the_persons_names() -> None:
    assert "C-sharp" in meters(bars.roots(PREDICTION, Naming(SHARPS), bars.BY_PITCH))


def test_there_is_a_bar_for_every_type_of_the_vocabulary() -> None:
    values = meters(bars.types(make_prediction(("Db:min", 0.75), ("Db:maj", 0.25))))
    assert len(values) == len(TYPES)
    assert (values["major"], values["minor"]) == (25.0, 75.0)
    simple = bars.types(make_prediction(("Db:min", 0.75), ("Db:maj", 0.25), vocabulary=TRIADS))
    assert meters(simple) == {"major": 25.0, "minor": 75.0, "diminished": 0.0, "augmented": 0.0}
    assert "<details" not in simple


def opened_and_folded(html: str) -> tuple[list[str], list[str]]:
    """The spoken labels of the bars that are seen at once, and of the others."""
    opened, _, folded = html.partition("<details")
    return list(meters(opened)), list(meters(folded))


def test_the_likely_types_are_seen_by_family_and_the_others_folded() -> None:
    html = bars.types(
        make_prediction(("C:min7", 0.5), ("C:7", 0.2), ("C:maj", 0.2), ("C:min", 0.06), ("C:sus4", 0.04))
    )
    opened, folded = opened_and_folded(html)
    assert opened == ["major", "seventh", "minor", "minor seventh", "suspended fourth"]
    assert len(folded) == 10
    assert folded[:3] == ["major seventh", "major sixth", "minor major seventh"]
    assert "<summary>10 more, together 0" in html


def test_a_few_types_are_seen_even_where_one_is_certain() -> None:
    opened, folded = opened_and_folded(bars.types(make_prediction(("C:dim7", 0.99), ("C:dim", 0.01))))
    assert {"diminished", "diminished seventh"} < set(opened)
    assert (len(opened), len(folded)) == (4, 11)


def test_the_played_type_is_never_folded() -> None:
    opened, _ = opened_and_folded(bars.types(make_prediction(("C:maj", 0.99)), Chord("C", "5")))
    assert "power chord, played" in opened


def test_bars_are_as_long_as_the_probability_not_as_the_best() -> None:
    prediction = make_prediction(("C:maj", 0.5), ("C:min", 0.25), ("C:dim", 0.25))
    widths = [float(width) for width in re.findall("width:(.*?)%", bars.types(prediction))]
    assert widths == [50.0, 25.0, 25.0, *12 * [0.0]]


def test_only_the_answer_is_marked_best() -> None:
    best = re.findall('bar-best" role="meter" aria-label="(.*?)"', bars.roots(PREDICTION, FLAT, "pitch"))
    assert best == ["D-flat"]
    silent = make_prediction(("N", 0.9))
    best = re.findall('bar-best" role="meter" aria-label="(.*?)"', bars.roots(silent, FLAT, "pitch"))
    assert best == ["none"]


def test_the_truth_is_marked_and_said() -> None:
    def true(html: str) -> list[str]:
        return re.findall('bar-true" role="meter" aria-label="(.*?)"', html)

    assert true(bars.roots(PREDICTION, FLAT, "pitch", Chord("E", "maj"))) == ["E, played"]
    assert true(bars.roots(PREDICTION, FLAT, "pitch", NO_CHORD)) == ["none, played"]
    assert true(bars.types(PREDICTION, Chord("E", "maj"))) == ["major, played"]
    assert true(bars.types(PREDICTION, NO_CHORD)) == []
    assert true(bars.roots(PREDICTION, FLAT, "pitch")) == []


def test_alternatives_are_the_next_in_order_without_those_at_zero() -> None:
    values = meters(bars.alternatives(PREDICTION, FLAT))
    assert [label.partition(":")[0] for label in values] == ["E major", "D-flat major", "no chord"]
    many = make_prediction(*((f"{root}:maj", 0.1) for root in "CDEFGAB"))
    assert len(meters(bars.alternatives(many, FLAT))) == bars.ALTERNATIVES
    assert bars.alternatives(make_prediction(("C:maj", 0.999)), FLAT) == ""


def test_an_alternative_says_what_tells_it_from_the_answer() -> None:
    html = bars.alternatives(
        make_prediction(("C:maj6", 0.5), ("A:min7", 0.3), ("C:maj", 0.1), ("N", 0.1)), FLAT
    )
    assert list(meters(html)) == [
        "A minor seventh: the same notes over A",
        "C major: without the sixth A",
        "no chord",
    ]
    assert re.findall('bar-reason">(.*?)<', html) == ["the same notes over A", "without the sixth A"]


def test_a_reason_is_spoken_without_signs() -> None:
    html = bars.alternatives(make_prediction(("C:7", 0.5), ("C:maj", 0.3)), FLAT)
    assert list(meters(html)) == ["C major: without the seventh B-flat"]
