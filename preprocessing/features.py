"""From a waveform to the picture that the networks listen to, laid out as `preprocessing.layout` says."""

import numpy as np
import torch
from torch import Tensor, nn

from preprocessing.layout import (
    BINS,
    BINS_PER_OCTAVE,
    DYNAMIC_RANGE,
    GAMMA,
    HOP,
    LOWEST,
    NEIGHBOURHOOD,
    OCTAVES,
    SAMPLE_RATE,
    WINDOW,
)

SILENCE = 1e-5  # kernel output, about -100 dB: a clip that never gets louder stays black
QUIETEST = 0.01  # of a song's loudest bin, -40 dB: a passage still quieter is heard as quiet
CHUNK_FRAMES = 64  # frames transformed at a time: bounds the memory a long recording takes


class PitchSpectrogram(nn.Module):
    """Level-independent log-magnitude variable-Q transform, on any device.

    The kernels are those of `librosa.vqt`, applied in the frequency domain, one product for each octave, over
    just the FFT bins that the octave's kernels reach.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bands = []
        for octave, frequencies in enumerate(np.split(bin_frequencies(), OCTAVES)):
            spectrum = kernel_spectra(frequencies)
            audible = np.flatnonzero(np.abs(spectrum).max(axis=0) > 1e-4 * np.abs(spectrum).max())
            first, last = int(audible[0]), int(audible[-1]) + 1
            self._bands.append((first, last))
            bank = torch.from_numpy(spectrum[:, first:last].T.astype(np.complex64))
            self.register_buffer(f"bank{octave}", bank, persistent=False)

    def forward(self, waveforms: Tensor) -> Tensor:
        """[batch, samples] at 16 kHz -> [batch, BINS, frames], 0 (silence) to 1 (the clip's loudest bin)."""
        magnitudes = self.magnitudes(waveforms)
        return compress(magnitudes, loudest_of_clip(magnitudes))

    def of_songs(self, waveforms: Tensor) -> Tensor:
        """The same of songs, where 1 is the loudest bin nearby: a verse is as bright as its chorus."""
        magnitudes = self.magnitudes(waveforms)
        return compress(magnitudes, loudest_nearby(magnitudes))

    def magnitudes(self, waveforms: Tensor) -> Tensor:
        """[batch, samples] at 16 kHz -> linear magnitudes [batch, BINS, frames], a frame around each hop."""
        padded = nn.functional.pad(waveforms, (WINDOW // 2, WINDOW // 2))
        frames = padded.unfold(-1, WINDOW, HOP)
        chunks = [self._transform(chunk) for chunk in frames.split(CHUNK_FRAMES, dim=1)]
        return torch.cat(chunks, dim=1).transpose(1, 2)

    def _transform(self, frames: Tensor) -> Tensor:
        """[batch, frames, WINDOW] -> magnitudes [batch, frames, BINS]."""
        spectra = torch.fft.rfft(frames)
        octaves = [
            (spectra[..., first:last] @ self.get_buffer(f"bank{octave}")).abs()
            for octave, (first, last) in enumerate(self._bands)
        ]
        return torch.cat(octaves, dim=-1)


def bin_frequencies() -> np.ndarray:
    """Centres of the picture's bins in Hz [BINS], as `librosa.cqt_frequencies` has them."""
    return LOWEST * 2.0 ** (np.arange(BINS) / BINS_PER_OCTAVE)


def kernel_lengths(frequencies: np.ndarray) -> np.ndarray:
    """Lengths of the kernels in samples, not whole ones, as `librosa.filters.wavelet_lengths` has them.

    A kernel lasts for one over its bandwidth, which is a share of its frequency and `GAMMA` more.
    """
    ratio = 2.0 ** (2 / BINS_PER_OCTAVE)  # from the bin below to the bin above
    return SAMPLE_RATE / ((ratio - 1) / (ratio + 1) * frequencies + GAMMA)


def wavelet(frequency: float, length: float) -> np.ndarray:
    """A kernel as `librosa.filters.wavelet` makes it: complex [WINDOW], centred, magnitudes summing to 1."""
    times = np.arange(-length // 2, length // 2) / SAMPLE_RATE  # seconds
    window = np.hanning(len(times) + 1)[:-1]  # periodic
    before = (WINDOW - len(times)) // 2
    padding = (before, WINDOW - len(times) - before)
    return np.pad(window / window.sum() * np.exp(2j * np.pi * frequency * times), padding)


def kernel_spectra(frequencies: np.ndarray) -> np.ndarray:
    """Factors for an FFT of `WINDOW` samples that apply the kernels: complex [kernels, WINDOW // 2 + 1]."""
    lengths = kernel_lengths(frequencies)
    kernels = np.stack([wavelet(f, length) for f, length in zip(frequencies, lengths, strict=True)])
    scaled = kernels * np.sqrt(lengths / kernel_lengths(LOWEST))[:, None]  # as librosa.vqt scales, relative
    return np.fft.fft(scaled)[:, : WINDOW // 2 + 1].conj() / WINDOW


def compress(magnitudes: Tensor, loudest: Tensor) -> Tensor:
    """Linear magnitudes [..., BINS, frames] -> logarithmic, 0 to 1, relative to the loudest bin's."""
    return torch.log1p(magnitudes / loudest.clamp_min(SILENCE) * DYNAMIC_RANGE) / np.log1p(DYNAMIC_RANGE)


def expand(pictures: Tensor) -> Tensor:
    """What `compress` did, undone: magnitudes relative to the loudest bin's."""
    return torch.expm1(pictures * np.log1p(DYNAMIC_RANGE)) / DYNAMIC_RANGE


def loudest_of_clip(magnitudes: Tensor) -> Tensor:
    """Linear magnitudes [batch, BINS, frames] -> that of the loudest bin of each clip [batch, 1, 1]."""
    return magnitudes.amax(dim=(-2, -1), keepdim=True)


def loudest_nearby(magnitudes: Tensor) -> Tensor:
    """Linear magnitudes [songs, BINS, frames] -> that of the loudest bin near each frame [songs, 1, frames].

    It never falls below `QUIETEST` of the whole song's, or the noise of a rest would be raised to music.
    """
    loudest = magnitudes.amax(dim=-2, keepdim=True)
    nearby = nn.functional.max_pool1d(loudest, NEIGHBOURHOOD, stride=1, padding=NEIGHBOURHOOD // 2)
    return torch.maximum(nearby, QUIETEST * loudest.amax(dim=-1, keepdim=True))


def frame_count(samples: int) -> int:
    """The number of frames that a waveform of this many samples gives."""
    return samples // HOP + 1


def frame_mask(frames: Tensor) -> Tensor:
    """Frame counts [batch] -> which frames of the padded batch are heard, bool [batch, longest]."""
    return torch.arange(int(frames.max())) < frames[:, None]
