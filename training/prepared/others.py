"""The features that published systems listen to, for comparisons alone: mel power, and its cepstrum (MFCC).

They stand apart from preprocessing.features, whose every change means that all clips are made anew. Databases
of them go by the name of their clips: after a change here, delete those that end in "-mel" or "-mfcc".
"""

import torchaudio
from torch import Tensor, nn

from preprocessing.layout import SAMPLE_RATE

SECONDS = 4.0  # every clip is cut or padded with silence to this
SAMPLES = int(SECONDS * SAMPLE_RATE)

MEL_WINDOW = 1024  # samples
MEL_HOP = 512  # samples
MEL_BANDS = 64
MEL_FRAMES = SAMPLES // MEL_HOP + 1

MFCC_COEFFICIENTS = 40
MFCC_FRAMES = 100
MFCC_HOP = SAMPLES // MFCC_FRAMES  # samples, 40 ms
MFCC_WINDOW = 2048  # samples, 128 ms: no mel band is so narrow that it falls between two bins
MFCC_BANDS = 128  # of the mel spectrum


class MelSpectrogram(nn.Module):
    """Mel power as the published student system hears it: 64 bands."""

    def __init__(self) -> None:
        super().__init__()
        self.transform = torchaudio.transforms.MelSpectrogram(
            SAMPLE_RATE, n_fft=MEL_WINDOW, hop_length=MEL_HOP, n_mels=MEL_BANDS
        )

    def forward(self, waveforms: Tensor) -> Tensor:
        """[batch, samples] at 16 kHz -> [batch, 1, 64, 126] mel power."""
        return self.transform(four_seconds(waveforms))[:, None]


class MfccSpectrogram(nn.Module):
    """Mel-frequency cepstral coefficients, of a mel spectrum in dB that ends 80 dB below the clip's peak."""

    def __init__(self) -> None:
        super().__init__()
        spectrum = {"n_fft": MFCC_WINDOW, "hop_length": MFCC_HOP, "n_mels": MFCC_BANDS}
        self.transform = torchaudio.transforms.MFCC(SAMPLE_RATE, MFCC_COEFFICIENTS, melkwargs=spectrum)

    def forward(self, waveforms: Tensor) -> Tensor:
        """[batch, samples] at 16 kHz -> [batch, 1, 40, 100]."""
        channels = four_seconds(waveforms)[:, None]  # or the clips would share a peak
        return self.transform(channels)[..., :MFCC_FRAMES]


def four_seconds(waveforms: Tensor) -> Tensor:
    """Waveforms [batch, samples], cut or padded with silence to 4 s."""
    return nn.functional.pad(waveforms, (0, SAMPLES - waveforms.shape[-1]))
