"""The recogniser: audio in, Prediction out; the only softmax in the project."""

import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model import single, tuning, weights
from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, TYPES
from model.networks import RootCNN, TypeCNN
from model.prediction import SILENT, Candidate, Prediction
from preprocessing import audio
from preprocessing.audio import AudioError
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import HOP, SAMPLE_RATE

SHORTEST = 0.3  # seconds: less holds no chord that could be told from a click
LONGEST = 6.0  # seconds heard as they are; of anything longer, only the strongest part is judged
STRONGEST = 4.0  # seconds: how long that part is

ANSWERS = (*CHORDS, NO_CHORD)  # the order of joint probabilities

# How often a type is played, relative to how often it is drawn in training: songs have at least two major
# chords for each minor one (Burgoyne et al., "An expert ground truth set for audio chord recognition and
# music analysis", ISMIR 2011). It decides where a recording does not: in a chord whose third is silent.
PLAYED = (2.0, 1.0, 1.0, 1.0)  # of `TYPES`

Source = str | os.PathLike | bytes | np.ndarray


class Recognizer:
    """Names the chord in a recording. Loaded once; `predict` may be called from several threads."""

    def __init__(self, root: RootCNN, type_: TypeCNN, temperatures: tuple[float, float], sure_above: float):
        self._features = PitchSpectrogram().eval()
        self._root, self._type = root.eval(), type_.eval()
        self._temperatures = temperatures
        self._sure_above = sure_above

    @classmethod
    def load(cls, directory: Path = weights.WEIGHTS_DIR) -> "Recognizer":
        """The recogniser with a directory's weights. Raises WeightsError when they do not fit."""
        root, type_ = RootCNN(), TypeCNN()
        root_metadata = weights.load(root, directory / "root.safetensors")
        type_metadata = weights.load(type_, directory / "type.safetensors")
        weights.refuse_strangers(root_metadata, type_metadata)
        temperatures = (root_metadata.temperature, type_metadata.temperature)
        return cls(root, type_, temperatures, root_metadata.sure_above)

    @torch.inference_mode()
    def predict(self, source: Source) -> Prediction:
        """Name the chord in a file, in a file's bytes, or in a waveform (mono, 16 kHz, float32 [samples]).

        Raises AudioError when it cannot be read or is shorter than 0.3 s.
        """
        waveform = as_mono(source) if isinstance(source, np.ndarray) else audio.load(source)
        if len(waveform) < SHORTEST * SAMPLE_RATE:
            raise AudioError(
                f"This recording is shorter than {SHORTEST} seconds. Let the chord ring a little longer."
            )
        start, end = strongest_part(waveform)
        spectrogram = self._features(torch.from_numpy(waveform[start:end])[None])
        mask = torch.ones(1, spectrogram.shape[-1], dtype=torch.bool)
        logits = self._root(spectrogram, mask), self._type(spectrogram, mask)
        roots, types, joint = (p[0] for p in probabilities(*logits, *self._temperatures))
        candidates = rank(joint)
        picture = spectrogram[0].numpy()
        note = single.note(picture) if candidates[0].chord == NO_CHORD else None
        is_pitched = candidates[0].chord != NO_CHORD or note is not None
        return Prediction(
            roots=dict(zip(ROOT_LABELS, roots.tolist(), strict=True)),
            types=dict(zip(TYPES, types.tolist(), strict=True)),
            candidates=candidates,
            sure=candidates[0].probability >= self._sure_above,
            seconds=len(waveform) / SAMPLE_RATE,
            start=start / SAMPLE_RATE,
            end=end / SAMPLE_RATE,
            level=peak_level(waveform[start:end]),
            tuning=tuning.estimate(picture) if is_pitched else None,
            note=note,
            spectrogram=picture,
        )


def as_mono(waveform: np.ndarray) -> np.ndarray:
    """A waveform [samples] as float32. Raises AudioError for another shape or infinite samples."""
    if waveform.ndim != 1 or not np.isfinite(waveform).all():
        raise AudioError("This waveform is not one channel of finite samples: please mix it down to mono.")
    return np.ascontiguousarray(waveform, dtype=np.float32)


def probabilities(
    root_logits: Tensor, type_logits: Tensor, root_temperature: float, type_temperature: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Logits [clips, 13] and [clips, 4] -> calibrated probabilities of roots, of types, and of `ANSWERS`.

    The two networks are taken as independent: a chord is as probable as its root times its type. Types
    that are played more often are more probable from the start.
    """
    roots = (root_logits / root_temperature).softmax(1)
    types = (type_logits / type_temperature + type_logits.new_tensor(PLAYED).log()).softmax(1)
    chords = (roots[:, :-1, None] * types[:, None]).flatten(1)
    return roots, types, torch.cat([chords, roots[:, -1:]], dim=1)


def strongest_part(waveform: np.ndarray) -> tuple[int, int]:
    """Samples from and to which a waveform is judged: all of it, or of a long one the loudest 4 s."""
    if len(waveform) <= LONGEST * SAMPLE_RATE:
        return 0, len(waveform)
    hops = waveform[: len(waveform) // HOP * HOP].reshape(-1, HOP)
    energy = np.concatenate(
        [[0.0], np.cumsum(np.square(hops, dtype=np.float32).sum(axis=1, dtype=np.float64))]
    )
    width = int(STRONGEST * SAMPLE_RATE) // HOP
    start = int(np.argmax(energy[width:] - energy[:-width])) * HOP
    return start, start + width * HOP


def peak_level(waveform: np.ndarray) -> float:
    """The loudest sample of a waveform, in dB of full scale, from `SILENT` upwards."""
    return max(SILENT, 20 * float(np.log10(np.abs(waveform).max() + 1e-12)))


def rank(joint: Tensor) -> tuple[Candidate, ...]:
    """Probabilities of `ANSWERS` [49] -> candidates, the most probable first."""
    candidates = [Candidate(chord, p) for chord, p in zip(ANSWERS, joint.tolist(), strict=True)]
    return tuple(sorted(candidates, key=lambda candidate: candidate.probability, reverse=True))
