import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from training.sounds import banks, inventions
from training.sounds.inventions import Timbre

PLAIN = Timbre(
    slope=1.0,
    odd_only=False,
    plucked_at=0.0,
    formants=np.array([500.0, 1000.0, 2000.0]),
    widths=np.ones(3),
    unevenness=np.ones(inventions.PARTIALS),
    stiffness=0.0,
    decay=np.inf,
    damping=0.5,
    breath=0.0,
    attack=0.01,
    vibrato=0.0,
    beating=0.0,
)


def fundamental(sound, midi):
    """The strongest pitch within three quarters of a semitone of the first partial, as a MIDI number."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**19))
    pitches = 69 + 12 * np.log2(np.fft.rfftfreq(2**19, 1 / SAMPLE_RATE)[1:] / 440)
    near = np.abs(pitches - midi) < 0.75
    return pitches[near][spectrum[1:][near].argmax()]


def test_an_instrument_is_always_the_same_and_no_two_are():
    first = inventions.invent_instrument(3, [48, 69])
    again, other = inventions.invent_instrument(3, [48, 69]), inventions.invent_instrument(4, [48, 69])
    assert all(np.array_equal(first[midi], again[midi]) for midi in first)
    assert not np.allclose(first[69], other[69])


@pytest.mark.parametrize("seed", range(6))
def test_an_invented_note_has_the_right_fundamental(seed):
    for midi, sound in inventions.invent_instrument(seed, [45, 64]).items():
        assert sound.dtype == np.float32
        assert len(sound) == int(banks.NOTE_SECONDS * SAMPLE_RATE)
        assert np.abs(sound).max() == pytest.approx(0.5)
        heard = fundamental(sound[: 2 * SAMPLE_RATE], midi)
        assert heard == pytest.approx(midi, abs=0.25)  # semitones: vibrato and beating reeds wander


def test_a_closed_pipe_has_no_even_partials():
    pipe = Timbre(**{**vars(PLAIN), "odd_only": True})
    assert [pipe.level(k, 200.0 * k) > 0 for k in range(1, 7)] == [True, False] * 3


def test_a_string_plucked_in_the_middle_hardly_sounds_its_octave():
    string = Timbre(**{**vars(PLAIN), "plucked_at": 0.5})
    assert string.level(2, 400.0) < 0.05 * PLAIN.level(2, 400.0)
    assert string.level(3, 600.0) > 0.9 * PLAIN.level(3, 600.0)


def test_no_partial_lies_beyond_what_the_sample_rate_can_hold():
    assert PLAIN.level(30, 0.5 * SAMPLE_RATE) == 0
