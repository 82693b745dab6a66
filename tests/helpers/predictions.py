"""A made-up Prediction."""

import numpy as np

from model.analysis import find_peaks, mean_magnitudes
from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, TYPES
from model.harte import parse
from model.prediction import Answer, Candidate, Prediction
from preprocessing.layout import BINS


def make_prediction(
    *ranking: tuple[str, float],
    sure: bool = True,
    spectrogram: np.ndarray | None = None,
    start: float = 0.0,
    end: float = 2.0,
    seconds: float = 2.0,
    level: float = -6.0,
    tuning: float | None = None,
    note: int | None = None,
) -> Prediction:
    """A Prediction with these labels and probabilities ahead of all other chords, which get none."""
    probabilities = dict(ranking)
    candidates = [Candidate(parse(label), probability) for label, probability in ranking]
    others = (chord for chord in (*CHORDS, NO_CHORD) if chord.label not in probabilities)
    candidates += [Candidate(chord, 0.0) for chord in others]
    roots, types = dict.fromkeys(ROOT_LABELS, 0.0), dict.fromkeys(TYPES, 0.0)
    for candidate in candidates:
        roots[candidate.chord.root or NO_CHORD.label] += candidate.probability
        if candidate.chord.type:
            types[candidate.chord.type] += candidate.probability
    picture = np.zeros((BINS, 16), np.float32) if spectrogram is None else spectrogram
    answer = Answer(tuple(candidates), sure, roots, types)
    peaks = find_peaks(mean_magnitudes(picture))
    return Prediction(answer, seconds, start, end, level, tuning, note, picture, peaks)
