"""Sung melodies whose notes are known."""

import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from training.sounds.singing import sing

SEEDS = range(8)
NEAR = 0.7  # semitones: vibrato and drift


def sung(*notes, seconds=4.0, seed=0):
    return sing(notes, seconds, np.random.default_rng(seed))


def pitch(sound, lowest, highest):
    """The strongest sine between two pitches, all as MIDI numbers."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**17))
    pitches = 69 + 12 * np.log2(np.maximum(np.fft.rfftfreq(2**17, 1 / SAMPLE_RATE), 1e-9) / 440)
    return float(pitches[np.where((pitches > lowest) & (pitches < highest), spectrum, 0).argmax()])


def rms(sound):
    return float(np.sqrt(np.square(sound).mean()))


def part(sound, start, end):
    return sound[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("midi", [50, 57.3, 69])
def test_the_pitch_of_a_note_is_sung(midi, seed):
    sound = sung((0.5, 3.5, midi, 0.8), seed=seed)
    assert pitch(part(sound, 1.0, 3.3), midi - 9, midi + 9) == pytest.approx(midi, abs=NEAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_sung_before_between_and_after_notes(seed):
    sound = sung((1.0, 1.8, 60, 0.8), (2.6, 3.2, 64, 0.8), seed=seed)
    loud = rms(part(sound, 1.1, 1.7))
    for start, end in ((0.0, 0.9), (1.95, 2.5), (3.35, 4.0)):
        assert rms(part(sound, start, end)) < 0.01 * loud


@pytest.mark.parametrize("seed", SEEDS)
def test_a_voice_sings_one_note_at_a_time(seed):
    sound = sung((0.5, 3.5, 57, 0.8), (2.0, 3.8, 64, 0.8), seed=seed)
    assert pitch(part(sound, 0.9, 1.9), 51, 68) == pytest.approx(57, abs=NEAR)
    assert pitch(part(sound, 2.4, 3.5), 51, 68) == pytest.approx(64, abs=NEAR)


def test_a_voice_is_as_loud_as_it_is_told():
    soft, loud = (rms(part(sung((0.5, 3.5, 60, level)), 1, 3)) for level in (0.4, 0.8))
    assert loud == pytest.approx(2 * soft, rel=0.05)


def test_voices_differ_and_a_seed_gives_the_same():
    notes = ((0.5, 3.5, 60, 0.8),)
    assert np.array_equal(sung(*notes), sung(*notes))
    assert not np.allclose(sung(*notes), sung(*notes, seed=1), atol=1e-3)


@pytest.mark.parametrize("seconds", [0.3, 1.0, 7.77])
@pytest.mark.parametrize(
    "notes",
    [(), ((0.0, 0.3, 60, 0.5),), ((0.1, 0.1, 60, 0.5), (0.1, 0.3, 62, 0.5)), ((0.1, 9.0, 88, 1.0),)],
    ids=["none", "at once", "of no length", "beyond the end"],
)
def test_any_melody_is_as_long_as_asked(notes, seconds):
    sound = sung(*notes, seconds=seconds)
    assert (sound.dtype, len(sound)) == (np.float32, int(seconds * SAMPLE_RATE))
    assert np.isfinite(sound).all()
    if not notes:
        assert np.all(sound == 0)
