"""What the page tells programmers."""

import re
from html import unescape

from tests.helpers.predictions import make_prediction
from tests.helpers.timelines import SONGS
from ui import programs


def test_both_examples_are_shown_as_they_are_tested() -> None:
    shown = [
        unescape(re.sub("<[^>]*>", "", code))
        for code in re.findall("<pre[^>]*><code>(.*?)</code></pre>", programs.render(), re.DOTALL)
    ]
    assert shown == [programs.PYTHON, programs.CURL]


def explained(fields: dict[str, str]) -> set[str]:
    return {name for names in fields for name in names.split(", ")}


def test_every_field_of_the_answers_is_explained() -> None:
    assert explained(programs.FIELDS) == set(make_prediction(("C:maj", 0.9)).as_json())
    assert explained(programs.SONG_FIELDS) == set(SONGS["waltz"].as_json())
