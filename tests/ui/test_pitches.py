"""Notes, harmonics and pitch classes in a spectrogram."""

import numpy as np
import pytest

from model.chords import NO_CHORD, Chord
from preprocessing.layout import BINS
from ui import pitches

A2, C3, E3, A3, CIS4, E4 = 45, 48, 52, 57, 61, 64  # MIDI


def picture(levels: dict[int, float], off: int = 0) -> np.ndarray:
    """A spectrogram with lines at MIDI notes, all `off` bins of a third of a semitone out of tune."""
    spectrogram = np.zeros((BINS, 8), np.float32)
    for midi, level in levels.items():
        spectrogram[3 * (midi - pitches.LOWEST_MIDI) + off] = level
    return spectrogram


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_notes_of_the_chord_are_found_and_their_harmonics_told_apart(off: int) -> None:
    heard = picture({A2: 1.0, C3: 0.9, E3: 0.9, A3: 0.8, E4: 0.8}, off)
    found = pitches.marks(heard, Chord("A", "min"))
    assert found.notes == (A2, C3, E3)
    assert found.harmonics == (A3, E4)


def test_a_note_that_first_sounds_on_a_harmonic_is_a_note() -> None:
    found = pitches.marks(picture({A2: 1.0, A3: 0.8, C3: 0.9, E4: 0.8, E4 + 12: 0.7}), Chord("A", "min"))
    assert found.notes == (A2, C3, E4)
    assert found.harmonics == (A3, E4 + 12)


def test_what_belongs_to_no_note_of_the_chord_is_not_marked() -> None:
    found = pitches.marks(picture({A2: 1.0, 46: 0.2, CIS4 - 12: 0.9}), Chord("A", "min"))
    assert (found.notes, found.harmonics) == ((A2,), ())


def test_without_a_chord_or_a_sound_nothing_is_marked() -> None:
    assert pitches.marks(picture({A2: 1.0}), NO_CHORD).notes == ()
    assert pitches.marks(picture({}), Chord("A", "min")).notes == ()


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_profile_adds_up_the_octaves(off: int) -> None:
    levels = pitches.profile(picture({A2: 1.0, A3: 1.0, C3: 1.0, 21 + 83: 0.2}, off))
    assert levels[9] == 1.0
    assert levels[0] == pytest.approx(0.5, abs=0.01)
    assert levels[[1, 2, 3, 4, 5, 6, 7]].max() == 0


def test_silence_has_a_flat_profile() -> None:
    assert pitches.profile(picture({})).tolist() == [0.0] * 12
