"""Which panels there are."""

import re

from tests.conftest import make_prediction
from ui import results


def titles(html: str) -> set[str]:
    return set(re.findall("<h2>(.*?)</h2>", html))


def test_a_chord_fills_every_panel() -> None:
    expected = {"On the keyboard", "What I heard", "Root", "Type", "Or else"}
    assert titles(results.render(make_prediction(("C:maj", 0.9)))) == expected


def test_without_a_chord_there_are_no_keys_and_no_type() -> None:
    assert titles(results.render(make_prediction(("N", 0.9)))) == {"What I heard", "Root", "Or else"}
