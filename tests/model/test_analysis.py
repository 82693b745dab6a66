"""Peaks of a spectrogram, and the tuning, note, marks and profile that they give."""

import numpy as np
import pytest
import torch

from model import analysis
from model.analysis import find_peaks
from model.chords import NO_CHORD, Chord
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import BINS, DYNAMIC_RANGE, LOWEST_MIDI, SAMPLE_RATE
from tests.helpers.sounds import A4, note, together


@pytest.fixture(scope="module")
def features():
    return PitchSpectrogram().eval()


def peaks_of(features, sound):
    with torch.inference_mode():
        return peaks_in(features(torch.from_numpy(sound)[None])[0].numpy())


def peaks_in(spectrogram):
    return find_peaks(analysis.mean_magnitudes(spectrogram))


def bump(place, width=1.0, height=1.0):
    """A peak on the bins whose logarithm is a parabola, its top at a place between them."""
    return height * np.exp(-(((np.arange(BINS) - place) / width) ** 2))


def test_levels_become_magnitudes_and_frames_their_mean():
    levels = np.log1p(np.array([[1.0, 0.5], [0.0, 0.0]]) * DYNAMIC_RANGE) / np.log1p(DYNAMIC_RANGE)
    assert analysis.mean_magnitudes(levels) == pytest.approx([0.75, 0.0])


def test_a_peak_is_found_between_the_bins():
    peaks = find_peaks(bump(100.3) + bump(150.0, height=0.5))
    assert peaks.semitones * 3 == pytest.approx([100.3, 150.0], abs=1e-3)
    assert peaks.magnitudes == pytest.approx([np.exp(-0.09), 0.5], abs=1e-3)


def test_what_is_faint_is_no_peak():
    assert len(find_peaks(bump(100) + bump(150, height=0.02)).semitones) == 1


def test_silence_has_no_peaks():
    assert len(find_peaks(np.zeros(BINS)).semitones) == 0
    assert len(find_peaks(bump(100, height=1e-14)).semitones) == 0  # of the last bits alone


C_MAJOR, A_MINOR, HIGH_DIM, LOW_AUG = (48, 60, 64, 67), (45, 52, 57, 60, 64), (74, 77, 80), (40, 44, 48)
CHORDS = {"C major": C_MAJOR, "A minor": A_MINOR, "D dim, high": HIGH_DIM, "E aug, low": LOW_AUG}
EXACT, NOISY = 2.0, 5.0  # cents that the estimate may be off


def estimated(features, sound):
    return analysis.tuning(peaks_of(features, sound))


def noise(samples, level, seed=0):
    return np.random.default_rng(seed).normal(0, level, samples).astype(np.float32)


@pytest.mark.parametrize("cents", [-45, -20, 0, 30])
@pytest.mark.parametrize("notes", CHORDS.values(), ids=CHORDS)
def test_the_tuning_of_a_chord_is_read_to_the_cent(features, notes, cents):
    sound = together(*(midi + cents / 100 for midi in notes))
    assert estimated(features, sound) == pytest.approx(cents, abs=EXACT)


@pytest.mark.parametrize("cents", [-45, -20, 0, 30])
@pytest.mark.parametrize("seconds", [0.5, 3.0])
def test_noise_at_ten_decibels_leaves_it_readable(features, cents, seconds):
    sound = together(*(midi + cents / 100 for midi in C_MAJOR), seconds=seconds)
    sound += noise(len(sound), sound.std() / np.sqrt(10))
    assert estimated(features, sound) == pytest.approx(cents, abs=NOISY)


def test_it_is_the_same_however_loud(features):
    sound = together(*(midi + 0.2 for midi in A_MINOR))
    assert estimated(features, 0.01 * sound) == pytest.approx(estimated(features, sound), abs=0.1)


def test_notes_a_quarter_tone_apart_agree_on_nothing(features):
    assert estimated(features, together(57.0, 60.5, partials=1)) is None


# Nearer to half a semitone, a small error would move it the wrong way.
@pytest.mark.parametrize(("cents", "moved"), [(0, 0), (20, -1), (44, -1), (49, 0), (-20, 1), (-49, 0)])
def test_what_is_clearly_out_of_tune_is_moved_by_whole_bins(features, cents, moved):
    picture = features(torch.from_numpy(together(*(midi + cents / 100 for midi in C_MAJOR)))[None])[0].numpy()
    tuned = analysis.in_tune(picture)
    expected = {0: picture, -1: picture[1:], 1: picture[:-1]}[moved]
    edge = np.zeros_like(picture[:1])
    parts = {0: [expected], -1: [expected, edge], 1: [edge, expected]}[moved]
    assert np.array_equal(tuned, np.concatenate(parts))
    assert np.array_equal(analysis.in_tune(picture, find_peaks(analysis.mean_magnitudes(picture))), tuned)


def test_silence_and_noise_have_no_tuning(features):
    assert estimated(features, np.zeros(SAMPLE_RATE, np.float32)) is None
    assert estimated(features, noise(4 * SAMPLE_RATE, 0.1)) is None


@pytest.mark.parametrize("midi", range(36, 97, 5))
def test_a_note_alone_is_named(features, midi):
    assert analysis.single_note(peaks_of(features, note(midi))) == midi


@pytest.mark.parametrize("cents", [-40, 40])
def test_a_note_out_of_tune_has_the_nearest_name(features, cents):
    assert analysis.single_note(peaks_of(features, note(A4 + cents / 100))) == A4


def test_a_pure_tone_is_a_note(features):
    assert analysis.single_note(peaks_of(features, note(A4, partials=1))) == A4


def test_of_octaves_the_lowest_is_the_note(features):
    assert analysis.single_note(peaks_of(features, together(45, 57, 69))) == 45


@pytest.mark.parametrize("notes", [(60, 64, 67), (60, 67), (60, 61, 62)], ids=["chord", "fifth", "cluster"])
def test_several_notes_are_not_one(features, notes):
    assert analysis.single_note(peaks_of(features, together(*notes))) is None


def test_noise_and_silence_are_no_note(features):
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32)
    assert analysis.single_note(peaks_of(features, noise)) is None
    assert analysis.single_note(peaks_of(features, np.zeros(SAMPLE_RATE, np.float32))) is None


A2, C3, E3, A3, CIS4, E4 = 45, 48, 52, 57, 61, 64  # MIDI


def picture(levels: dict[int, float], off: int = 0) -> np.ndarray:
    """A spectrogram with lines at MIDI notes, all `off` bins of a third of a semitone out of tune."""
    spectrogram = np.zeros((BINS, 8), np.float32)
    for midi, level in levels.items():
        spectrogram[3 * (midi - LOWEST_MIDI) + off] = level
    return spectrogram


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_notes_of_the_chord_are_found_and_their_harmonics_told_apart(off: int) -> None:
    heard = picture({A2: 1.0, C3: 0.9, E3: 0.9, A3: 0.8, E4: 0.8}, off)
    found = analysis.marks(peaks_in(heard), Chord("A", "min"))
    assert found.notes == (A2, C3, E3)
    assert found.harmonics == (A3, E4)


def test_a_note_that_first_sounds_on_a_harmonic_is_a_note() -> None:
    found = analysis.marks(
        peaks_in(picture({A2: 1.0, A3: 0.8, C3: 0.9, E4: 0.8, E4 + 12: 0.7})), Chord("A", "min")
    )
    assert found.notes == (A2, C3, E4)
    assert found.harmonics == (A3, E4 + 12)


def test_what_belongs_to_no_note_of_the_chord_is_not_marked() -> None:
    found = analysis.marks(peaks_in(picture({A2: 1.0, 46: 0.2, CIS4 - 12: 0.9})), Chord("A", "min"))
    assert (found.notes, found.harmonics) == ((A2,), ())


def test_without_a_chord_or_a_sound_nothing_is_marked() -> None:
    assert analysis.marks(peaks_in(picture({A2: 1.0})), NO_CHORD).notes == ()
    assert analysis.marks(peaks_in(picture({})), Chord("A", "min")).notes == ()


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_profile_adds_up_the_octaves(off: int) -> None:
    levels = analysis.profile(picture({A2: 1.0, A3: 1.0, C3: 1.0, 21 + 83: 0.2}, off))
    assert levels[9] == 1.0
    assert levels[0] == pytest.approx(0.5, abs=0.01)
    assert levels[[1, 2, 3, 4, 5, 6, 7]].max() == 0


def test_silence_has_a_flat_profile() -> None:
    assert analysis.profile(picture({})).tolist() == [0.0] * 12


C7 = Chord("C", "7")


@pytest.mark.parametrize(
    ("notes", "chord", "heard"),
    [
        ((48, 52, 55, 62), Chord("C", "maj"), (2,)),  # Cadd9
        ((48, 52, 55), Chord("C", "maj"), ()),
        ((48, 52, 55, 58), C7, ()),
        ((48, 52, 55, 58), Chord("E", "dim"), (0,)),
        ((50, 60, 64, 67), Chord("C", "maj", "D"), ()),  # its bass is its own
        ((48, 49, 50, 51, 52, 53, 54), Chord("C", "maj"), ()),  # noise
    ],
)
def test_notes_beside_a_chord_are_heard_and_overtones_are_not(features, notes, chord, heard):
    assert analysis.foreign(peaks_of(features, together(*notes)), chord) == heard


def test_silence_has_no_notes_beside_a_chord():
    assert analysis.foreign(find_peaks(np.zeros(BINS)), C7) == ()
