"""Charts to take away."""

import re
from base64 import b64decode
from dataclasses import replace
from html import unescape

import pytest

from model.chart import chart
from model.export import EXPORTERS
from tests.helpers.timelines import SONGS, make_timeline
from ui.naming import GERMAN, USUAL, Naming
from ui.song import takeaway

SONG = SONGS["pickup"]


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_file_is_what_the_exporter_writes(name: str) -> None:
    file = takeaway.write(SONG, name)
    assert file["suffix"] == EXPORTERS[name].suffix
    assert b64decode(file["base64"]) == EXPORTERS[name].export(SONG)


@pytest.mark.parametrize("name", EXPORTERS)
def test_it_has_the_title_of_the_recording_as_far_as_it_can_be_written(name: str) -> None:
    file = takeaway.write(SONG, name, "My\n<Tune>\0")
    assert b64decode(file["base64"]) == EXPORTERS[name].export(replace(SONG, title="My<Tune>"))
    assert (
        takeaway.write(SONG, name, ["nonsense"])
        == takeaway.write(SONG, name, None)
        == takeaway.write(SONG, name)
    )


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_capo_is_for_formats_that_know_one(name: str) -> None:
    written = b64decode(takeaway.write(SONG, name, capo=2)["base64"])
    assert written == EXPORTERS[name].export(SONG, capo=2)
    assert (written != EXPORTERS[name].export(SONG)) == (name == "chordpro")


def test_every_format_has_a_label() -> None:
    assert takeaway.LABELS.keys() == EXPORTERS.keys()


def test_text_is_the_chart_in_the_persons_own_names() -> None:
    song = make_timeline("B:min . N . | Bb:maj . . .")
    assert takeaway.text(song, Naming(), ["B minor"]) == chart(song, known=["B minor"])
    assert takeaway.text(song, Naming(USUAL, GERMAN), ["H-Moll", "Capo 2"]).splitlines() == [
        "H-Moll, Capo 2",
        "",
        "| Hm . N.C. . | B  . .    . |",
    ]


def test_the_text_travels_with_the_buttons() -> None:
    html = takeaway.render(SONG, Naming(), ["<C> & more"])
    (text,) = re.findall('data-text="(.*?)"', html, re.DOTALL)
    assert unescape(text) == takeaway.text(SONG, Naming(), ["<C> & more"])


def test_the_printed_chart_has_a_heading() -> None:
    html = takeaway.heading(["C major", "capo 2"])
    assert f'<h2 data-title="">{takeaway.UNTITLED}</h2><p>C major\u00a0· capo 2</p>' in html
