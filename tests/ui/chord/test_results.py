"""Which panels there are, and what sounds in them."""

import re

from tests.helpers.predictions import make_prediction
from ui.chord import results
from ui.naming import Naming

NAMING = Naming()


def titles(html: str) -> list[str]:
    return re.findall("<h[23]>(.*?)</h[23]>", html)


DOUBT = (("C:maj", 0.6), ("C:min", 0.4))
EVIDENCE = ["Why?", "What I heard", "Notes, all octaves together", "Root"]


def test_first_how_to_play_the_chord_then_what_else_it_may_be_then_the_evidence() -> None:
    unsure = results.render(make_prediction(*DOUBT, sure=False), NAMING, "pitch")
    assert titles(unsure) == ["Or else", *EVIDENCE, "Type"]
    assert unsure.index("<chord-diagrams") < unsure.index("Or else") < unsure.index("Why?")
    sure = results.render(make_prediction(*DOUBT), NAMING, "pitch")
    assert titles(sure) == [*EVIDENCE, "Type"]


def test_the_evidence_is_folded_until_the_page_finds_room() -> None:
    assert '<fold-away><details class="panel why">' in results.render(
        make_prediction(*DOUBT), NAMING, "pitch"
    )


def test_without_a_chord_there_is_nothing_to_play_and_no_type() -> None:
    html = results.render(make_prediction(("N", 0.9), ("C:maj", 0.1)), NAMING, "pitch")
    assert titles(html) == EVIDENCE
    assert "data-play" not in html


def test_the_diagrams_stand_beside_the_recording_and_are_mirrored_for_the_left_hand() -> None:
    prediction = make_prediction(("Db:min", 0.9))
    html = results.render(prediction, NAMING, "pitch")
    assert "<replay-button" in html
    assert "from the string on the left" in html
    assert "from the string on the right" in results.render(prediction, NAMING, "pitch", left_handed=True)
