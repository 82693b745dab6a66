"""The piano keyboard."""

import re
from xml.etree import ElementTree

import pytest

from model import voicings
from model.chords import CHORDS, ROOTS, Chord
from ui.chord import keyboard
from ui.naming import FLATS, SHARPS, Naming

USUAL, FLAT = Naming(), Naming(FLATS)


def rendered(chord: Chord, naming: Naming) -> str:
    return keyboard.render(chord, naming, voicings.piano(chord)[0])


def drawn(chord: Chord, naming: Naming = USUAL) -> ElementTree.Element:
    return ElementTree.fromstring(rendered(chord, naming))


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
def test_every_chord_fits_with_each_note_on_a_named_key(chord: Chord) -> None:
    svg = drawn(chord)
    keys = list(svg.iter("rect"))
    assert keyboard.KEYS <= len(keys) <= keyboard.KEYS + 2
    assert len(lit(svg)) == len(chord.notes)
    assert labels(svg) == set(chord.notes)
    width = float(svg.get("viewBox").split()[2]) - 2
    assert sum("white" in key.get("class") for key in keys) * keyboard.WHITE_WIDTH == width


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_a_bass_is_one_more_key_below_the_root(chord: Chord) -> None:
    for bass in set(ROOTS) - {chord.root}:
        over = Chord(chord.root, chord.type, bass)
        svg = drawn(over)
        played = [group for group in svg.iter("g") if group.get("role") == "button"]
        lowest = min(played, key=lambda group: int(group.get("data-play")))
        assert len(played) == 1 + len(chord.notes)
        assert lowest.find("rect").get("class").endswith(" lit bass")
        assert lowest.find("text").text == over.bass_note
        assert int(lowest.get("data-play")) % 12 == ROOTS.index(bass)
        assert 0 <= lit(svg)[0] < lit(svg)[-1] < float(svg.get("viewBox").split()[2])


def test_c_over_e_has_its_bass_below_the_close_chord() -> None:
    groups = list(drawn(Chord("C", "maj", "E")).iter("g"))
    spoken = [group.get("aria-label") for group in groups if group.get("role") == "button"]
    assert spoken == ["Play E, the bass", "Play C", "Play E", "Play G"]
    assert [
        rect.get("class") for rect in drawn(Chord("C", "maj")).iter("rect") if "bass" in rect.get("class")
    ] == []


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
    label = re.search('aria-label="(.*?)"', rendered(Chord("Ab", "dim"), FLAT))[1]
    assert label == "Piano keyboard with A-flat, C-flat, E-double-flat lit"
    label = re.search('aria-label="(.*?)"', rendered(Chord("Ab", "dim"), Naming(SHARPS)))[1]
    assert label == "Piano keyboard with G-sharp, B, D lit"
    label = re.search('aria-label="(.*?)"', rendered(Chord("Eb", "maj", "Bb"), USUAL))[1]
    assert label == "Piano keyboard with E-flat, G, B-flat lit, B-flat in the bass"


def test_an_inversion_lights_the_keys_that_are_played() -> None:
    svg = ElementTree.fromstring(keyboard.render(Chord("C", "maj"), USUAL, (64, 67, 72)))
    buttons = [group.get("aria-label") for group in svg.iter("g") if group.get("role") == "button"]
    assert buttons == ["Play E", "Play G", "Play C"]
