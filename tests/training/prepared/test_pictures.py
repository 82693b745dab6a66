import numpy as np
import pytest
import torch

from model.chords import CHORDS, NO_CHORD, Chord
from model.harte import parse
from preprocessing.audio import AudioError
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import BINS, SAMPLE_RATE
from tests.helpers.sounds import note
from training.prepared.others import MEL_FRAMES, MelSpectrogram, MfccSpectrogram
from training.prepared.pictures import (
    FRAMES,
    MEL,
    MFCC,
    NO_BASS,
    NO_TYPE,
    PITCH,
    compute,
    draw,
    encode,
    kept_part,
)
from training.prepared.store import Row
from training.sounds.clips import Clip


def noise(seconds, seed=0):
    return 0.1 * np.random.default_rng(seed).normal(size=int(seconds * SAMPLE_RATE)).astype(np.float32)


class Sound:
    """An item that is a waveform, or a file that cannot be heard."""

    def __init__(self, waveform=None, chord=NO_CHORD):
        self.path, self.split, self._waveform, self._chord = "somewhere.wav", "valid", waveform, chord

    def clip(self, cache):
        if self._waveform is None:
            raise AudioError("This file is damaged.")
        return Clip(self._waveform, self._chord, "hiss")


def test_pitch_is_what_our_networks_hear_in_256_levels():
    sound = noise(1.3)
    expected = PitchSpectrogram()(torch.from_numpy(sound)[None])[0].numpy()
    picture = draw(sound, PITCH)
    assert (picture.shape, picture.dtype) == ((BINS, 11), np.uint8)
    assert np.abs(picture / 255 - expected).max() < 0.51 / 255


def test_what_is_out_of_tune_is_kept_in_tune():
    sharp, flat = (draw(note(57 + cents / 100), PITCH) for cents in (40, -40))
    usual = draw(note(57), PITCH)
    assert usual.sum(axis=1).argmax() == sharp.sum(axis=1).argmax() == flat.sum(axis=1).argmax()


@pytest.mark.parametrize("seconds", [0.1, 2.0, 4.0])
def test_mel_is_what_the_published_system_computes(seconds):
    sound = 30 * noise(seconds)  # loud enough for power beyond float16
    picture = draw(sound, MEL)
    assert (picture.shape, picture.dtype) == ((64, 126), np.float32)
    assert MEL_FRAMES == 126
    assert np.array_equal(picture, MelSpectrogram()(torch.from_numpy(sound)[None])[0, 0].numpy())


@pytest.mark.parametrize("seconds", [0.1, 4.0])
def test_mfcc_is_what_the_film_genre_study_computes(seconds):
    sound = noise(seconds)
    picture = draw(sound, MFCC)
    assert (picture.shape, picture.dtype) == ((40, 100), np.float32)
    assert np.array_equal(picture, MfccSpectrogram()(torch.from_numpy(sound)[None])[0, 0].numpy())


@pytest.mark.parametrize("seconds", [0.05, 1.0, 4.0])
def test_up_to_four_seconds_all_is_kept(seconds):
    sound = noise(seconds)
    assert kept_part(sound) is sound


@pytest.mark.parametrize("seconds", [4.1, 5.0, 6.0, 9.0])
@pytest.mark.parametrize("loud_at", [0.2, 0.95])
def test_of_anything_longer_the_strongest_part_is_kept(seconds, loud_at):
    sound = noise(seconds)
    sound[int(loud_at * len(sound))] = 9.0
    kept = kept_part(sound)
    assert 3.8 * SAMPLE_RATE < len(kept) <= 4 * SAMPLE_RATE
    assert kept.max() == 9.0
    assert np.shares_memory(kept, sound)


def test_a_chunk_holds_what_was_heard_and_says_what_was_not():
    sound, chord = noise(2.0), Chord("Db", "min")
    chunk = compute(7, [Sound(sound, chord), Sound(), Sound(noise(9))], PITCH, None)
    assert chunk.number == 7
    assert (chunk.spectrograms.shape, chunk.spectrograms.dtype) == ((3, BINS, FRAMES), np.uint8)
    assert np.array_equal(chunk.spectrograms[0, :, :16], draw(sound, PITCH))
    assert not chunk.spectrograms[0, :, 16:].any()
    assert not chunk.spectrograms[1].any()
    assert chunk.labels.tolist() == [[16, 1, 1, 1], [0, 0, 0, 0], [FRAMES, 12, NO_TYPE, NO_BASS]]
    assert chunk.rows == (
        Row("somewhere.wav", "2.000", "Db", "min", "Db", "hiss", "valid"),
        Row("somewhere.wav", split="valid", reason="This file is damaged."),
        Row("somewhere.wav", "9.000", "N", "", "", "hiss", "valid"),
    )


@pytest.mark.parametrize(("features", "shape"), [(MEL, (64, 126)), (MFCC, (40, 100))])
def test_others_have_all_their_frames_however_short_the_clip(features, shape):
    chunk = compute(0, [Sound(noise(0.5))], features, None)
    assert chunk.spectrograms.shape == (1, *shape)
    assert chunk.labels.tolist() == [[shape[1], 12, NO_TYPE, NO_BASS]]


def test_the_threads_of_the_process_stay_as_they_were():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        compute(0, [Sound(noise(0.5))], PITCH, None)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_targets():
    assert encode(parse("C:maj")) == (0, 0, 0)
    assert encode(parse("Db:min/b3")) == (1, 1, 4)
    assert encode(parse("B:aug")) == (11, 3, 11)
    assert encode(NO_CHORD) == (12, NO_TYPE, NO_BASS)
    assert len({encode(chord) for chord in (*CHORDS, NO_CHORD)}) == len(CHORDS) + 1
