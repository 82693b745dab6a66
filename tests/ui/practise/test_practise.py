"""Practising by ear: guesses, their marks and what is shown."""

import re

import pytest

from model.chords import NO_CHORD, TYPES, Chord
from model.harte import parse
from tests.helpers.predictions import make_prediction
from ui.naming import GERMAN, Naming
from ui.practise import explore, practise
from ui.practise.explore import Clip
from ui.practise.practise import Guess, Marks, Tour

CLIP = Clip(explore.FOLDER / "01.flac", Chord("Db", "min"), "Recorder", "in a hall")


@pytest.mark.parametrize(
    ("root", "type_", "truth", "of_all", "of_triads"),
    [
        ("C", "7", "C:7", True, False),
        ("C", "maj", "C:7", False, True),
        ("C", None, "C:7", True, True),
        (None, "7", "C:7", True, False),
        ("G", "7", "C:7", False, False),
        ("C", "maj", "C:maj/3", True, True),  # nobody is asked for the bass
        ("C", "maj", "C:sus4", False, True),
        (None, "maj", "C:sus4", False, None),  # of triads, none is right or wrong
        (None, None, "C:7", None, None),
        ("N", None, "N", True, True),
        ("N", "maj", "N", True, True),
        (None, "maj", "N", False, False),
        ("N", None, "C:maj", False, False),
    ],
)
def test_a_guess_is_right_where_all_that_was_guessed_is(root, type_, truth, of_all, of_triads) -> None:
    guess, truth = Guess(root, type_), parse(truth)
    assert guess.is_right(truth, "all") is of_all
    assert guess.is_right(truth, "triads") is of_triads


def test_every_root_and_type_can_be_guessed_by_the_persons_names() -> None:
    assert [label for label, _ in practise.roots(Naming(language=GERMAN))][-3:] == ["B", "H", "no chord"]
    assert [type_ for _, type_ in practise.types(TYPES)] == list(TYPES)
    labels = [label for label, _ in practise.types(TYPES)]
    assert labels[:5] == ["major", "minor", "dim", "aug", "7"]
    assert len(set(labels)) == len(TYPES)


def test_only_the_first_guess_at_a_clip_counts() -> None:
    tour = Tour().goes_to(3).reveals(False, True)
    again = tour.goes_to(4).goes_to(3)
    assert again.hidden
    assert again.reveals(True, True).marks == {3: Marks(False, True)}
    assert tour.goes_to(3) is tour  # which stays revealed


def score(tour: Tour) -> str:
    return re.sub("<[^>]*>", "", practise.score(tour, 2, 9, ""))


def test_person_and_networks_are_compared_on_the_clips_that_were_guessed() -> None:
    tour = (
        Tour().goes_to(3).reveals(True, False).goes_to(4).reveals(None, True).goes_to(5).reveals(False, True)
    )
    assert score(tour) == "Clip 2 of 9 · you 1 of 2 right · Chordscope 1 of 2"
    assert score(Tour()) == "Clip 2 of 9"
    assert score(Tour().goes_to(4).reveals(None, True)) == "Clip 2 of 9 · Chordscope 1 of 1"


def sides(html: str) -> list[tuple[str, str]]:
    found = re.findall('class="side side-(.*?)".*?class="symbol.*?>(.*?)</p>', html)
    return [(side, re.sub("<.*?>", "", symbol)) for side, symbol in found]


def shown(guess: Guess, marks: Marks, clip: Clip = CLIP) -> str:
    prediction = make_prediction(("E:maj", 0.8), ("Db:min", 0.2))
    return practise.reveal(clip, prediction, guess, marks, Naming(), "pitch")


def test_the_truth_stands_beside_the_guess_and_the_answer() -> None:
    html = shown(Guess("Db", "min"), Marks(True, False))
    assert sides(html) == [("truth", "C♯m"), ("guess", "C♯m"), ("heard", "E")]
    assert ">✓ right<" in html
    assert ">✗ wrong<" in html
    assert "Recorder, in a hall" in html
    assert re.findall('bar-true" role="meter" aria-label="(.*?)"', html) == [
        "C-sharp, played",
        "minor, played",
    ]
    assert "<chord-diagrams" in html


def test_who_did_not_guess_sees_the_truth_and_the_answer() -> None:
    assert [side for side, _ in sides(shown(Guess(), Marks(None, False)))] == ["truth", "heard"]


def test_part_of_a_guess_and_no_chord_are_shown_as_such() -> None:
    assert ("guess", "C♯") in sides(shown(Guess("Db"), Marks(True, False)))
    assert ("guess", "half-diminished seventh") in sides(shown(Guess(None, "hdim7"), Marks(False, False)))
    nothing = Clip(CLIP.path, NO_CHORD, "Noise", "clean")
    html = shown(Guess("N"), Marks(True, False), nothing)
    assert sides(html)[:2] == [("truth", "no chord"), ("guess", "no chord")]
    assert "<chord-diagrams" not in html


def test_a_screen_reader_is_told_the_chord_and_who_was_right() -> None:
    assert practise.told(CLIP, Marks(True, False), Naming()) == (
        "It was C-sharp minor. You: right. Chordscope: wrong."
    )
    assert practise.told(CLIP, Marks(None, True), Naming()) == "It was C-sharp minor. Chordscope: right."
