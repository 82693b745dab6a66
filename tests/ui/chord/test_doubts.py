"""A second look at answers, and what is said of them."""

import numpy as np
import torch

from model.prediction import Prediction
from preprocessing.features import PitchSpectrogram
from tests.helpers.predictions import make_prediction
from tests.helpers.sounds import together
from ui.chord import answer, doubts, remarks, results, verdict
from ui.naming import Naming

C, CIS, D, E, F, G, BB = 60, 61, 62, 64, 65, 67, 70


def hearing(*ranking: tuple[str, float], loud: int | None = None, notes: tuple[int, ...], sure: bool = True):
    """An answer to notes that sound together, one of them much louder."""
    sound = together(*notes) + (0 if loud is None else 4 * together(loud))
    with torch.inference_mode():
        picture = PitchSpectrogram()(torch.from_numpy(sound.astype(np.float32))[None])[0].numpy()
    return make_prediction(*ranking, spectrogram=picture, sure=sure)


def said(prediction: Prediction) -> str:
    return " ".join(remarks.printed(prediction, Naming()))


def test_an_answer_without_the_loudest_note_is_never_sure() -> None:
    heard = hearing(("E:dim", 0.9), ("C:7", 0.08), notes=(E, G, BB), loud=C)
    assert not doubts.reconsidered(heard).sure
    assert said(heard) == "The loudest note is C, which Edim does not have. Perhaps it is C7."
    html = answer.render(heard, Naming())
    assert 'class="doubt">?' in html
    assert "not sure: Edim or C7" in html
    assert '<span class="also">also heard</span><span class="foreign">C</span>' in html
    assert "Also heard: C." in html
    assert 'aria-label="Hear C7: C seventh"' in results.render(heard, Naming(), "pitch")


def test_a_screen_reader_hears_the_names_of_chords_in_remarks() -> None:
    contradicted = hearing(("E:dim", 0.9), ("C:7", 0.08), notes=(E, G, BB), loud=C)
    assert remarks.spoken(contradicted, Naming()) == [
        "The loudest note is C, which E diminished does not have. Perhaps it is C seventh."
    ]
    flat = make_prediction(("C:min7", 0.97), tuning=48.0)
    assert remarks.spoken(flat, Naming())[0].endswith("it may as well be C-sharp minor seventh.")
    without = hearing(("C:maj", 0.5), ("C:min", 0.4), notes=(C, F, G), sure=False)
    assert remarks.spoken(without, Naming())[0].endswith("without one C suspended fourth.")


def test_no_chord_is_made_up_for_the_loudest_note() -> None:
    heard = hearing(("E:dim", 0.98), ("C:7", 0.01), notes=(E, G, BB), loud=CIS)
    assert said(heard) == "The loudest note is C♯, which Edim does not have."
    assert "not sure<" in answer.render(heard, Naming())


def test_an_answer_with_the_loudest_note_stays_as_it_is() -> None:
    for loud in (C, E, G, BB):
        heard = hearing(("C:7", 0.9), ("E:dim", 0.08), notes=(C, E, G, BB), loud=loud)
        assert doubts.reconsidered(heard) is heard
        assert said(heard) == ""
    over_d = hearing(("C:maj/2", 0.9), notes=(C, E, G), loud=D - 12)
    assert doubts.reconsidered(over_d) is over_d
    silent = make_prediction(("C:maj", 0.9))
    assert doubts.reconsidered(silent) is silent


def test_beside_a_note_of_another_chord_nothing_is_almost_certain() -> None:
    cadd9 = hearing(("C:maj", 0.97), notes=(C, E, G, D + 12))
    assert verdict.printed(cadd9, Naming()) == "probably"
    assert verdict.printed(hearing(("C:maj", 0.97), notes=(C, E, G)), Naming()) == "almost certainly"
    noise = hearing(("N", 0.97), notes=(C, CIS))
    assert verdict.printed(noise, Naming()) == "almost certainly"


def test_a_chord_that_is_perhaps_larger_than_any_name_here_is_not_sure() -> None:
    c9 = hearing(("C:7", 0.9), notes=(C, E, G, BB, D + 12))
    assert not doubts.reconsidered(c9).sure
    assert said(doubts.reconsidered(c9)) == (
        "I hear D too. Perhaps it is C9, which is not among the chords I name."
    )
    assert doubts.reconsidered(hearing(("C:7", 0.9), notes=(C, E, G, BB))).sure
    almost_certain = hearing(("C:7", 0.97), notes=(C, E, G, BB, D + 12))
    assert doubts.reconsidered(almost_certain).sure
    assert said(almost_certain) == ""
    nameless = hearing(("C:dim", 0.9), notes=(C, 63, 66, D + 12))
    assert not doubts.reconsidered(nameless).sure
    assert said(doubts.reconsidered(nameless)) == ""


def test_where_a_fourth_sounds_no_third_is_asked_for() -> None:
    heard = hearing(("C:maj", 0.5), ("C:min", 0.4), notes=(C, F, G), sure=False)
    assert said(heard) == "I hear F too: with a third it is Cadd11, without one Csus4."
    heard = hearing(("C:maj", 0.5), ("C:min", 0.4), notes=(C, D, G), sure=False)
    assert said(heard) == "I hear D too: with a third it is Cadd9, without one Csus2."
    heard = hearing(("C:maj", 0.5), ("C:min", 0.4), notes=(C, G), sure=False)
    assert "Is its third E (major)" in said(heard)
    for type_ in ("sus4", "sus2", "5"):
        heard = hearing((f"C:{type_}", 0.5), ("C:7", 0.4), notes=(C, F, G), sure=False)
        assert "third" not in said(heard)


def test_a_recording_halfway_between_two_keys_is_not_sure_which_it_is() -> None:
    flat, sharp = (make_prediction(("C:maj/3", 0.97), tuning=cents) for cents in (-48.0, 48.0))
    assert not doubts.reconsidered(flat).sure
    assert said(flat).endswith("cents flat of A440 (A = 428 Hz): it may as well be B/D♯.")
    assert said(sharp).endswith("cents sharp of A440 (A = 452 Hz): it may as well be D♭/F.")
    near = make_prediction(("C:maj", 0.97), tuning=-40.0)
    assert doubts.reconsidered(near).sure
    assert said(near).endswith("(A = 430 Hz).")
