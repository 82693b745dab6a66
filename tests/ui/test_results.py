"""Which panels there are, and what sounds in them."""

import re

from tests.helpers.predictions import make_prediction
from ui import results
from ui.naming import Naming

NAMING = Naming()


def titles(html: str) -> set[str]:
    return set(re.findall("<h2>(.*?)</h2>", html))


DOUBT = (("C:maj", 0.6), ("C:min", 0.4))


def test_a_chord_fills_every_panel() -> None:
    expected = {"How to play it", "What I heard", "Notes, all octaves together"}
    expected |= {"Root", "Type", "Or else"}
    assert titles(results.render(make_prediction(*DOUBT), NAMING, "pitch")) == expected


def test_other_chords_are_folded_where_the_answer_is_sure_and_left_out_where_there_are_none() -> None:
    unsure, sure, certain = (
        results.render(make_prediction(*ranking, sure=sure), NAMING, "pitch")
        for ranking, sure in ((DOUBT, False), (DOUBT, True), ((("C:maj", 0.999),), True))
    )
    assert '<details class="panel" open><summary><h2>Or else' in unsure
    assert '<details class="panel"><summary><h2>Or else' in sure
    assert "Or else" not in certain


def test_without_a_chord_there_is_nothing_to_play_and_no_type() -> None:
    expected = {"What I heard", "Notes, all octaves together", "Root", "Or else"}
    html = results.render(make_prediction(("N", 0.9), ("C:maj", 0.1)), NAMING, "pitch")
    assert titles(html) == expected
    assert "data-play" not in html


def test_the_diagrams_stand_beside_the_recording_and_are_mirrored_for_the_left_hand() -> None:
    prediction = make_prediction(("Db:min", 0.9))
    html = results.render(prediction, NAMING, "pitch")
    assert "data-replay" in html
    assert "from the string on the left" in html
    assert "from the string on the right" in results.render(prediction, NAMING, "pitch", left_handed=True)
