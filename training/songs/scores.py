"""Scores of an answer about a song, as the field counts them (mir_eval)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, pairwise

import mir_eval
import numpy as np

from model import harte
from model.chords import ROOTS
from training.songs.annotation import Annotation, Span, label_at

BEAT_WINDOW = 0.07  # seconds that a beat may be off
TEMPO_ERROR = 0.04  # share that a tempo may be off
LEVELS = (0.5, 1, 2)  # times the true tempo, that are other levels of the metre
SLIVER = 0.01  # seconds: shorter segments are errors of rounding


@dataclass(frozen=True)
class Share:
    """A part of a whole, both in seconds or both counted; several songs' are added, and then divided."""

    part: float
    whole: float


@dataclass(frozen=True)
class Scores:
    """The scores of a song.

    root to tetrads: seconds in which the chord is right, of those that mir_eval judges in that vocabulary.
    segments: how many the answer has, of the truth's; equal neighbours are one. beats, downbeats: F measure
    within 70 ms; any_level: the same with half or twice as many beats allowed. tempo: 1 if it is within
    4 %, half or double allowed. key: 1 if it is the one in which the song is longest; relative: 1 if it has
    that one's scale.
    """

    root: Share
    majmin: Share
    inversions: Share
    sevenths: Share
    tetrads: Share
    segments: Share
    beats: Share
    any_level: Share
    downbeats: Share
    tempo: Share
    key: Share
    relative: Share


def score(truth: Annotation, answer: Annotation) -> Scores:
    """Score an answer about one song, from the beginning to the end of the true chords."""
    true, heard, seconds = side_by_side(truth, answer)

    def chords(compare: Callable[[list[str], list[str]], np.ndarray]) -> Share:
        right = compare(true, heard)
        return Share(float(right[right > 0] @ seconds[right > 0]), float(seconds[right >= 0].sum()))

    return Scores(
        root=chords(mir_eval.chord.root),
        majmin=chords(mir_eval.chord.majmin),
        inversions=chords(mir_eval.chord.majmin_inv),
        sevenths=chords(mir_eval.chord.sevenths),
        tetrads=chords(mir_eval.chord.tetrads),
        segments=Share(len(list(groupby(heard))), len(list(groupby(true)))),
        tempo=_once(truth.tempo, _is_tempo(truth.tempo, answer.tempo)),
        key=_once(truth.key, truth.key is not None and _key(answer.key) == _key(truth.key)),
        relative=_once(truth.key, truth.key is not None and _scale(answer.key) == _scale(truth.key)),
        **_beat_scores(truth, answer),
    )


def side_by_side(truth: Annotation, answer: Annotation) -> tuple[list[str], list[str], np.ndarray]:
    """The stretches in which neither chord changes: the true label, the one heard, and the seconds."""
    edges = _edges(truth.chords, answer.chords)
    middles = (edges[:-1] + edges[1:]) / 2
    true, heard = ([label_at(one.chords, time) for time in middles] for one in (truth, answer))
    return true, heard, np.diff(edges)


def total(scores: Iterable[Scores]) -> dict[str, float | None]:
    """The scores of several songs together, by name; None where nothing was to be judged."""
    songs = list(scores)
    sums = {}
    for field in fields(Scores):
        shares = [getattr(song, field.name) for song in songs]
        whole = sum(share.whole for share in shares)
        sums[field.name] = sum(share.part for share in shares) / whole if whole else None
    return sums


def _edges(truth: Sequence[Span], answer: Sequence[Span]) -> np.ndarray:
    """The times within the truth at which either changes; those that nearly touch are one."""
    start, end = truth[0].start, truth[-1].end
    times = np.unique([time for span in (*truth, *answer) for time in (span.start, span.end)])
    inner = times[(times > start) & (times < end - SLIVER)]
    return np.array([start, *inner[np.diff(inner, prepend=start) > SLIVER], end])


def _beat_scores(truth: Annotation, answer: Annotation) -> dict[str, Share]:
    """The scores that depend on where the beats are.

    Beats of the answer before the first true one or after the last are not judged.
    """
    times = [beat.time for beat in truth.beats]

    def share(true: Sequence[float], heard: Sequence[float]) -> Share:
        if not len(true):
            return Share(0, 0)
        judged = [time for time in heard if times[0] - BEAT_WINDOW <= time <= times[-1] + BEAT_WINDOW]
        if not judged:
            return Share(0, 1)
        return Share(mir_eval.beat.f_measure(np.array(true), np.array(judged), BEAT_WINDOW), 1)

    heard = [beat.time for beat in answer.beats]
    twice = sorted([*times, *((a + b) / 2 for a, b in pairwise(times))])
    levels = (times, twice, times[::2], times[1::2])
    return {
        "beats": share(times, heard),
        "any_level": max((share(level, heard) for level in levels), key=lambda found: found.part),
        "downbeats": share(truth.downbeats, answer.downbeats),
    }


def _once(truth: object | None, is_right: bool) -> Share:
    """The share of a song that is right or wrong as a whole; nothing where there is no truth."""
    return Share(int(is_right), 1) if truth is not None else Share(0, 0)


def _is_tempo(true: float | None, heard: float | None) -> bool:
    """Tell if a tempo is the true one, its half or its double."""
    if not true or not heard:
        return False
    return any(abs(heard / (level * true) - 1) <= TEMPO_ERROR for level in LEVELS)


def _key(label: str | None) -> tuple[int, str] | None:
    """The tonic's pitch class and the mode of a key; None where there is none."""
    key = harte.parse(label) if label else None
    return (ROOTS.index(key.root), key.type) if key and key.root else None


def _scale(label: str | None) -> int | None:
    """The tonic's pitch class of the major key that has a key's scale; None where there is none."""
    key = _key(label)
    return None if key is None else (key[0] + (3 if key[1] == "min" else 0)) % len(ROOTS)
