"""From a waveform to the levels of bands, in which the beats are found: fine in time, coarse in pitch."""

import numpy as np
import torch

from preprocessing.layout import SAMPLE_RATE

HOP = 320  # samples, 20 ms
FRAME_RATE = SAMPLE_RATE / HOP  # frames a second
WINDOW = 1024  # samples, 64 ms
LOWEST, HIGHEST = 40.0, 7600.0  # Hz, centres of the bands
BANDS_PER_OCTAVE = 12
DYNAMIC_RANGE = 1e4  # 80 dB below the loudest band of the recording is heard as silence
SILENCE = 1e-3  # of a band, about -90 dB: a recording that never gets louder is silent
CHUNK = 64  # frames transformed at a time: they fit the processor's cache


def band_centres() -> np.ndarray:
    """The FFT bins at which bands are centred, each once: the lowest bands are a bin wide."""
    octaves = np.arange(np.log2(LOWEST), np.log2(HIGHEST), 1 / BANDS_PER_OCTAVE)
    return np.unique(np.rint(2**octaves * WINDOW / SAMPLE_RATE).astype(int))


BANDS = len(band_centres())


def frame_count(samples: int) -> int:
    """Frames of a waveform: one around each hop."""
    return samples // HOP + 1


def band_levels(waveform: np.ndarray) -> np.ndarray:
    """Float32 [samples >= 1] at 16 kHz -> logarithmic levels, 0 (silence) to 1, float32 [BANDS, frames]."""
    padded = torch.nn.functional.pad(torch.from_numpy(waveform), (WINDOW // 2, WINDOW // 2))
    window, bank = torch.hann_window(WINDOW), torch.from_numpy(band_bank())
    spectra = (torch.fft.rfft(chunk * window) for chunk in padded.unfold(0, WINDOW, HOP).split(CHUNK))
    powers = torch.cat([(s.real.square() + s.imag.square()) @ bank for s in spectra])
    loudest = powers.max().sqrt().clamp_min(SILENCE)
    return (torch.log1p(powers.sqrt() / loudest * DYNAMIC_RANGE) / np.log1p(DYNAMIC_RANGE)).T.numpy()


def band_bank() -> np.ndarray:
    """Triangles over FFT bins, from each centre to its neighbours: float32 [WINDOW // 2 + 1, BANDS]."""
    centres = band_centres()
    edges = np.concatenate([[centres[0] - 1], centres, [centres[-1] + 1]])
    bins = np.arange(WINDOW // 2 + 1)
    hats = [np.interp(bins, edges[i : i + 3], (0, 1, 0)) for i in range(len(centres))]
    return np.stack([hat / hat.sum() for hat in hats], axis=1).astype(np.float32)
