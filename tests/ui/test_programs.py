"""What the page tells programmers."""

import re
from html import unescape

from tests.helpers.predictions import make_prediction
from ui import programs


def test_both_examples_are_shown_as_they_are_tested() -> None:
    shown = [
        unescape(re.sub("<[^>]*>", "", code))
        for code in re.findall("<pre[^>]*><code>(.*?)</code></pre>", programs.render(), re.DOTALL)
    ]
    assert shown == [programs.PYTHON, programs.CURL]


def test_every_field_of_the_answer_is_explained() -> None:
    fields = {name for names in programs.FIELDS for name in names.split(", ")}
    assert fields == set(make_prediction(("C:maj", 0.9)).as_json())
