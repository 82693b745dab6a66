"""The template matcher, the oldest chord recogniser: 48 binary templates on a mean CQT chroma.

T. Fujishima, "Realtime chord recognition of musical sound" (ICMC 1999), with the chroma of librosa. Kept as
plain as it is usually published: it never answers "no chord", and of the equal spellings of an augmented
chord, whose templates are the same, it gives the first.
"""

import warnings
from pathlib import Path

import librosa
import numpy as np

from model.decision import ANSWERS, TRIADS
from model.prediction import Answer, Candidate
from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE

CHORDS = ANSWERS[TRIADS][:-1]  # without "no chord"


def make_templates() -> np.ndarray:
    """A row for each of `CHORDS`, one where its pitch classes are: float64 [48, 12], rows of length 1."""
    templates = np.zeros((len(CHORDS), 12))
    for row, chord in zip(templates, CHORDS, strict=True):
        row[list(chord.pitch_classes)] = 1 / np.sqrt(len(chord.pitch_classes))
    return templates


class TemplateMatcher:
    """Names the chord whose template is the most like the mean chroma of a recording."""

    def __init__(self) -> None:
        self._templates = make_templates()

    def predict(self, source: Path | np.ndarray) -> Answer:
        """The chord in a file or a waveform [samples] at 16 kHz; its confidence is the cosine."""
        waveform = source if isinstance(source, np.ndarray) else audio.load(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # librosa's, of clips shorter than its longest window
            chroma = librosa.feature.chroma_cqt(y=waveform, sr=SAMPLE_RATE).mean(axis=1)
        likeness = self._templates @ chroma / max(float(np.linalg.norm(chroma)), 1e-9)
        best = int(likeness.argmax())
        return Answer((Candidate(CHORDS[best], float(likeness[best])),))
