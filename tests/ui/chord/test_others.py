"""The chords that a doubtful answer may be as well."""

import re

from tests.helpers.predictions import make_prediction
from ui.chord import others
from ui.naming import Naming

DOUBT = (("C:maj6", 0.5), ("A:min7", 0.3), ("C:maj", 0.1), ("N", 0.1))


def shown(*ranking: tuple[str, float], sure: bool = False) -> str:
    return others.render(make_prediction(*ranking, sure=sure), Naming())


def test_each_can_be_heard_and_says_what_tells_it_from_the_answer() -> None:
    html = shown(*DOUBT)
    assert re.findall('data-play="(.*?)" aria-label="(.*?)">(.*?)<', html) == [
        ("69 72 76 79", "Hear Am7: A minor seventh", "Am7"),
        ("60 64 67", "Hear C: C major", "C"),
    ]
    assert re.findall('class="reason">(.*?)<', html) == ["the same notes over A", "without the sixth A", ""]
    assert [text.replace("\u202f", " ") for text in re.findall('class="percent">(.*?)<', html)] == [
        "30 %",
        "10 %",
        "10 %",
    ]


def test_no_chord_makes_no_sound() -> None:
    assert '<span class="silent">no chord</span>' in shown(*DOUBT)


def test_there_are_none_where_the_answer_is_sure_and_where_none_is_possible() -> None:
    assert shown(*DOUBT, sure=True) == ""
    assert shown(("C:maj", 0.99), ("C:min", 0.01)) == ""


def test_there_are_a_few_at_most() -> None:
    assert shown(*((f"{root}:maj", 0.14) for root in "CDEFGAB")).count("<li>") == others.MOST
