import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import note
from training.sounds.pitch import find_fault, frequency, tuning

NOTES = (40, 57, 72, 93)


def test_frequency():
    assert frequency(69) == 440
    assert frequency(60) == pytest.approx(261.63, abs=0.005)


@pytest.mark.parametrize("midi", NOTES)
@pytest.mark.parametrize("cents", [-28, 0, 17])
def test_notes_are_right_and_their_tuning_is_measured(midi, cents):
    sound = note(midi + cents / 100, seconds=3.0)
    assert find_fault(sound, midi) is None
    assert tuning(sound, midi) == pytest.approx(cents, abs=2)


@pytest.mark.parametrize("midi", NOTES)
@pytest.mark.parametrize("step", [-7, -1, 1, 2, 5])
def test_other_notes_are_noticed(midi, step):
    assert find_fault(note(midi, seconds=3.0), midi + step) == f"sounds like MIDI {midi}, not {midi + step}"


@pytest.mark.parametrize("midi", [48, 60, 72])
def test_octaves_are_noticed(midi):
    sound = note(midi, seconds=3.0)
    assert find_fault(sound, midi - 12) == f"sounds like MIDI {midi}, not {midi - 12}"
    assert find_fault(sound, midi + 12) == f"sounds like MIDI {midi}, not {midi + 12}"


@pytest.mark.parametrize("cents", [-45, -36, 36, 45])
def test_mistuned_notes_are_noticed(cents):
    assert find_fault(note(60 + cents / 100), 60) == f"is {cents:+d} cents out of tune"


def test_odd_spectra_are_no_fault():
    times = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    flute = np.sin(2 * np.pi * frequency(72) * times)
    clarinet = sum(np.sin(2 * np.pi * k * frequency(57) * times) / k for k in (1, 3, 5, 7))
    weak_fundamental = sum(
        a * np.sin(2 * np.pi * k * frequency(40) * times) for k, a in enumerate((0.1, 1, 1, 1), 1)
    )
    noise = np.random.default_rng(0).normal(0, 0.05, len(times))
    assert find_fault(flute, 72) is None
    assert find_fault(clarinet + noise, 57) is None
    assert find_fault(weak_fundamental + noise, 40) is None


def test_silence_is_no_note():
    assert find_fault(np.zeros(SAMPLE_RATE, np.float32), 60) == "is silent"
