"""The answer in large letters."""

import re

import pytest

from model.chords import Chord
from model.prediction import Prediction
from tests.helpers.predictions import make_prediction
from ui.chord import answer
from ui.naming import FLATS, GERMAN, Naming

FLAT = Naming(FLATS)


def shown(prediction: Prediction) -> str:
    return answer.render(prediction, FLAT)


def text(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def symbol(html: str) -> str:
    return re.search('<p class="symbol".*?>(.*?)</p>', html)[1]


def spoken(html: str) -> str:
    return re.search('<p class="spoken">(.*?)</p>', html)[1].replace("\u202f", " ")


def test_a_chord_is_printed_with_its_symbol_name_and_notes() -> None:
    html = shown(make_prediction(("Db:min", 0.97), ("E:maj", 0.03)))
    assert symbol(html) == 'D<span class="accidental">♭</span><span class="suffix">m</span>'
    assert '<p class="name">D♭ minor</p>' in html
    assert "<span>D♭</span><span>F♭</span><span>A♭</span>" in html


def test_a_natural_major_chord_is_one_letter() -> None:
    assert symbol(shown(make_prediction(("G:maj", 0.97)))) == "G"


@pytest.mark.parametrize(
    ("label", "printed", "words", "notes"),
    [
        ("C:maj/3", "C//E", "C major over E", "E G C"),
        ("C:maj/b7", "C//B♭", "C major over B♭", "B♭ C E G"),
        ("B:hdim7", "B/m7♭5", "B half-diminished seventh", "B D F A"),
        ("D:7/3", "D/7//F♯", "D seventh over F♯", "F♯ A C D"),
        ("D:dim7", "D/°7", "D diminished seventh", "D F A♭ C♭"),
        ("C:minmaj7", "C/m(maj7)", "C minor major seventh", "C E♭ G B"),
        ("A:5", "A/5", "A power chord", "A E"),
    ],
)
def test_type_and_bass_are_parts_of_their_own(label: str, printed: str, words: str, notes: str) -> None:
    html = answer.render(make_prediction((label, 0.97)), Naming())
    parts = re.sub("<span.*?>", "/", symbol(html)).replace("</span>", "")
    assert parts == printed
    assert f'<p class="name">{words}</p>' in html
    chips = re.search('class="notes">(.*?)</p>', html)[1]
    assert re.findall("<span>(.*?)</span>", chips) == notes.split()


def test_the_bass_is_spoken() -> None:
    html = answer.render(make_prediction(("Eb:maj/5", 0.97)), Naming())
    assert spoken(html) == "E-flat major over B-flat, almost certainly, 97 %. Notes: B-flat, E-flat, G."


def test_names_are_the_persons() -> None:
    html = answer.render(make_prediction(("B:min", 0.97)), Naming(language=GERMAN))
    assert symbol(html) == 'H<span class="suffix">m</span>'
    assert spoken(html).startswith("H minor")


def test_the_style_sheet_is_told_how_long_a_symbol_is() -> None:
    assert answer.fitting(Chord("G", "maj"), FLAT) == 'style="--letters:2"'
    assert answer.fitting(Chord("Db", "hdim7", "E"), FLAT) == 'style="--letters:6.5"'  # D♭ ? m7♭5 /F♭
    assert 'class="symbol" style="--letters:4.5"' in shown(make_prediction(("Db:dim", 0.9)))


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


@pytest.mark.parametrize(
    ("type_", "question"),
    [
        ("maj", "With F♯ it is D major, without it a power chord. If you play F♯, let it ring."),
        ("min", "With F it is D minor, without it a power chord. If you play F, let it ring."),
    ],
)
def test_a_doubt_whether_there_is_a_third_says_which_note_decides(type_: str, question: str) -> None:
    for first, second in ((f"D:{type_}", "D:5"), ("D:5", f"D:{type_}"), ("D:5/5", f"D:{type_}")):
        html = answer.render(make_prediction((first, 0.6), (second, 0.4), sure=False), Naming())
        assert f"Is there a third? {question}" in text(html)
    for other in (
        make_prediction(("D:5", 0.6), (f"D:{type_}", 0.4)),
        make_prediction(("D:5", 0.6), (f"A:{type_}", 0.4), sure=False),
        make_prediction(("D:5", 0.6), ("D:sus4", 0.4), sure=False),
    ):
        assert "third" not in text(shown(other))


def test_noise_is_not_claimed_where_there_may_be_chords() -> None:
    html = shown(make_prediction(("N", 0.4), ("C:maj", 0.3), sure=False))
    assert answer.UNCLEAR_HINT in text(html)
    assert "noise" not in text(html)


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
    assert "I named the strongest part of these 20.0 s: 12.0 to 16.0 s." in text(html)


def test_a_refusal_cannot_carry_markup() -> None:
    html = answer.refusal('"<img src=x>.wav" is not audio.')
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
