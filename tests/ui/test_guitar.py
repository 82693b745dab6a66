"""The guitar diagram."""

from xml.etree import ElementTree

import pytest

from model.chords import CHORDS, Chord
from ui import guitar
from ui.guitar import Shape
from ui.naming import Naming

HAND = 3  # frets between the first finger and the little one
NECK = 12  # frets
X = None


def drawn(chord: Chord) -> ElementTree.Element:
    return ElementTree.fromstring(guitar.render(chord, Naming()))


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_shape_sounds_its_chord_over_the_root_within_a_hand(chord: Chord) -> None:
    shape = guitar.shape(chord)
    assert {note % 12 for note in shape.notes} == set(chord.pitch_classes)
    assert shape.notes[0] % 12 == chord.pitch_classes[0]
    pressed = [fret for fret in shape.frets if fret]
    assert max(pressed) - min(pressed) <= HAND
    assert max(pressed) <= NECK


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_diagram_holds_each_string_once_and_spells_it(chord: Chord) -> None:
    svg, shape = drawn(chord), guitar.shape(chord)
    buttons = [group for group in svg.iter("g") if group.get("role") == "button"]
    assert [int(group.get("data-play")) for group in buttons] == shape.notes
    assert {group.find("text").text for group in buttons} == set(chord.notes)
    bottom = guitar.TOP + guitar.FRETS * guitar.FRET_GAP
    assert all(0 < float(circle.get("cy")) < bottom for circle in svg.iter("circle"))


def test_beginners_know_these() -> None:
    assert guitar.shape(Chord("C", "maj")).frets == (X, 3, 2, 0, 1, 0)
    assert guitar.shape(Chord("F", "maj")).frets == (1, 3, 3, 2, 1, 1)
    assert guitar.shape(Chord("B", "min")).frets == (X, 2, 4, 4, 3, 2)


def test_one_finger_lies_across_a_barre_and_none_across_open_strings() -> None:
    assert guitar.shape(Chord("F", "maj")).barre == (1, 0, 5)
    assert guitar.shape(Chord("B", "min")).barre == (2, 1, 5)
    assert guitar.shape(Chord("A", "min")).barre is None


def test_up_the_neck_the_diagram_says_where() -> None:
    assert Shape((X, 3, 2, 0, 1, 0)).first_fret == 1
    assert Shape((X, 6, 8, 8, 8, 6)).first_fret == 6
    texts = [text.text for text in drawn(Chord("Eb", "maj")).iter("text") if text.get("class") == "position"]
    assert texts == ["6"]


def test_the_label_reads_as_guitarists_write() -> None:
    assert drawn(Chord("C", "maj")).get("aria-label") == "Guitar, from the low string: x 3 2 0 1 0"
