"""Levels of the metre: whether beats that were found are those of the music, or twice as fast."""

from dataclasses import dataclass

import numpy as np

FEWEST = 8  # beats: fewer do not tell
ON_CHANGE = 2.0  # nats that beats count for if all chords change on them
SILENT = -8.0  # nats for a beat that a place has where nothing is played: fewer tell no more
# What says that beats are twice too fast, in logarithms of odds: anyway, for each doubling of a beat a
# second, for each nat that the weaker of every two beats has, for each nat at the quarters of a beat, and for
# each doubling of the beats that a chord lasts. `training.levels` fitted it to validation songs.
TOO_FAST = np.array([-11.5, 2.3, -1.8, -0.7, 1.5])


@dataclass(frozen=True)
class Alternation:
    """How every two beats differ.

    stronger: the first of the beats that are stronger, chords that change on them counted, 0 or 1. signs:
    what `TOO_FAST` weighs [5].
    """

    stronger: int
    signs: np.ndarray

    @property
    def is_twice_too_fast(self) -> bool:
        """Tell if the stronger ones alone are the beats of the music."""
        return bool(self.signs @ TOO_FAST > 0)


def alternation(
    times: np.ndarray, heard: np.ndarray, quarters: np.ndarray, changes: np.ndarray
) -> Alternation | None:
    """Tell how every two beats differ; None where there is too little to tell.

    times: their seconds [n]. heard: nats for each [n]. quarters: nats for beats a quarter before and after
    each [m]. changes: the seconds at which chords change.

    Of beats twice as fast as those of the music, every other one is weak, little is played between them, and
    chords last for many.
    """
    if len(times) < FEWEST:
        return None
    on_beat = np.unique(np.abs(changes[:, None] - times).argmin(axis=1))
    if len(on_beat) < 2:
        return None
    nats = np.array([heard[place::2].mean() for place in (0, 1)])
    changing = np.bincount(on_beat % 2, minlength=2) / len(on_beat)
    pace, lasting = -np.log2(np.median(np.diff(times))), np.log2(np.diff(on_beat).mean())
    signs = np.array([1, pace, nats.min(), max(quarters.mean(), SILENT), lasting])
    return Alternation(int((nats + ON_CHANGE * changing).argmax()), signs)


def halved(downbeat: np.ndarray) -> np.ndarray:
    """Nats for a downbeat of bars half as long as the music's [n] -> for one of its own, half as probable."""
    probable = 0.5 / (1 + np.exp(-downbeat))
    return np.log(probable / (1 - probable))
