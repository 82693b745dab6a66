"""The answer in large letters."""

import re

from tests.conftest import make_prediction
from ui import answer


def text(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def spoken(html: str) -> str:
    return re.search('<p class="spoken">(.*?)</p>', html)[1].replace("\u202f", " ")


def test_a_chord_is_printed_with_its_symbol_name_and_notes() -> None:
    html = answer.render(make_prediction(("Db:min", 0.97), ("E:maj", 0.03)))
    assert '<p class="symbol">D<span class="accidental">♭</span><span class="suffix">m</span></p>' in html
    assert '<p class="name">D♭ minor</p>' in html
    assert "<span>D♭</span><span>F♭</span><span>A♭</span>" in html


def test_a_natural_major_chord_is_one_letter() -> None:
    assert '<p class="symbol">G</p>' in answer.render(make_prediction(("G:maj", 0.97)))


def test_a_screen_reader_hears_words_and_no_signs() -> None:
    html = answer.render(make_prediction(("Db:min", 0.97), ("E:maj", 0.03)))
    assert spoken(html) == "D-flat minor, almost certainly, 97 %. Notes: D-flat, F-flat, A-flat."


def test_a_doubt_names_both_chords() -> None:
    html = answer.render(make_prediction(("Db:min", 0.5), ("E:maj", 0.4), sure=False))
    assert "not sure: D♭m or E" in text(html)
    assert 'class="doubt">?' in html
    assert spoken(html).startswith("D-flat minor, not sure: D-flat minor or E major, 50 %.")


def test_no_chord_is_an_answer_that_helps() -> None:
    html = answer.render(make_prediction(("N", 0.9), ("C:maj", 0.1)))
    assert "No chord" in text(html)
    assert answer.NO_CHORD_HINT in text(html)
    assert spoken(html).startswith("No chord, probably, 90 %.")


def test_a_refusal_cannot_carry_markup() -> None:
    html = answer.refusal('"<img src=x>.wav" is not audio.')
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
