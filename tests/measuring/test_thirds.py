import numpy as np
import pytest
import soundfile

from model.chords import Chord
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.judged import make_judged
from tests.helpers.sounds import note, together
from training.reporting.thirds import by_third, third_level

D_MAJOR, D_MINOR = Chord("D", "maj"), Chord("D", "min")
POWER_CHORD = together(50, 57, 62)  # D3, A3, D4: their partials hold an F sharp, but no fundamental of one


@pytest.mark.parametrize(("decibels", "third"), [(-10, 66), (-30, 65)])
def test_the_level_is_that_of_the_thirds_first_partial(decibels, third):
    chord = D_MAJOR if third == 66 else D_MINOR
    loud = note(50, partials=1)
    quiet = note(third, partials=1) * 10 ** (decibels / 20)
    assert third_level(loud + quiet, chord) == pytest.approx(decibels, abs=0.5)


def test_the_roots_fifth_partial_is_no_third():
    assert third_level(POWER_CHORD, D_MAJOR) < -60


def test_recordings_are_sorted_by_their_thirds(tmp_path):
    soundfile.write(tmp_path / "whole.wav", together(50, 57, 66), SAMPLE_RATE)
    soundfile.write(tmp_path / "power.wav", POWER_CHORD, SAMPLE_RATE)
    judged = [
        make_judged("D:maj", "D:maj", path="whole.wav", instrument="guitar"),
        make_judged("D:maj", "D:min", sure=False, path="power.wav", instrument="guitar"),
        make_judged("D:maj", "D:maj", path="none.wav", instrument="piano"),
        make_judged("N", "N", path="none.wav", instrument="guitar"),
    ]
    text = by_third(judged, tmp_path)
    assert "| up to 20 dB | 1 | 1.0000 | 1.0000 | 0.0000 |" in text
    assert len(text.splitlines()) == 4  # other instruments and sounds without a chord are left out
    assert "| more than 40 dB | 1 | 1.0000 | 0.0000 | 1.0000 |" in text


def test_silence_has_no_third():
    assert third_level(np.zeros(SAMPLE_RATE, np.float32), D_MAJOR) == -np.inf
