"""Probabilities as bars."""

import re

from model.chords import NO_CHORD, ROOTS, Chord
from tests.helpers.predictions import TRIADS, make_prediction
from ui.chord import bars
from ui.naming import FLATS, SHARPS, Naming

FLAT = Naming(FLATS)
PREDICTION = make_prediction(("Db:min", 0.75), ("E:maj", 0.125), ("Db:maj", 0.0625), ("N", 0.0625))


def meters(html: str) -> dict[str, float]:
    """Each meter's spoken label and its value in percent."""
    found = re.findall('role="meter" aria-label="(.*?)".*?aria-valuenow="(.*?)"', html)
    return {label: float(value) for label, value in found}


def test_there_is_a_bar_for_every_possible_root_and_none_at_0_percent() -> None:
    values = meters(bars.roots(PREDICTION, FLAT, bars.BY_PITCH))
    assert values == {"D-flat": 81.2, "E": 12.5, "none": 6.2}
    nearly = make_prediction(("C:maj", 0.99), ("G:maj", 0.006), ("F:maj", 0.004))
    assert list(meters(bars.roots(nearly, FLAT, bars.BY_PITCH))) == ["C", "G"]


def test_roots_stand_by_pitch_or_by_fifths_and_keep_their_values() -> None:
    everywhere = make_prediction(*((f"{root}:maj", 0.08) for root in ROOTS), ("N", 0.04))
    by_pitch = meters(bars.roots(everywhere, FLAT, bars.BY_PITCH))
    by_fifths = meters(bars.roots(everywhere, FLAT, bars.BY_FIFTHS))
    assert list(by_pitch)[:4] == ["C", "D-flat", "D", "E-flat"]
    assert list(by_fifths)[:5] == ["C", "G", "D", "A", "E"]
    assert list(by_fifths)[-3:] == ["B-flat", "F", "none"]
    assert by_pitch == by_fifths


def test_roots_have_the_persons_names() -> None:
    assert "C-sharp" in meters(bars.roots(PREDICTION, Naming(SHARPS), bars.BY_PITCH))


def test_there_is_a_bar_for_every_possible_type_by_family() -> None:
    html = bars.types(
        make_prediction(("C:min7", 0.5), ("C:7", 0.2), ("C:maj", 0.2), ("C:min", 0.06), ("C:sus4", 0.04))
    )
    assert list(meters(html)) == ["major", "seventh", "minor", "minor seventh", "suspended fourth"]
    simple = bars.types(make_prediction(("Db:min", 0.75), ("Db:maj", 0.25), vocabulary=TRIADS))
    assert meters(simple) == {"major": 25.0, "minor": 75.0}


def test_the_answer_and_the_truth_have_bars_whatever_their_probability() -> None:
    certain = make_prediction(("C:maj", 0.99))
    assert list(meters(bars.types(certain, Chord("C", "5")))) == ["major", "power chord, played"]
    assert list(meters(bars.roots(certain, FLAT, "pitch", Chord("G", "5")))) == ["C", "G, played"]


def test_bars_are_as_long_as_the_probability_not_as_the_best() -> None:
    prediction = make_prediction(("C:maj", 0.5), ("C:min", 0.25), ("C:dim", 0.25))
    widths = [float(width) for width in re.findall("width:(.*?)%", bars.types(prediction))]
    assert widths == [50.0, 25.0, 25.0]


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
    simple = make_prediction(("C:maj", 0.9), vocabulary=TRIADS)
    assert true(bars.types(simple, Chord("C", "7"))) == ["major, played"]
    assert true(bars.types(simple, Chord("C", "sus4"))) == []
    assert true(bars.roots(PREDICTION, FLAT, "pitch")) == []
