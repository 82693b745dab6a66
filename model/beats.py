"""Beats: when they fall, and how fast they go; or that there are none."""

from dataclasses import dataclass

import numpy as np

from model.bars import find_bars
from model.beat_network import BEAT, DOWNBEAT, NO_BEAT, WEIGHTS
from model.levels import alternation, halved
from model.timeline import Beat
from model.tracking import find_beats
from preprocessing.onsets import FRAME_RATE

MOST = 4.0  # nats that a frame may say for or against a beat
BESIDE = 2  # frames, 40 ms, by which the network may be off
DOUBT = 1e-4  # the least probable that anything is
SPAN = 4  # beats over which tempo is taken
NO_CHANGES = np.zeros(0)


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


def find_rhythm(logits: np.ndarray, changes: np.ndarray = NO_CHANGES) -> Rhythm:
    """The network's logits [3, frames] and the seconds at which chords change, if known -> the rhythm."""
    heard = hear_beats(logits)
    times, downbeat = heard.times, heard.downbeat
    two = alternation(times, heard.any_beat, heard.quarters, changes)
    if two is not None and two.is_twice_too_fast:
        times, downbeat = times[two.stronger :: 2], halved(downbeat[two.stronger :: 2])
    if len(times) < 2:
        return Rhythm()
    metre, positions = find_bars(downbeat, times, changes)
    return Rhythm(tuple(map(Beat, times.tolist(), positions.tolist())), median_tempo(times), metre)


def hear_beats(logits: np.ndarray) -> Heard:
    """The network's logits [3, frames] -> the beats, be they those of the music or twice too fast."""
    logits = logits - np.log(WEIGHTS)[:, None]
    any_beat = np.logaddexp(logits[BEAT], logits[DOWNBEAT]) - logits[NO_BEAT]
    probable = 1 / (1 + np.exp(-any_beat))
    near = nearby(probable)
    frames = sharpen(find_beats(np.log(near / (1 - near)).clip(-MOST, MOST)), probable)
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
    around = places.round().astype(int)[:, None] + np.arange(-BESIDE, BESIDE + 1)
    return nats[around.clip(0, len(nats) - 1)].max(axis=1)


def nearby(probable: np.ndarray) -> np.ndarray:
    """How probable a beat is in each frame [frames] -> in those up to `BESIDE` from it, from 0 to 1 [frames].

    The network knows better that there is a beat than in which of some frames.
    """
    around = np.convolve(probable, np.ones(2 * BESIDE + 1))[BESIDE : BESIDE + len(probable)]
    return around.clip(DOUBT, 1 - DOUBT)


def sharpen(beats: np.ndarray, probable: np.ndarray) -> np.ndarray:
    """Frames of beats [n] -> each at the mean of the frames nearby, weighted by how probable it is there."""
    frames = beats.round().astype(int)[:, None] + np.arange(-BESIDE, BESIDE + 1)
    frames = frames.clip(0, len(probable) - 1)
    weights = probable[frames] + DOUBT
    return (weights * frames).sum(axis=1) / weights.sum(axis=1)


def median_tempo(times: np.ndarray) -> float:
    """Seconds of beats [n >= 2] -> the tempo that most of them go at, in beats a minute."""
    span = min(SPAN, len(times) - 1)
    return float(60 * span / np.median(times[span:] - times[:-span]))
