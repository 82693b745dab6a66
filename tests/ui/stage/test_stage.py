"""What the stage is made of."""

import json
import re
from html import unescape
from pathlib import Path

from ui.stage import stage
from ui.stage.stage import Limits

LIMITS = Limits(seconds=600, bytes=1000, too_large="This file is <too> large.")


def test_the_script_is_given_the_limits_of_the_server() -> None:
    (given,) = re.findall(r'data-given="(.*?)"', stage.deck(LIMITS))
    given = json.loads(unescape(given))
    assert (given["seconds"], given["bytes"]) == (600, 1000)
    assert given["sentences"]["large"] == LIMITS.too_large


def test_an_example_is_a_button_that_says_which_file_it_is() -> None:
    html = stage.shelf({"A <song>": Path("/a/song.mp3")})
    assert '<button type="button" data-example="/a/song.mp3">A &lt;song&gt;</button>' in html


def test_no_template_of_gradios_finds_anything_to_fill_in() -> None:
    assert not re.search(r"\{\{|\$\{|`|\\", stage.deck(LIMITS))
