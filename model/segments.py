"""The segments of a song: their logits -> chords in time, on beats where there are any, without PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from model.decision import ALL, ANSWERS, SONG_PRIOR, Calibration, over_its_bass, probabilities, rank, softmax
from model.lattice import most_probable_path
from model.prediction import Candidate, Logits
from model.pulse import Beat
from model.repeats import heard_together
from model.timeline import EIGHTHS, TimedChord
from preprocessing.layout import HOP, SAMPLE_RATE, SEGMENT_FRAMES, SEGMENT_STEP

STEP = SEGMENT_STEP * HOP / SAMPLE_RATE  # seconds from one segment to the next
FIRST_CENTRE = (2 * SEGMENT_STEP - SEGMENT_FRAMES + 1) / 2 * HOP / SAMPLE_RATE  # seconds
NEARLY_NEVER = 1e-6  # probability below which no segment rules an answer out
UNIT = STEP / 2  # seconds at which a chord may change where nothing keeps time
# What a change of chord costs, in nats, a whole segment counting once: of the prices that are as good on
# songs that training.songs composes, for validation instruments, the highest. Real recordings flicker.
PRICE = 3.0  # where nothing keeps time
PRICE_ON_DOWNBEAT, PRICE_ON_BEAT, PRICE_OFF_BEAT = 1.0, 1.8, 3.7
ALTERNATIVES = 4  # that are told of each chord


@dataclass(frozen=True)
class Units:
    """The shortest times that a chord may last: edges in seconds [n + 1], from 0 to the end of the song.

    prices: of a change of chord at each inner edge, in nats [n - 1]. bar: how many make a bar; None where
    nothing keeps time.
    """

    edges: np.ndarray
    prices: np.ndarray
    bar: int | None = None

    @property
    def lengths(self) -> np.ndarray:
        """How long each is [n], in segments."""
        return np.diff(self.edges) / STEP


def name_chords(
    logits: Logits,
    calibration: Calibration,
    seconds: float,
    beats: tuple[Beat, ...] = (),
    vocabulary: str = ALL,
) -> tuple[TimedChord, ...]:
    """Logits of all segments of a song -> its chords, which cover `seconds` without gaps.

    logits: roots [segments, 13], types [segments, 15, 12], basses [segments, 12]. A chord's confidence is
    the mean of what its segments say.
    """
    units = find_units(beats, seconds)
    heard = probabilities(logits.roots, logits.types, calibration, vocabulary, SONG_PRIOR)[2]
    evidence = between(np.log(np.maximum(heard, NEARLY_NEVER)), units.edges)
    if units.bar is not None:
        evidence = heard_together(evidence, units.lengths, units.bar)
    path = most_probable_path(evidence, units.prices)
    basses = np.log(softmax(logits.basses / calibration.bass_temperature))
    borders = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    edges = units.edges[borders]
    lengths = np.diff(edges)[:, None] / STEP
    shares, voices = between(heard, edges) / lengths, softmax(between(basses, edges) / lengths)
    spans = zip(pairwise(edges.tolist()), path[borders[:-1]], shares, voices, strict=True)
    threshold = calibration.sure_above[vocabulary]
    return tuple(
        TimedChord(
            *span,
            chord=over_its_bass(ANSWERS[vocabulary][answer], voice),
            confidence=float(share[answer]),
            sure=bool(share[answer] >= threshold),
            alternatives=others(share, answer, vocabulary),
        )
        for span, answer, share, voice in spans
    )


def heard_between(logits: Logits, start: float, end: float) -> Logits:
    """The mean logits of a song's segments from one second to another; of the nearest where there is none."""
    centres = FIRST_CENTRE + STEP * np.arange(len(logits.roots))
    inside = (centres >= start) & (centres <= end)
    if not inside.any():
        inside[np.abs(centres - (start + end) / 2).argmin()] = True
    return Logits(*(of_all[inside].mean(axis=0) for of_all in (logits.roots, logits.types, logits.basses)))


def others(shares: np.ndarray, answer: int, vocabulary: str) -> tuple[Candidate, ...]:
    """The most probable answers [answers] but this one."""
    ranked = (one for one in rank(shares, vocabulary) if one.chord != ANSWERS[vocabulary][answer])
    return tuple(islice(ranked, ALTERNATIVES))


def find_units(beats: Sequence[Beat], seconds: float) -> Units:
    """Beats and their halves (but of eighths), as far as there are any; else equal steps."""
    if len(beats) < 2:
        edges = np.append(np.arange(0, seconds - UNIT / 2, UNIT), seconds)
        return Units(edges, np.full(len(edges) - 2, PRICE))
    times = [beat.time for beat in beats]
    first, last = times[1] - times[0], times[-1] - times[-2]  # seconds from beat to beat, at both ends
    before = np.arange(times[0] - first, first / 2, -first).tolist()
    after = np.arange(times[-1] + last, seconds - last / 2, last).tolist()
    metre = max(beat.position for beat in beats)
    is_halved = metre != EIGHTHS
    halves = [(a + b) / 2 for a, b in pairwise(times)] if is_halved else []
    prices = {
        **dict.fromkeys(halves, PRICE_OFF_BEAT),
        **dict.fromkeys((*before, *after), PRICE_ON_BEAT),
        **{beat.time: PRICE_ON_DOWNBEAT if beat.position == 1 else PRICE_ON_BEAT for beat in beats},
    }
    inner = sorted(time for time in prices if 0 < time < seconds)
    prices_there = np.array([prices[time] for time in inner])
    return Units(np.array([0.0, *inner, seconds]), prices_there, 2 * metre if is_halved else metre)


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
