"""The guitar diagram."""

from xml.etree import ElementTree

import pytest

from model.chords import CHORDS, Chord
from model.shapes import Shape, shown_shape
from ui import guitar
from ui.naming import Naming

X = None


def drawn(chord: Chord) -> ElementTree.Element:
    return ElementTree.fromstring(guitar.render(chord, Naming()))


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_diagram_holds_each_string_once_and_spells_it(chord: Chord) -> None:
    svg, shape = drawn(chord), shown_shape(chord)
    buttons = [group for group in svg.iter("g") if group.get("role") == "button"]
    assert [int(group.get("data-play")) for group in buttons] == list(shape.notes)
    assert {group.find("text").text for group in buttons} == set(chord.notes)
    bottom = guitar.TOP + guitar.FRETS * guitar.FRET_GAP
    assert all(0 < float(circle.get("cy")) < bottom for circle in svg.iter("circle"))


def test_up_the_neck_the_diagram_says_where() -> None:
    assert guitar.first_fret(Shape((X, 3, 2, 0, 1, 0))) == 1
    assert guitar.first_fret(Shape((X, 6, 8, 8, 8, 6))) == 6
    texts = [text.text for text in drawn(Chord("Eb", "maj")).iter("text") if text.get("class") == "position"]
    assert texts == ["6"]


def test_the_label_reads_as_guitarists_write() -> None:
    assert drawn(Chord("C", "maj")).get("aria-label") == "Guitar, from the low string: x 3 2 0 1 0"
