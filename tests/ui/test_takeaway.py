"""Files to take away."""

from base64 import b64decode

import pytest

from model.export import EXPORTERS
from tests.helpers.timelines import SONGS
from ui import takeaway

SONG = SONGS["pickup"]


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_file_is_what_the_exporter_writes(name: str) -> None:
    file = takeaway.write(SONG, name)
    assert file["name"] == "chords" + EXPORTERS[name].suffix
    assert b64decode(file["base64"]) == EXPORTERS[name].export(SONG)


def test_text_is_the_chart() -> None:
    file = takeaway.write(SONG, "text")
    assert file["name"] == "chords.txt"
    assert b64decode(file["base64"]).decode().startswith("C major, 120 beats a minute, 4/4\n")


def test_every_format_has_a_label() -> None:
    assert takeaway.LABELS.keys() == takeaway.FORMATS.keys()
