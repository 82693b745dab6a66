"""The answer in large letters."""

import re

from model.chords import Chord
from model.prediction import Prediction
from tests.helpers.predictions import make_prediction
from ui import answer
from ui.naming import FLATS, GERMAN, Naming

FLAT = Naming(FLATS)


def shown(prediction: Prediction) -> str:
    return answer.render(prediction, FLAT)


def text(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def spoken(html: str) -> str:
    return re.search('<p class="spoken">(.*?)</p>', html)[1].replace("\u202f", " ")


def test_a_chord_is_printed_with_its_symbol_name_and_notes() -> None:
    html = shown(make_prediction(("Db:min", 0.97), ("E:maj", 0.03)))
    assert '<p class="symbol">D<span class="accidental">♭</span><span class="suffix">m</span></p>' in html
    assert '<p class="name">D♭ minor</p>' in html
    assert "<span>D♭</span><span>F♭</span><span>A♭</span>" in html


def test_a_natural_major_chord_is_one_letter() -> None:
    assert '<p class="symbol">G</p>' in shown(make_prediction(("G:maj", 0.97)))


def test_names_are_the_persons() -> None:
    html = answer.render(make_prediction(("B:min", 0.97)), Naming(language=GERMAN))
    assert '<p class="symbol">H<span class="suffix">m</span></p>' in html
    assert spoken(html).startswith("H minor")


def test_a_long_symbol_is_smaller() -> None:
    assert 'class="symbol symbol-long"' in shown(make_prediction(("Db:dim", 0.9)))
    assert answer.symbol(Chord("Bb", "aug"), FLAT).startswith('B<span class="accidental">♭')


def test_a_screen_reader_hears_words_and_no_signs() -> None:
    html = shown(make_prediction(("Db:min", 0.97), ("E:maj", 0.03)))
    assert spoken(html) == "D-flat minor, almost certainly, 97 %. Notes: D-flat, F-flat, A-flat."


def test_a_doubt_names_both_chords() -> None:
    html = shown(make_prediction(("Db:min", 0.5), ("E:maj", 0.4), sure=False))
    assert "not sure: D♭m or E" in text(html)
    assert 'class="doubt">?' in html
    assert spoken(html).startswith("D-flat minor, not sure: D-flat minor or E major, 50 %.")


def test_a_doubt_about_the_third_says_which_note_to_play() -> None:
    wavering = make_prediction(("D:min", 0.6), ("D:maj", 0.4), sure=False)
    html = answer.render(wavering, Naming())
    assert "Is its third F♯ (major) or F (minor)? Let that note ring." in text(html)
    assert spoken(html).endswith("Is its third F-sharp (major) or F (minor)? Let that note ring.")
    for other in (
        make_prediction(("D:min", 0.6), ("D:maj", 0.4)),
        make_prediction(("D:min", 0.6), ("F:maj", 0.4), sure=False),
        make_prediction(("D:min", 0.6), ("D:dim", 0.4), sure=False),
        make_prediction(("N", 0.6), ("D:maj", 0.4), sure=False),
    ):
        assert "third" not in text(shown(other))


def test_no_chord_is_an_answer_that_helps() -> None:
    html = shown(make_prediction(("N", 0.9), ("C:maj", 0.1)))
    assert "No chord" in text(html)
    assert answer.NO_CHORD_HINT in text(html)
    assert spoken(html).startswith("No chord, probably, 90 %.")


def test_a_single_note_is_named() -> None:
    html = shown(make_prediction(("N", 0.98), note=70))
    assert "Single note: B♭4" in text(html)
    assert spoken(html).startswith("Single note: B-flat4, almost certainly")


def test_what_is_too_quiet_is_called_that_unless_it_is_a_chord() -> None:
    silent = shown(make_prediction(("N", 0.5), level=-70.0, sure=False))
    assert text(silent).endswith(f"Too quiet{answer.QUIET_HINT}")  # measured: no doubt, no probability
    assert spoken(silent) == f"Too quiet. {answer.QUIET_HINT}"
    assert "Too quiet" not in text(shown(make_prediction(("C:maj", 0.98), level=-70.0)))
    assert "Too quiet" not in text(shown(make_prediction(("N", 0.98), level=-40.0)))


def test_the_tuning_is_told_in_print_and_in_speech() -> None:
    html = shown(make_prediction(("C:maj", 0.98), tuning=-21.0))
    assert text(html).count("Tuned about 20 cents flat of A440 (A = 435 Hz).") == 2
    assert "Tuned" not in shown(make_prediction(("C:maj", 0.98), tuning=3.0))


def test_a_long_recording_is_told_what_was_judged() -> None:
    html = shown(make_prediction(("C:maj", 0.98), start=12.0, end=16.0, seconds=20.0))
    assert "may hold several chords: of its 20.0 s I named the strongest part, 12.0 to 16.0 s." in text(html)
    assert "several chords" not in shown(make_prediction(("C:maj", 0.98)))


def test_a_refusal_cannot_carry_markup() -> None:
    html = answer.refusal('"<img src=x>.wav" is not audio.')
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
