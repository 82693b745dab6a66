"""Steps through the Practise tab, without a browser."""

from pathlib import Path

import pytest

from model.chords import Chord
from model.prediction import Prediction
from tests.helpers.predictions import make_prediction
from ui.practise import explore, practise_tab
from ui.practise.explore import ANY, Clip
from ui.practise.practise import Guess, Marks, Tour
from ui.practise.practise_tab import Step

CLIPS = (
    Clip(Path("0.flac"), Chord("C", "maj"), "Piano", "clean"),
    Clip(Path("1.flac"), Chord("A", "min"), "Piano", "clean"),
    Clip(Path("2.flac"), Chord("G", "maj"), "Recorder", "clean"),
)
CHOICES = ("flats", "english", "pitch")
FIRST = Tour(0)


def predict(number: int, vocabulary: str) -> Prediction:
    """Hears every clip as C major, the second one as C7 where that may be said."""
    return make_prediction(("C:7" if vocabulary == "all" and number == 1 else "C:maj", 0.9))


def walked(
    by: int,
    tour: Tour,
    uncover: bool = False,
    guess: Guess = Guess(),  # noqa: B008  a frozen one
    instrument: str = ANY,
    type_: str = ANY,
    only_mistakes: bool = False,
    at_once: bool = False,
    vocabulary: str = "all",
) -> Step:
    given = (guess.root, guess.type, instrument, type_, only_mistakes, at_once, *CHOICES, vocabulary)
    return practise_tab.walk(CLIPS, predict, by, uncover, tour, *given)


def test_nothing_sounds_until_the_first_step() -> None:
    step = walked(0, Tour())
    assert (step.tour.number, step.sound) == (None, None)
    assert "3 clips" in step.score
    assert walked(0, step.tour, instrument="Recorder").sound is None
    assert walked(1, step.tour).sound == "0.flac"


def test_the_chord_is_hidden_until_it_is_revealed() -> None:
    step = walked(1, Tour())
    assert step.tour.hidden
    assert "Which chord is it?" in step.panels
    assert "symbol" not in step.panels
    shown = walked(0, step.tour, uncover=True, guess=Guess("C", "min"))
    assert (shown.tour.hidden, shown.sound) == (False, "")
    assert shown.tour.marks == {0: Marks(False, True)}
    assert "Clip 1 of 3 · you 0 of 1 right · Chordscope 1 of 1" in shown.score
    assert "It was C major. You: wrong. Chordscope: right." in shown.score
    assert "side-truth" in shown.panels
    assert shown.guess == Guess("C", "min")


def test_the_next_clip_is_hidden_again_and_not_guessed() -> None:
    shown = walked(0, FIRST, uncover=True, guess=Guess("C", "maj"))
    step = walked(1, shown.tour, guess=Guess("C", "maj"))
    assert (step.tour.number, step.tour.hidden, step.sound) == (1, True, "1.flac")
    assert step.guess == Guess()
    assert walked(-1, step.tour).tour.number == 0


def test_the_chord_is_shown_at_once_to_who_wants_to_watch() -> None:
    step = walked(1, FIRST, at_once=True)
    assert (step.tour.number, step.tour.hidden) == (1, False)
    assert "Clip 2 of 3 · Chordscope 0 of 1" in step.score
    assert "You" not in step.panels


def test_other_names_leave_all_else_as_it_is() -> None:
    shown = walked(0, FIRST, uncover=True, guess=Guess("C", "min"))
    again = walked(0, shown.tour, guess=Guess("C", "min"))
    assert (again.tour, again.sound, again.score) == (shown.tour, "", shown.score)
    assert "✗ wrong" in again.panels


def test_filters_choose_and_count_what_they_let_through() -> None:
    assert "Clip 1 of 1" in walked(0, FIRST, instrument="Recorder").score
    assert walked(0, FIRST, type_="minor").sound == "1.flac"
    step = walked(0, FIRST, only_mistakes=True)
    assert (step.tour.number, "Clip 1 of 2" in step.score) == (1, True)


def test_where_nothing_fits_there_is_a_sentence_and_nothing_to_press() -> None:
    step = walked(1, FIRST, type_="no chord")
    assert (step.tour.number, step.sound, step.panels, step.fits) == (None, None, "", False)
    assert explore.NOTHING_FITS in step.score
    assert explore.NO_MISTAKE not in step.score
    assert explore.NO_MISTAKE in walked(0, Tour(), instrument="None", only_mistakes=True).score


@pytest.mark.parametrize(("vocabulary", "is_seventh"), [("all", True), ("triads", False)])
def test_the_answer_is_one_of_the_vocabulary(vocabulary: str, is_seventh: bool) -> None:
    panels = walked(1, FIRST, at_once=True, vocabulary=vocabulary).panels
    assert ('<span class="suffix">7</span>' in panels) == is_seventh


def test_the_one_button_says_what_comes_next() -> None:
    def label(step: Step) -> str:
        return practise_tab.drawn(step)[-3].value

    hidden = walked(1, Tour())
    assert label(walked(0, Tour())) == "Start"
    assert label(hidden) == "Reveal"
    assert label(walked(0, hidden.tour, uncover=True)) == "Next"
