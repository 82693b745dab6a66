"""The card that shows how to play a chord."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from model.chords import CHORDS, NO_CHORD, Chord
from tests.helpers.needs import require
from ui.chord import diagrams
from ui.naming import GERMAN, Naming


def shapes(html: str, instrument: str) -> list[tuple[str, str]]:
    """The caption and the MIDI notes of each shape of an instrument."""
    group = re.search(f'data-for="{instrument}".*?(?=data-for=|class="steps")', html, re.DOTALL)[0]
    return re.findall('class="shape" data-caption="(.*?)".*?data-notes="(.*?)"', group)


def test_a_chord_is_shown_on_three_instruments_the_usual_shape_first() -> None:
    html = diagrams.render(Chord("C", "maj"), Naming())
    assert shapes(html, "Piano")[:2] == [("Root position", "60 64 67"), ("1st inversion", "64 67 72")]
    assert shapes(html, "Guitar")[0] == ("x 3 2 0 1 0", "48 52 55 60 64")
    assert shapes(html, "Ukulele")[0] == ("0 0 0 3", "67 60 64 72")


def test_a_bass_is_said_where_it_lies_below() -> None:
    over_e = diagrams.render(Chord("C", "maj", "E"), Naming())
    assert shapes(over_e, "Piano") == [("E in the bass", "52 60 64 67"), ("1st inversion", "64 67 72")]
    over_d = diagrams.render(Chord("C", "maj", "D"), Naming())
    assert [caption for caption, _ in shapes(over_d, "Piano")] == ["D in the bass"]


def test_one_instrument_and_its_first_shape_are_seen() -> None:
    html = diagrams.render(Chord("A", "min"), Naming())
    assert re.findall('data-for="(\\w+)" data-gap="[\\d.]+">', html) == ["Guitar"]
    assert re.findall('data-instrument="(\\w+)" aria-pressed="true"', html) == ["Guitar"]
    assert html.count('data-place="1 of') == 3
    assert all("hidden" in shape for shape in re.findall('data-place="[2-9] of .*?>', html))


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_every_chord_fills_a_card_of_moderate_size(chord: Chord) -> None:
    html = diagrams.render(chord, Naming())
    assert all(shapes(html, instrument) for instrument in ("Piano", "Guitar", "Ukulele"))
    assert len(html) < 40_000  # bytes, before they are compressed


def test_the_notes_have_the_persons_names() -> None:
    html = diagrams.render(Chord("B", "min"), Naming(language=GERMAN))
    assert 'aria-label="Play H"' in html
    assert 'aria-label="Hear it: H minor"' in html


def test_for_the_left_hand_strings_are_mirrored() -> None:
    assert "on the left" not in diagrams.render(Chord("C", "maj"), Naming(), left_handed=True)


def test_without_a_chord_there_is_no_card() -> None:
    assert diagrams.render(NO_CHORD, Naming()) == ""


@pytest.mark.parametrize("script", ["diagrams.test.mjs", "replay_button.test.mjs", "sound.test.mjs"])
def test_the_scripts_of_the_answer(script: str) -> None:
    node = shutil.which("node")
    require(node is not None, "Node is not installed")
    path = Path(__file__).with_name(script)
    done = subprocess.run([node, "--test", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
