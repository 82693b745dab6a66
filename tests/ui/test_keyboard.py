"""The piano keyboard."""

import re
from xml.etree import ElementTree

import pytest

from model.chords import CHORDS, Chord
from ui import keyboard
from ui.naming import FLATS, SHARPS, Naming

USUAL, FLAT = Naming(), Naming(FLATS)


def drawn(chord: Chord, naming: Naming = USUAL) -> ElementTree.Element:
    return ElementTree.fromstring(keyboard.render(chord, naming))


def lit(svg: ElementTree.Element) -> list[float]:
    """Left edges of the lit keys, in SVG units."""
    return sorted(float(key.get("x")) for key in svg.iter("rect") if "lit" in key.get("class"))


def labels(svg: ElementTree.Element) -> set[str]:
    return {label.text for label in svg.iter("text")}


def test_c_major_lights_the_first_third_and_fifth_white_keys() -> None:
    white = keyboard.WHITE_WIDTH
    assert lit(drawn(Chord("C", "maj"))) == [0, 2 * white, 4 * white]


def test_d_flat_minor_lights_two_black_keys_and_e_spelled_f_flat() -> None:
    svg = drawn(Chord("Db", "min"), FLAT)
    white, half = keyboard.WHITE_WIDTH, keyboard.BLACK_WIDTH // 2
    assert lit(svg) == [white - half, 2 * white, 5 * white - half]
    assert labels(svg) == {"D♭", "F♭", "A♭"}


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_chord_fits_with_three_named_keys(chord: Chord) -> None:
    svg = drawn(chord)
    keys = list(svg.iter("rect"))
    assert len(keys) == keyboard.KEYS
    assert len(lit(svg)) == 3
    assert labels(svg) == set(chord.notes)
    width = float(svg.get("viewBox").split()[2]) - 2
    assert sum("white" in key.get("class") for key in keys) * keyboard.WHITE_WIDTH == width


def test_every_key_sounds_and_the_lit_ones_are_buttons() -> None:
    groups = list(drawn(Chord("F", "maj")).iter("g"))
    assert sorted(int(group.get("data-play")) for group in groups) == list(range(65, 65 + keyboard.KEYS))
    buttons = [group for group in groups if group.get("role") == "button"]
    assert [group.get("data-play") for group in buttons] == ["65", "69", "72"]
    assert [group.get("aria-label") for group in buttons] == ["Play F", "Play A", "Play C"]
    flats = drawn(Chord("Db", "min"), FLAT)
    spoken = [group.get("aria-label") for group in flats.iter("g") if group.get("role") == "button"]
    assert sorted(spoken) == ["Play A-flat", "Play D-flat", "Play F-flat"]  # as they are written on the keys


def test_black_keys_lie_over_the_white_ones() -> None:
    colours = [key.get("class").split()[0] for key in drawn(Chord("C", "maj")).iter("rect")]
    assert colours == ["white"] * 10 + ["black"] * 7


def test_a_screen_reader_hears_the_lit_notes() -> None:
    label = re.search('aria-label="(.*?)"', keyboard.render(Chord("Ab", "dim"), FLAT))[1]
    assert label == "Piano keyboard with A-flat, C-flat, E-double-flat lit"
    label = re.search('aria-label="(.*?)"', keyboard.render(Chord("Ab", "dim"), Naming(SHARPS)))[1]
    assert label == "Piano keyboard with G-sharp, B, D lit"
