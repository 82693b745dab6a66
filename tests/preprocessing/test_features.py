import librosa
import numpy as np
import pytest
import torch

from preprocessing.features import (
    PitchSpectrogram,
    bin_frequencies,
    frame_count,
    frame_mask,
    kernel_lengths,
    wavelet,
)
from preprocessing.layout import BINS, BINS_PER_OCTAVE, GAMMA, HOP, LOWEST, SAMPLE_RATE, WINDOW


@pytest.fixture(scope="module")
def features():
    return PitchSpectrogram()


def tone(frequency, seconds=2.0, level=0.1):
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return torch.tensor(level * np.sin(2 * np.pi * frequency * times), dtype=torch.float32)


@pytest.mark.parametrize(("frequency", "bin_"), [(55.0, 36), (440.0, 144), (261.63, 117), (3135.96, 246)])
def test_a_tone_is_loudest_in_the_bin_of_its_pitch(features, frequency, bin_):
    spectrogram = features(tone(frequency)[None])[0]
    assert (spectrogram[:, 4:-4].argmax(0) == bin_).all()


def test_the_kernels_are_librosas():
    frequencies = librosa.cqt_frequencies(BINS, fmin=LOWEST, bins_per_octave=BINS_PER_OCTAVE)
    theirs, lengths = librosa.filters.wavelet(
        freqs=frequencies, sr=SAMPLE_RATE, gamma=GAMMA, pad_fft=False, dtype=np.complex128
    )
    assert np.allclose(bin_frequencies(), frequencies, rtol=1e-12)
    assert np.allclose(kernel_lengths(frequencies), lengths, rtol=1e-12)
    ours = [wavelet(frequency, length) for frequency, length in zip(frequencies, lengths, strict=True)]
    assert np.allclose(ours, librosa.util.pad_center(theirs, size=WINDOW, axis=1), atol=1e-9)


def test_it_is_librosa_vqt(features):
    rng = np.random.default_rng(0)
    sound = sum(tone(440 * 2 ** (rng.uniform(-30, 30) / 12)) for _ in range(8)).numpy()
    sound += 0.01 * rng.normal(size=len(sound)).astype(np.float32)
    ours = features.magnitudes(torch.from_numpy(sound)[None])[0, :, 4:-4].numpy()
    theirs = np.abs(
        librosa.vqt(
            sound,
            sr=SAMPLE_RATE,
            hop_length=HOP,
            fmin=LOWEST,
            n_bins=BINS,
            bins_per_octave=BINS_PER_OCTAVE,
            gamma=GAMMA,
        )
    )[:, 4:-4]
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.995
    scaled = theirs * (ours.sum() / theirs.sum())
    assert np.abs(ours - scaled).mean() < 0.05 * ours.mean()


def test_the_level_does_not_matter(features):
    loud, quiet = features(tone(300, level=0.8)[None]), features(tone(300, level=0.001)[None])
    assert torch.allclose(loud, quiet, atol=1e-4)


def test_silence_stays_black(features):
    assert features(torch.zeros(1, SAMPLE_RATE)).max() == 0


@pytest.mark.parametrize("samples", [4_800, 16_000, 64_000, 200_001])
def test_frames_follow_the_length(features, samples):
    assert features(torch.randn(1, samples)).shape == (1, BINS, frame_count(samples))


def test_a_long_recording_is_the_same_as_its_middle(features):
    sound = torch.randn(1, 90 * HOP)
    whole = features.magnitudes(sound)
    middle = features.magnitudes(sound[:, 40 * HOP : 70 * HOP])
    assert torch.allclose(whole[..., 50:60], middle[..., 10:20], atol=1e-5)


def test_padding_is_masked():
    mask = frame_mask(torch.tensor([3, 5]))
    assert mask.shape == (2, 5)
    assert mask.tolist() == [[True] * 3 + [False] * 2, [True] * 5]


def test_in_a_song_a_quiet_verse_is_as_bright_as_a_loud_chorus(features):
    song = torch.cat([tone(220, 12.0, 0.05), tone(220, 12.0, 0.5)])[None]
    as_song, as_clip = features.of_songs(song)[0], features(song)[0]
    verse, chorus = slice(8, 70), slice(120, 180)
    assert as_song[:, verse].amax() == pytest.approx(as_song[:, chorus].amax().item(), abs=0.01)
    assert as_clip[:, verse].amax() < as_clip[:, chorus].amax() - 0.2


def test_the_noise_of_a_rest_is_not_raised_to_music(features):
    noise = 1e-4 * torch.randn(12 * SAMPLE_RATE)
    picture = features.of_songs(torch.cat([tone(220, 12.0, 0.5), noise])[None])[0]
    assert picture[:, 140:].amax() < 0.5


def test_a_short_song_looks_as_a_clip_does(features):
    assert torch.allclose(features.of_songs(tone(220)[None]), features(tone(220)[None]))
