"""The walk through the test set."""

import re

import pytest

from model.chords import NO_CHORD, Chord
from tests.helpers.predictions import make_prediction
from ui import explore
from ui.explore import ANY, Clip, Filters, Tour
from ui.naming import Naming

CLIPS = explore.load()
CLIP = Clip(explore.FOLDER / "01.flac", Chord("Db", "min"), "Recorder", "in a hall")


def test_the_clips_are_a_few_dozen_files_that_exist() -> None:
    assert 24 <= len(CLIPS) <= 60
    assert all(clip.path.is_file() for clip in CLIPS)
    assert NO_CHORD in {clip.chord for clip in CLIPS}


def test_the_filters_offer_what_there_is() -> None:
    offered = explore.instruments(CLIPS)
    assert offered[0] == ANY
    assert set(offered[1:]) == {clip.instrument for clip in CLIPS}
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(instrument="Recorder", type="minor"), True),
        (Filters(instrument="Piano"), False),
        (Filters(type="major"), False),
        (Filters(type="no chord"), False),
    ],
)
def test_a_clip_passes_its_own_filters(filters: Filters, passes: bool) -> None:
    assert explore.fits(CLIP, filters) == passes


def test_no_chord_is_a_type_to_filter_by() -> None:
    assert explore.fits(Clip(CLIP.path, NO_CHORD, "Noise", "clean"), Filters(type="no chord"))


@pytest.mark.parametrize(
    ("chosen", "number", "by", "expected"),
    [
        ([2, 5, 7], None, 0, 2),
        ([2, 5, 7], 5, 0, 5),
        ([2, 5, 7], 5, 1, 7),
        ([2, 5, 7], 7, 1, 2),
        ([2, 5, 7], 2, -1, 7),
        ([2, 5, 7], 3, 0, 5),
        ([2, 5, 7], 3, -1, 2),
        ([2, 5, 7], 9, 0, 2),
        ([], 3, 1, None),
    ],
)
def test_a_step_goes_around_the_chosen_clips(chosen, number, by, expected) -> None:
    assert explore.step(chosen, number, by) == expected


def test_the_score_counts_each_clip_once() -> None:
    tour = Tour().visit(3, True).visit(4, False).visit(3, True)
    assert "Clip 2 of 9, 1 of 2 named right" in explore.score(tour, 2, 9)
    assert Tour().visit(None, False).heard == {}


def test_the_truth_stands_beside_the_answer() -> None:
    html = explore.render(CLIP, make_prediction(("E:maj", 0.8), ("Db:min", 0.2)), Naming(), "pitch")
    sides = re.findall('class="side side-(.*?)".*?class="symbol">(.*?)</p>', html)
    assert [(side, re.sub("<.*?>", "", symbol)) for side, symbol in sides] == [
        ("truth", "C♯m"),
        ("heard", "E"),
    ]
    assert "✗ wrong" in html
    assert "Recorder, in a hall" in html
    assert re.findall('bar-true" role="meter" aria-label="(.*?)"', html) == [
        "C-sharp, played",
        "minor, played",
    ]


def test_a_right_answer_is_called_right() -> None:
    assert "✓ right" in explore.render(CLIP, make_prediction(("Db:min", 0.9)), Naming(), "pitch")
    nothing = Clip(CLIP.path, NO_CHORD, "Noise", "clean")
    assert "✓ right" in explore.render(nothing, make_prediction(("N", 0.9)), Naming(), "pitch")
