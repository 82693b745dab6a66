"""The segments of a song: their logits -> chords in time. Arrays in, chords out, without PyTorch."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.decision import ALL, ANSWERS, Calibration, over_its_bass, probabilities, rank, softmax
from model.lattice import most_probable_path, posteriors
from model.prediction import Logits
from model.timeline import Beat, TimedChord
from preprocessing.layout import HOP, SAMPLE_RATE, SEGMENT_FRAMES, SEGMENT_STEP

STEP = SEGMENT_STEP * HOP / SAMPLE_RATE  # seconds from one segment to the next
FIRST_CENTRE = (2 * SEGMENT_STEP - SEGMENT_FRAMES + 1) / 2 * HOP / SAMPLE_RATE  # seconds
TRUST = 0.5  # exponent of a segment's probabilities: neighbours overlap, and are wrong together
NEARLY_NEVER = 1e-6  # probability below which no segment rules an answer out
CHANGES = 0.12  # probability that a chord changes from one segment to the next, where nothing keeps time
CHANGES_ON_BEAT, CHANGES_OFF_BEAT = 0.3, 0.01  # the same where something does
NEAR = 0.6 * STEP  # seconds within which a border belongs to a beat
ALTERNATIVES = 4  # that are told of each chord


@dataclass(frozen=True)
class Region:
    """Segments first to end - 1, whose answer is the same, from start to stop in seconds."""

    answer: int
    first: int
    end: int
    start: float
    stop: float


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
    heard = probabilities(logits.roots, logits.types, calibration, vocabulary)[2]
    segments = TRUST * np.log(np.maximum(heard, NEARLY_NEVER))
    borders = FIRST_CENTRE + STEP * (np.arange(len(segments) - 1) + 0.5)
    changes = np.log(change_probabilities(borders, beats))
    path = most_probable_path(segments, changes)
    sure = posteriors(segments, changes)
    basses = np.log(softmax(logits.basses / calibration.bass_temperature))
    return tuple(
        name_region(region, sure, basses, calibration, vocabulary)
        for region in find_regions(path, borders, beats, seconds)
    )


def change_probabilities(borders: np.ndarray, beats: tuple[Beat, ...]) -> np.ndarray:
    """The probability that a chord changes at each border, seconds [borders]: on beats more than off them."""
    if not beats:
        return np.full(len(borders), CHANGES)
    distances = np.abs(borders[:, None] - [beat.time for beat in beats]).min(axis=1)
    return np.where(distances <= NEAR, CHANGES_ON_BEAT, CHANGES_OFF_BEAT)


def find_regions(
    path: np.ndarray, borders: np.ndarray, beats: tuple[Beat, ...], seconds: float
) -> list[Region]:
    """Runs of equal answers [segments]; a border near a beat is moved onto it."""
    changed = np.flatnonzero(np.diff(path)) + 1
    ends = [0, *changed.tolist(), len(path)]
    times = [0.0, *(snapped(float(borders[end - 1]), beats) for end in ends[1:-1]), seconds]
    regions = zip(pairwise(ends), pairwise(times), strict=True)
    return [Region(int(path[a]), a, b, start, stop) for (a, b), (start, stop) in regions if stop > start]


def snapped(time: float, beats: tuple[Beat, ...]) -> float:
    """The nearest beat, in seconds, if one is near; else the time itself."""
    nearest = min((beat.time for beat in beats), key=lambda beat: abs(beat - time), default=time)
    return nearest if abs(nearest - time) <= NEAR else time


def name_region(
    region: Region, sure: np.ndarray, basses: np.ndarray, calibration: Calibration, vocabulary: str
) -> TimedChord:
    """The chord of a region over its bass, and others that it may be, by the mean over its segments.

    sure: probabilities of the answers given the whole song [segments, answers]. basses: log probabilities of
    the bass [segments, 12].
    """
    within = slice(region.first, region.end)
    named = ANSWERS[vocabulary][region.answer]
    mean = sure[within].mean(axis=0)
    confidence = float(mean[region.answer])
    others = [other for other in rank(mean, vocabulary) if other.chord != named][:ALTERNATIVES]
    chord = over_its_bass(named, softmax(basses[within].mean(axis=0)))
    is_sure = confidence >= calibration.sure_above[vocabulary]
    return TimedChord(region.start, region.stop, chord, confidence, is_sure, tuple(others))
