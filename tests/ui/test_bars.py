"""Probabilities as bars."""

import re

from model.chords import NO_CHORD, ROOT_LABELS, TYPES, Chord
from tests.helpers.predictions import make_prediction
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


def test_there_is_a_bar_for_every_type() -> None:
    values = meters(bars.types(make_prediction(("Db:min", 0.75), ("E:maj", 0.25))))
    assert len(values) == len(TYPES)
    assert values == {"major": 25.0, "minor": 75.0, "diminished": 0.0, "augmented": 0.0}


def test_bars_are_as_long_as_the_probability_not_as_the_best() -> None:
    widths = re.findall("width:(.*?)%", bars.types(make_prediction(("C:maj", 0.5), ("C:min", 0.25))))
    assert [float(width) for width in widths] == [50.0, 25.0, 0.0, 0.0]


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


def test_alternatives_are_the_next_four_in_order() -> None:
    values = meters(bars.alternatives(PREDICTION, FLAT))
    assert len(values) == bars.ALTERNATIVES
    assert list(values)[:3] == ["E major", "D-flat major", "no chord"]
    assert "D-flat minor" not in values
