"""The piano keyboard."""

import re
from xml.etree import ElementTree

import pytest

from model.chords import CHORDS, Chord
from ui import keyboard


def drawn(chord: Chord) -> ElementTree.Element:
    return ElementTree.fromstring(keyboard.render(chord))


def lit(svg: ElementTree.Element) -> list[float]:
    """Left edges of the lit keys, in SVG units."""
    return sorted(float(key.get("x")) for key in svg.findall("rect") if "lit" in key.get("class"))


def test_c_major_lights_the_first_third_and_fifth_white_keys() -> None:
    white = keyboard.WHITE_WIDTH
    assert lit(drawn(Chord("C", "maj"))) == [0, 2 * white, 4 * white]


def test_d_flat_minor_lights_two_black_keys_and_e_spelled_f_flat() -> None:
    svg = drawn(Chord("Db", "min"))
    white, half = keyboard.WHITE_WIDTH, keyboard.BLACK_WIDTH // 2
    assert lit(svg) == [white - half, 2 * white, 5 * white - half]
    assert {label.text for label in svg.findall("text")} == {"D♭", "F♭", "A♭"}


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_chord_fits_with_three_named_keys(chord: Chord) -> None:
    svg = drawn(chord)
    assert len(svg.findall("rect")) == keyboard.KEYS
    assert len(lit(svg)) == 3
    assert {label.text for label in svg.findall("text")} == set(chord.notes)
    assert (
        sum("white" in key.get("class") for key in svg.findall("rect")) * keyboard.WHITE_WIDTH
        == keyboard.WIDTH
    )


def test_a_screen_reader_hears_the_lit_notes() -> None:
    label = re.search('aria-label="(.*?)"', keyboard.render(Chord("Ab", "dim")))[1]
    assert label == "Piano keyboard with A-flat, C-flat, E-double-flat lit"
