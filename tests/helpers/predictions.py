"""A made-up Prediction."""

import numpy as np

from model.analysis import find_peaks, mean_magnitudes
from model.chords import CHORDS, NO_CHORD, QUALITIES, ROOT_LABELS, ROOTS, TYPES
from model.harte import parse
from model.prediction import Answer, Candidate, Prediction
from preprocessing.layout import BINS

TRIADS = tuple(type_ for type_, quality in QUALITIES.items() if quality.family == type_)


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
    several: str = "",
    vocabulary: tuple[str, ...] = TYPES,
) -> Prediction:
    """A Prediction with these labels and probabilities ahead of all other chords, which get none.

    Its bass is certain: that of the first label. several: labels of chords that follow one another.
    """
    picture = np.zeros((BINS, 16), np.float32) if spectrogram is None else spectrogram
    return Prediction(
        answer=_answer(ranking, sure, vocabulary),
        seconds=seconds,
        start=start,
        end=end,
        level=level,
        tuning=tuning,
        note=note,
        spectrogram=picture,
        peaks=find_peaks(mean_magnitudes(picture)),
        logits=None,
        several=tuple(map(parse, several.split())),
    )


def _answer(ranking: tuple[tuple[str, float], ...], sure: bool, vocabulary: tuple[str, ...]) -> Answer:
    candidates = [Candidate(parse(label), probability) for label, probability in ranking]
    ranked = {(candidate.chord.root, candidate.chord.type) for candidate in candidates}
    others = [chord for chord in CHORDS if chord.type in vocabulary]
    others = [chord for chord in (*others, NO_CHORD) if (chord.root, chord.type) not in ranked]
    candidates += [Candidate(chord, 0.0) for chord in others]
    first = next(candidate.chord for candidate in candidates if candidate.chord != NO_CHORD)
    roots = dict.fromkeys(ROOT_LABELS, 0.0)
    types, basses = dict.fromkeys(vocabulary, 0.0), dict.fromkeys(ROOTS, 0.0)
    for candidate in candidates:
        roots[candidate.chord.root or NO_CHORD.label] += candidate.probability
        if candidate.chord.root == first.root:
            types[candidate.chord.type] += candidate.probability
    basses[first.bass or first.root] = 1.0
    of_root = roots[first.root] or 1.0
    types = {type_: probability / of_root for type_, probability in types.items()}
    return Answer(tuple(candidates), sure=sure, roots=roots, types=types, basses=basses)
