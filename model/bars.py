"""Bars: how many pulses make a beat, how many beats a bar, and where bars begin."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from model.pulses import relative
from preprocessing.onsets import FRAME_RATE, Onsets

PULSES, METRES = (1, 2, 3, 4, 6), (2, 3, 4, 6)  # of a beat; beats of a bar
BEATS, BARS = (0.27, 1.25), (0.9, 5.0)  # seconds: the shortest and the longest
USUAL_BEAT = 0.55  # seconds
NEAR = 3  # frames from a pulse within which an onset is its own
ATTACK, BASS, CHANGE = range(3)  # accents of a pulse
DOWNBEAT, BEAT, BETWEEN = range(3)  # places of a pulse

# Fitted by `training.rhythm` to made songs, in logarithms of odds for recordings of `EVIDENCE` pulses.
PLACES = np.array([[1.55, 1.18, 2.01], [1.58, -0.28, -1.37], [2.11, -0.81, -4.94]])  # of accents, by place
RECURRING = (2.11, 2.77, 4.09)  # of attacks a beat later; of attacks and of bass a bar later
FASTER = (5.39, -1.77)  # of octaves above the usual tempo, and their square
OF_METRES, OF_PULSES = (0.50, 0.37, 1.29, -2.13), (-4.46, -0.65, -0.88, 1.85, 0.41)
CHARACTER = np.array([*RECURRING, *FASTER, *OF_METRES, *OF_PULSES])  # of what `Grid.character` gives
STRENGTH = 5.55  # of the mean strength of pulses, in standard deviations
EVIDENCE = 100  # pulses, of a song of 24 s
IRREGULAR = 2.5  # against a bar that stays unfinished or lasts too long


@dataclass(frozen=True)
class Grid:
    """Bars of `metre` beats of `pulses` pulses, each of which lasts `period` seconds."""

    pulses: int
    metre: int
    period: float

    @property
    def beat(self) -> float:
        """Seconds of a beat."""
        return self.pulses * self.period

    @property
    def steps(self) -> int:
        """Pulses of a bar."""
        return self.pulses * self.metre

    def places(self) -> np.ndarray:
        """The places of the pulses of a bar [steps]."""
        steps = np.arange(self.steps)
        return np.where(steps == 0, DOWNBEAT, np.where(steps % self.pulses == 0, BEAT, BETWEEN))

    def character(self, accents: np.ndarray) -> np.ndarray:
        """What speaks for a grid wherever its bars begin: how far accents recur, and how usual it is [14]."""
        a_beat_later, a_bar_later = recurrence(accents, self.pulses), recurrence(accents, self.steps)
        faster = np.log2(USUAL_BEAT / self.beat)
        kinds = [self.metre == metre for metre in METRES] + [self.pulses == pulses for pulses in PULSES]
        recurring = (a_beat_later[ATTACK], a_bar_later[ATTACK], a_bar_later[BASS])
        return np.array([*recurring, faster, faster**2, *kinds])


@dataclass(frozen=True)
class Bars:
    """The bars over pulses: the frames of these [n], the step of each in its bar [n], from 0, and the grid.

    score: how probable all that is, to compare with bars over other pulses.
    """

    pulses: np.ndarray
    steps: np.ndarray
    grid: Grid
    score: float


def find_bars(onsets: Onsets, strength: np.ndarray, pulses: np.ndarray, changes: np.ndarray) -> Bars:
    """The most probable bars over pulses [n >= 12] found in this strength; chords change at `changes` [s]."""
    accents = find_accents(onsets, pulses, changes)
    grids = possible_grids(pulses)
    scores, jumps, sources = follow(accents, grids)
    totals = scores.max(axis=1) / len(accents) + [grid.character(accents) @ CHARACTER for grid in grids]
    best = int(totals.argmax())
    steps = [int(scores[best].argmax())]
    for jumped, source in zip(jumps[:0:-1, best], sources[:0:-1, best], strict=True):
        steps.append(int(source) if jumped[steps[-1]] else (steps[-1] - 1) % grids[best].steps)
    score = float(totals[best] + STRENGTH * strength[pulses].mean())
    return Bars(pulses, np.array(steps[::-1]), grids[best], score)


def find_accents(onsets: Onsets, pulses: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """The accents of pulses: how strong onsets are there, and if a chord changes [n, 3].

    Each is of mean 0 and deviation 1 over the recording, or 0 where nothing is known.
    """
    change = np.zeros(len(pulses))
    change[np.abs(changes[:, None] * FRAME_RATE - pulses).argmin(axis=1)] = 1
    attack, bass = (np.sqrt(strongest_near(relative(o), pulses)) for o in (onsets.strength, onsets.bass))
    accents = np.stack([attack, bass, change], axis=1)
    return (accents - accents.mean(axis=0)) / np.maximum(accents.std(axis=0), 1e-6)


def strongest_near(strength: np.ndarray, pulses: np.ndarray) -> np.ndarray:
    """Strength [frames] and frames of pulses [n] -> its maximum within `NEAR` frames of each [n]."""
    return np.pad(strength, NEAR)[pulses[:, None] + np.arange(2 * NEAR + 1)].max(axis=1)


def recurrence(accents: np.ndarray, lag: int) -> np.ndarray:
    """The correlation of accents [n, 3] with those so many pulses later [3]."""
    return (accents[lag:] * accents[:-lag]).mean(axis=0)


def possible_grids(pulses: np.ndarray) -> list[Grid]:
    """All grids over pulses whose beats and bars last neither too short nor too long."""
    period = (pulses[-1] - pulses[0]) / (len(pulses) - 1) / FRAME_RATE
    grids = [Grid(division, metre, period) for division, metre in product(PULSES, METRES)]
    grids = [g for g in grids if BEATS[0] <= g.beat <= BEATS[1] and g.steps < len(pulses)]
    return [grid for grid in grids if BARS[0] <= grid.steps * period <= BARS[1]]


def follow(accents: np.ndarray, grids: list[Grid]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Viterbi over the steps of all grids at once.

    Gives the scores of the last pulse [grids, steps], at which pulses and steps [n, grids, steps] a bar is
    irregular, and from which step it then came [n, grids].
    """
    evidence = np.full((len(accents), len(grids), max(grid.steps for grid in grids)), -np.inf)
    before = np.arange(evidence[0].size).reshape(evidence[0].shape)  # of scores [grids * steps]
    for number, grid in enumerate(grids):
        places = grid.places()
        shares = np.bincount(places, minlength=len(PLACES)).clip(1) / grid.steps
        evidence[:, number, : grid.steps] = (accents @ PLACES.T / shares)[:, places]
        before[number, : grid.steps] = np.roll(before[number, : grid.steps], 1)
    jumps, sources = np.zeros(evidence.shape, dtype=bool), np.zeros(evidence.shape[:2], dtype=int)
    scores = evidence[0]
    for n in range(1, len(accents)):
        regular = scores.take(before)
        sources[n] = scores.argmax(axis=1)
        jump = scores.max(axis=1, keepdims=True) - IRREGULAR * EVIDENCE
        jumps[n] = jump > regular
        scores = np.maximum(regular, jump) + evidence[n]
    return scores, jumps, sources
