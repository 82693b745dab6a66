"""Beats: when they fall, and how fast they go; or that there are none."""

from dataclasses import dataclass, replace

import numpy as np

from model.bars import find_bars
from model.beat_network import BEAT, DOWNBEAT, NO_BEAT, WEIGHTS
from model.levels import alternation, halved
from model.pulse import Beat
from model.tracking import INTERVALS, LONGEST, STEP_RATE, find_beats
from preprocessing.onsets import FRAME_RATE

MOST = 4.0  # nats that a frame may say for or against a beat
BESIDE = 2  # frames, 40 ms, by which the network may be off
DOUBT = 1e-4  # the least probable that anything is
SLOWER = 1.6, 2.4  # times as far apart as beats that are twice too fast are those of the music
FAVOUR = 1.0  # nats for each of these where every other one of those was
SPAN = 4  # beats over which tempo is taken
NONE = np.zeros(0)


@dataclass(frozen=True)
class Rhythm:
    """Beats, their tempo in beats a minute, and how many make a bar. Free playing has none, and None."""

    beats: tuple[Beat, ...] = ()
    tempo: float | None = None
    metre: int | None = None


@dataclass(frozen=True)
class Heard:
    """Beats that were heard: their seconds [n], and the nats for a beat and for a downbeat at each [n].

    quarters: the nats for a beat a quarter of the way from each to the next, and three quarters [2 (n - 1)].
    """

    times: np.ndarray
    any_beat: np.ndarray
    quarters: np.ndarray
    downbeat: np.ndarray


def find_rhythm(logits: np.ndarray, changes: np.ndarray = NONE) -> Rhythm:
    """The network's logits [3, frames] and the seconds at which chords change, if known -> the rhythm."""
    heard = hear_beats(logits)
    two = alternation(heard.times, heard.any_beat, heard.quarters, changes)
    if two is not None and two.is_twice_too_fast:
        heard = hear_slower(logits, heard, two.stronger)
    if len(heard.times) < 2:
        return Rhythm()
    metre, positions = find_bars(heard.downbeat, heard.times, changes)
    beats = map(Beat, heard.times.tolist(), positions.tolist())
    return Rhythm(tuple(beats), median_tempo(heard.times), metre)


def hear_slower(logits: np.ndarray, fast: Heard, first: int) -> Heard:
    """The beats half as fast as others, rather near every other one of these from the first, 0 or 1.

    Where one of those was missed or too many, every other one would be beside the beat from there on. Those
    that are too slow to be played twice as slowly stay.
    """
    apart = np.median(np.diff(fast.times))
    if 2 * apart > LONGEST:
        return fast
    shortest, longest = np.searchsorted(INTERVALS, apart * STEP_RATE * np.array(SLOWER))
    heard = hear_beats(logits, fast.times[first::2] * FRAME_RATE, INTERVALS[shortest:longest])
    return replace(heard, downbeat=halved(heard.downbeat))


def hear_beats(logits: np.ndarray, favoured: np.ndarray = NONE, intervals: np.ndarray = INTERVALS) -> Heard:
    """The network's logits [3, frames] -> the beats, be they those of the music or twice too fast.

    favoured: frames near which they rather are [m]. intervals: see `find_beats`.
    """
    logits = logits - np.log(WEIGHTS)[:, None]
    any_beat = np.logaddexp(logits[BEAT], logits[DOWNBEAT]) - logits[NO_BEAT]
    probable = 1 / (1 + np.exp(-any_beat))
    near = nearby(probable)
    evidence = np.log(near / (1 - near)).clip(-MOST, MOST)
    evidence[around(favoured, len(evidence))] += FAVOUR
    frames = sharpen(find_beats(evidence, intervals), probable)
    frames = frames[frames.round() < len(evidence) - 1 - BESIDE]  # what is cut on a beat ends there
    downbeat = (logits[DOWNBEAT] - logits[BEAT])[frames.round().astype(int)]
    quarters = [frames[:-1] + part * np.diff(frames) for part in (0.25, 0.75)]
    return Heard(
        times=frames / FRAME_RATE,
        any_beat=strongest_near(any_beat, frames),
        quarters=strongest_near(any_beat, np.concatenate(quarters)),
        downbeat=downbeat,
    )


def strongest_near(nats: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The highest of the nats [frames] up to `BESIDE` from each place, in frames [n]."""
    return nats[around(places, len(nats))].max(axis=1)


def around(places: np.ndarray, frames: int) -> np.ndarray:
    """The frames up to `BESIDE` from each place, in frames [n], the last of so many at most [n, near]."""
    return (places.round().astype(int)[:, None] + np.arange(-BESIDE, BESIDE + 1)).clip(0, frames - 1)


def nearby(probable: np.ndarray) -> np.ndarray:
    """How probable a beat is in each frame [frames] -> in those up to `BESIDE` from it, from 0 to 1 [frames].

    The network knows better that there is a beat than in which of some frames.
    """
    summed = np.convolve(probable, np.ones(2 * BESIDE + 1))[BESIDE : BESIDE + len(probable)]
    return summed.clip(DOUBT, 1 - DOUBT)


def sharpen(beats: np.ndarray, probable: np.ndarray) -> np.ndarray:
    """Frames of beats [n] -> each at the mean of the frames nearby, weighted by how probable it is there."""
    frames = around(beats, len(probable))
    weights = probable[frames].astype(np.float64) + DOUBT  # which keep the mean among the frames
    return (weights * frames).sum(axis=1) / weights.sum(axis=1)


def median_tempo(times: np.ndarray) -> float:
    """Seconds of beats [n >= 2] -> the tempo that most of them go at, in beats a minute."""
    span = min(SPAN, len(times) - 1)
    return float(60 * span / np.median(times[span:] - times[:-span]))
