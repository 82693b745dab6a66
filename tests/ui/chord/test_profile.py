"""The pitch-class profile."""

import re

import numpy as np

from preprocessing.layout import BINS
from tests.helpers.predictions import make_prediction
from ui.chord import profile
from ui.naming import Naming

D_FLAT_4, E_4, A_4 = 61, 64, 69  # MIDI


def heard() -> np.ndarray:
    spectrogram = np.zeros((BINS, 4), np.float32)
    for midi, level in ((D_FLAT_4, 1.0), (E_4, 1.0), (A_4, 0.8)):
        spectrogram[3 * (midi - 21)] = level
    return spectrogram


def columns(html: str) -> list[tuple[str, str, str]]:
    """Whether each is lit, its height in percent, its name."""
    return re.findall('class="column(.*?)">.*?height:(.*?)%.*?class="of">(.*?)<', html)


def test_the_chords_notes_are_lit_and_spelled_as_it_spells_them() -> None:
    found = columns(profile.render(make_prediction(("Db:min", 0.9), spectrogram=heard()), Naming(), "pitch"))
    assert len(found) == 12
    assert [name for lit, _, name in found if lit] == ["C♯", "E", "G♯"]
    assert found[1] == (" lit", "100.0", "C♯")
    assert 0 < float(found[9][1]) < 50


def test_a_bass_that_is_none_of_the_chords_notes_is_lit_too() -> None:
    html = profile.render(make_prediction(("C:maj/b7", 0.9), spectrogram=heard()), Naming(), "pitch")
    assert [name for lit, _, name in columns(html) if lit] == ["C", "E", "G", "B♭"]


def test_the_order_is_the_persons() -> None:
    found = columns(profile.render(make_prediction(("C:maj", 0.9), spectrogram=heard()), Naming(), "fifths"))
    assert [name for *_, name in found][:4] == ["C", "G", "D", "A"]


def test_a_screen_reader_hears_the_strong_ones() -> None:
    html = profile.render(make_prediction(("Db:min", 0.9), spectrogram=heard()), Naming(), "pitch")
    assert 'aria-label="Strongest pitch classes: C-sharp, E"' in html
    silent = profile.render(make_prediction(("N", 0.9)), Naming(), "pitch")
    assert 'aria-label="No pitch stands out"' in silent
