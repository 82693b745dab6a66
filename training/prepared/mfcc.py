"""What a published film-genre study listens to: the cepstrum of the mel spectrum, for a benchmark alone.

It stands apart from preprocessing.features, whose every change means that all clips are made anew. Databases
of it go by the name of their clips: after a change here, delete those that end in "-mfcc".
"""

import torchaudio
from torch import Tensor, nn

from preprocessing.layout import SAMPLE_RATE

SECONDS = 4.0  # every clip is cut or padded with silence to this
COEFFICIENTS = 40
FRAMES = 100
HOP = int(SECONDS * SAMPLE_RATE) // FRAMES  # samples, 40 ms
WINDOW = 2048  # samples, 128 ms: no mel band is so narrow that it falls between two bins
BANDS = 128  # of the mel spectrum


class MfccSpectrogram(nn.Module):
    """Mel-frequency cepstral coefficients, of a mel spectrum in dB that ends 80 dB below the clip's peak."""

    def __init__(self) -> None:
        super().__init__()
        spectrum = {"n_fft": WINDOW, "hop_length": HOP, "n_mels": BANDS}
        self.transform = torchaudio.transforms.MFCC(SAMPLE_RATE, COEFFICIENTS, melkwargs=spectrum)

    def forward(self, waveforms: Tensor) -> Tensor:
        """[batch, samples] at 16 kHz -> [batch, 1, 40, 100]."""
        missing = int(SECONDS * SAMPLE_RATE) - waveforms.shape[-1]
        padded = nn.functional.pad(waveforms, (0, missing))
        return self.transform(padded[:, None])[..., :FRAMES]  # as channels, or clips would share a peak
