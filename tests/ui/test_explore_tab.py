"""Steps through the Explore tab, without a browser."""

from pathlib import Path

import pytest

from model.chords import Chord
from model.prediction import Prediction
from tests.helpers.predictions import make_prediction
from ui import explore, explore_tab
from ui.explore import ANY, Clip, Tour

CLIPS = (
    Clip(Path("0.flac"), Chord("C", "maj"), "Piano", "clean"),
    Clip(Path("1.flac"), Chord("A", "min"), "Piano", "clean"),
    Clip(Path("2.flac"), Chord("G", "maj"), "Recorder", "clean"),
)
CHOICES = ("flats", "english", "pitch")


def predict(number: int, vocabulary: str) -> Prediction:
    """Hears every clip as C major, the second one as C7 where that may be said."""
    return make_prediction(("C:7" if vocabulary == "all" and number == 1 else "C:maj", 0.9))


def walked(
    by: int,
    tour: Tour,
    instrument: str = ANY,
    type_: str = ANY,
    only_mistakes: bool = False,
    vocabulary: str = "all",
):
    filters = (instrument, type_, only_mistakes)
    return explore_tab.walk(CLIPS, predict, by, tour, *filters, *CHOICES, vocabulary)


def test_the_first_step_is_the_first_clip_and_counts() -> None:
    tour, sound, score, panels = walked(0, Tour())
    assert (tour.number, tour.heard, sound) == (0, {0: True}, "0.flac")
    assert "Clip 1 of 3, 1 of 1 named right" in score
    assert "✓ right" in panels


def test_next_and_previous_change_the_sound_and_the_score() -> None:
    tour, sound, score, panels = walked(1, walked(0, Tour())[0])
    assert (tour.number, sound) == (1, "1.flac")
    assert "Clip 2 of 3, 1 of 2 named right" in score
    assert "✗ wrong" in panels
    assert walked(-1, tour)[0].number == 0


def test_staying_does_not_start_the_sound_again() -> None:
    tour = walked(0, Tour())[0]
    assert not isinstance(walked(0, tour)[1], str)


def test_filters_choose_and_count_what_they_let_through() -> None:
    assert "Clip 1 of 1" in walked(0, Tour(), instrument="Recorder")[2]
    assert walked(0, Tour(), type_="minor")[1] == "1.flac"
    tour, _, score, _ = walked(0, Tour(), only_mistakes=True)
    assert (tour.number, "Clip 1 of 2" in score) == (1, True)


def test_where_nothing_fits_there_is_a_sentence_and_no_sound() -> None:
    tour, sound, score, panels = walked(1, walked(0, Tour())[0], type_="no chord")
    assert (tour.number, sound, panels) == (None, None, "")
    assert explore.NOTHING_FITS in score
    assert explore.NO_MISTAKE not in score
    assert explore.NO_MISTAKE in walked(0, Tour(), instrument="None", only_mistakes=True)[2]
    assert tour.heard == {0: True}


@pytest.mark.parametrize(("vocabulary", "is_seventh"), [("all", True), ("triads", False)])
def test_the_answer_is_one_of_the_vocabulary(vocabulary: str, is_seventh: bool) -> None:
    panels = walked(1, walked(0, Tour())[0], vocabulary=vocabulary)[3]
    assert ('<span class="suffix">7</span>' in panels) == is_seventh
