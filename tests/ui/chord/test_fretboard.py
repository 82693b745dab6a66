"""The diagram of a neck."""

from xml.etree import ElementTree

import pytest

from model.chords import CHORDS, ROOTS, Chord
from model.shapes import UKULELE, Shape, shown_shape
from ui.chord import fretboard
from ui.naming import Naming

X = None
SLASH = (  # over a chord note and over a foreign one
    *(Chord(c.root, c.type, ROOTS[bass]) for c in CHORDS for bass in c.basses[1:]),
    *(Chord(root, "maj", ROOTS[(ROOTS.index(root) + 2) % 12]) for root in ROOTS),
)


def drawn(chord: Chord) -> ElementTree.Element:
    """A chord's usual shape on the guitar."""
    return svg(shown_shape(chord), chord)


def svg(shape: Shape, chord: Chord, left_handed: bool = False) -> ElementTree.Element:
    names = Naming().sounding(chord)
    return ElementTree.fromstring(fretboard.render(shape, names, "Guitar", left_handed))


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_diagram_holds_each_string_once_and_spells_it(chord: Chord) -> None:
    svg, shape = drawn(chord), shown_shape(chord)
    buttons = [group for group in svg.iter("g") if group.get("role") == "button"]
    assert [int(group.get("data-play")) for group in buttons] == list(shape.notes)
    spelled = dict(zip(chord.pitch_classes, chord.notes, strict=True))
    assert [group.find("text").text for group in buttons] == [spelled[note % 12] for note in shape.notes]
    bottom = fretboard.TOP + fretboard.FRETS * fretboard.FRET_GAP
    assert all(0 < float(circle.get("cy")) < bottom for circle in svg.iter("circle"))


@pytest.mark.parametrize("chord", SLASH, ids=lambda chord: chord.symbol)
def test_a_slash_chord_names_its_lowest_string_by_the_bass(chord: Chord) -> None:
    svg, shape = drawn(chord), shown_shape(chord)
    names = [text.text for text in svg.iter("text") if text.get("class") in ("open", "pressed")]
    assert names[0] == chord.bass_note
    assert shape.notes[0] % 12 == ROOTS.index(chord.bass)
    assert set(names) <= {*chord.notes, chord.bass_note}


def test_a_barre_lies_across_its_strings() -> None:
    def barre(chord: Chord) -> list[str]:
        return [path.get("d") for path in drawn(chord).iter("path") if path.get("class") == "barre"]

    left, right = fretboard.MARGIN, fretboard.MARGIN + 5 * fretboard.STRING_GAP
    assert barre(Chord("F", "7")) == [f"M{left} {fretboard.TOP + fretboard.FRET_GAP / 2}H{right}"]
    assert barre(Chord("A", "min7")) == []


def test_up_the_neck_the_diagram_says_where() -> None:
    assert fretboard.first_fret(Shape((X, 3, 2, 0, 1, 0))) == 1
    assert fretboard.first_fret(Shape((X, 6, 8, 8, 8, 6))) == 6
    texts = [text.text for text in drawn(Chord("Eb", "maj")).iter("text") if text.get("class") == "position"]
    assert texts == ["6"]


def test_the_label_reads_as_guitarists_write() -> None:
    assert drawn(Chord("C", "maj")).get("aria-label") == "Guitar, from the string on the left: x 3 2 0 1 0"
    left_handed = svg(shown_shape(Chord("C", "maj")), Chord("C", "maj"), left_handed=True)
    assert left_handed.get("aria-label") == "Guitar, from the string on the right: x 3 2 0 1 0"


def test_for_the_left_hand_the_neck_is_mirrored_and_its_letters_are_not() -> None:
    def places(left_handed: bool) -> list[tuple[float, str]]:
        texts = svg(Shape((X, 6, 8, 8, 8, 6)), Chord("Eb", "maj"), left_handed).iter("text")
        return [(float(t.get("x")), t.text) for t in texts if t.get("class") != "position"]

    width = 2 * fretboard.MARGIN + 5 * fretboard.STRING_GAP
    assert places(True) == [(width - x, text) for x, text in places(False)]


def test_a_ukulele_has_four_strings_and_its_barre_lies_over_three() -> None:
    drawn = svg(Shape((4, 2, 2, 2), UKULELE), Chord("B", "min"))
    assert [t.text for t in drawn.iter("text") if t.get("class") == "pressed"] == ["B", "D", "F♯", "B"]
    assert len([path for path in drawn.iter("path") if path.get("class") == "barre"]) == 1
