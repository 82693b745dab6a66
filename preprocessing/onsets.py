"""From a waveform to onset strength: a hundred times a second, how much louder it is than a moment before."""

from dataclasses import dataclass

import numpy as np
import torch

from preprocessing.layout import SAMPLE_RATE

HOP = 160  # samples, 10 ms
FRAME_RATE = SAMPLE_RATE / HOP  # frames a second
WINDOW = 1024  # samples, 64 ms
LOWEST, HIGHEST = 40.0, 7600.0  # Hz, centres of the bands
BANDS_PER_OCTAVE = 12
BASS = 200.0  # Hz, below which are the kick drum and the lowest notes
DYNAMIC_RANGE = 1e3  # 60 dB below the loudest band of the recording is heard as silence
SILENCE = 1e-3  # of a band, about -90 dB: a recording that never gets louder has no onsets
LAG = 2  # frames from a frame to the spectrum before it and to the one after it that are compared
CHUNK = 64  # frames transformed at a time: they fit the processor's cache


@dataclass(frozen=True)
class Onsets:
    """Onset strength of all bands together and of the bass alone, from 0, each [frames]."""

    strength: np.ndarray
    bass: np.ndarray


def find_onsets(waveform: np.ndarray) -> Onsets:
    """Float32 [samples >= 1] at 16 kHz -> its onsets, a frame around each hop.

    Strength is by how much the level of each band rises in 40 ms, summed over bands. A band is compared with
    the loudest of its neighbours, so that vibrato is no onset (Böck and Widmer, "Maximum filter vibrato
    suppression for onset detection", DAFx 2013).
    """
    levels = band_levels(waveform)
    before = np.pad(levels, ((LAG, 0), (1, 1)), mode="edge")[: len(levels)]
    loudest = np.maximum(np.maximum(before[:, :-2], before[:, 1:-1]), before[:, 2:])
    after = np.pad(levels, ((0, LAG), (0, 0)), mode="edge")[LAG:]
    rises = np.maximum(after - loudest, 0)
    is_bass = band_centres() * SAMPLE_RATE / WINDOW < BASS
    return Onsets(rises.sum(axis=1), rises[:, is_bass].sum(axis=1))


def band_levels(waveform: np.ndarray) -> np.ndarray:
    """Float32 [samples] at 16 kHz -> logarithmic levels of bands, from 0 (silence): [frames, bands]."""
    padded = torch.nn.functional.pad(torch.from_numpy(waveform), (WINDOW // 2, WINDOW // 2 - 1))
    window, bank = torch.hann_window(WINDOW), torch.from_numpy(band_bank())
    spectra = (torch.fft.rfft(chunk * window) for chunk in padded.unfold(0, WINDOW, HOP).split(CHUNK))
    powers = torch.cat([(s.real.square() + s.imag.square()) @ bank for s in spectra])
    loudest = powers.max().sqrt().clamp_min(SILENCE)
    return torch.log1p(powers.sqrt() / loudest * DYNAMIC_RANGE).numpy()


def band_bank() -> np.ndarray:
    """Triangles over FFT bins, from each centre to its neighbours: float32 [WINDOW // 2 + 1, bands]."""
    centres = band_centres()
    edges = np.concatenate([[centres[0] - 1], centres, [centres[-1] + 1]])
    bins = np.arange(WINDOW // 2 + 1)
    hats = [np.interp(bins, edges[i : i + 3], (0, 1, 0)) for i in range(len(centres))]
    return np.stack([hat / hat.sum() for hat in hats], axis=1).astype(np.float32)


def band_centres() -> np.ndarray:
    """The FFT bins at which bands are centred, each once: the lowest bands are a bin wide."""
    octaves = np.arange(np.log2(LOWEST), np.log2(HIGHEST), 1 / BANDS_PER_OCTAVE)
    return np.unique(np.rint(2**octaves * WINDOW / SAMPLE_RATE).astype(int))
