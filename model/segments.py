"""The segments of a song: their logits -> chords in time, on beats where there are any, without PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.decision import ALL, ANSWERS, Calibration, over_its_bass, probabilities, rank, softmax
from model.lattice import most_probable_path, posteriors
from model.prediction import Logits
from model.timeline import EIGHTHS, Beat, TimedChord
from preprocessing.layout import HOP, SAMPLE_RATE, SEGMENT_FRAMES, SEGMENT_STEP

STEP = SEGMENT_STEP * HOP / SAMPLE_RATE  # seconds from one segment to the next
FIRST_CENTRE = (2 * SEGMENT_STEP - SEGMENT_FRAMES + 1) / 2 * HOP / SAMPLE_RATE  # seconds
NEARLY_NEVER = 1e-6  # probability below which no segment rules an answer out
UNIT = STEP / 2  # seconds at which a chord may change where nothing keeps time
CHANGES = 0.06  # probability that it does
CHANGES_ON = {1: 0.5, 0: 0.3, None: 0.02}  # the same on downbeats, on other beats, and between beats
ALTERNATIVES = 4  # that are told of each chord


@dataclass(frozen=True)
class Units:
    """The shortest times that a chord may last: edges in seconds [n + 1], from 0 to the end of the song.

    changes: probability that a chord changes at each inner edge [n - 1].
    """

    edges: np.ndarray
    changes: np.ndarray


def name_chords(
    logits: Logits,
    calibration: Calibration,
    seconds: float,
    beats: tuple[Beat, ...] = (),
    vocabulary: str = ALL,
) -> tuple[TimedChord, ...]:
    """Logits of all segments of a song -> its chords, which cover `seconds` without gaps.

    logits: roots [segments, 13], types [segments, 15, 12], basses [segments, 12].
    """
    units = find_units(beats, seconds)
    heard = probabilities(logits.roots, logits.types, calibration, vocabulary)[2]
    evidence = calibration.song_trust * between(np.log(np.maximum(heard, NEARLY_NEVER)), units.edges)
    changes = np.log(units.changes)
    path = most_probable_path(evidence, changes)
    sure = posteriors(evidence, changes)
    basses = between(np.log(softmax(logits.basses / calibration.bass_temperature)), units.edges)
    lengths = np.diff(units.edges)
    borders = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    threshold = calibration.song_sure_above[vocabulary]
    return tuple(
        _named(
            ANSWERS[vocabulary][path[first]],
            (float(units.edges[first]), float(units.edges[end])),
            rank(np.average(sure[first:end], axis=0, weights=lengths[first:end]), vocabulary),
            softmax(basses[first:end].sum(axis=0) * STEP / lengths[first:end].sum()),
            threshold,
        )
        for first, end in pairwise(borders)
    )


def find_units(beats: Sequence[Beat], seconds: float) -> Units:
    """Beats and their halves (but of eighths), as far as there are any; else equal steps."""
    if len(beats) < 2:
        edges = np.append(np.arange(0, seconds - UNIT / 2, UNIT), seconds)
        return Units(edges, np.full(len(edges) - 2, CHANGES))
    is_halved = max(beat.position for beat in beats) != EIGHTHS
    places = {beat.time: 1 if beat.position == 1 else 0 for beat in beats}
    halves = [(a.time + b.time) / 2 for a, b in pairwise(beats)] if is_halved else []
    length = beats[1].time - beats[0].time
    before = np.arange(beats[0].time - length, length / 2, -length).tolist()
    length = beats[-1].time - beats[-2].time
    after = np.arange(beats[-1].time + length, seconds - length / 2, length).tolist()
    inner = sorted({*(time for time in places if 0 < time < seconds), *halves, *before, *after})
    known = {**dict.fromkeys((*before, *after), 0), **places}
    changes = [CHANGES_ON[known.get(time)] for time in inner]
    return Units(np.array([0.0, *inner, seconds]), np.array(changes))


def between(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Values of segments [segments, n], a line from centre to centre -> their integral in units [units, n].

    A whole segment counts 1.
    """
    values = values if len(values) > 1 else np.repeat(values, 2, axis=0)
    sums = np.zeros_like(values)
    sums[1:] = np.cumsum((values[1:] + values[:-1]) / 2, axis=0)
    places = (edges - FIRST_CENTRE) / STEP
    inside = places.clip(0, len(values) - 1)
    left = np.minimum(inside.astype(int), len(values) - 2)
    part = (inside - left)[:, None]
    low, high = values[left], values[left + 1]
    outside = (places - inside)[:, None] * np.where((places < 0)[:, None], low, high)
    return np.diff(sums[left] + low * part + (high - low) * part**2 / 2 + outside, axis=0)


def _named(
    chord: object, span: tuple[float, float], ranked: list, basses: np.ndarray, threshold: float
) -> TimedChord:
    """A chord over its bass, with its confidence and what else it may be."""
    confidence = next(other.probability for other in ranked if other.chord == chord)
    others = tuple(other for other in ranked if other.chord != chord)[:ALTERNATIVES]
    return TimedChord(*span, over_its_bass(chord, basses), confidence, confidence >= threshold, others)
