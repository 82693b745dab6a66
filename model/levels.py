"""Levels of the metre: whether beats that were found are those of the music, or twice as fast."""

from dataclasses import dataclass

import numpy as np

FEWEST = 8  # beats: fewer do not tell
# What says that beats are twice too fast, in logarithms of odds: anyway, for each nat that the weaker of
# every two beats has, and the stronger, and for each doubling of the beats that a chord lasts.
# `training.levels` fitted it to the validation songs.
TOO_FAST = np.array([-6.6, -2.0, 1.7, 1.6])


@dataclass(frozen=True)
class Alternation:
    """How every two beats differ.

    stronger: the first of the beats that are stronger, 0 or 1. signs: what `TOO_FAST` weighs [4].
    """

    stronger: int
    signs: np.ndarray

    @property
    def is_twice_too_fast(self) -> bool:
        """Tell if the stronger ones alone are the beats of the music."""
        return bool(self.signs @ TOO_FAST > 0)


def alternation(times: np.ndarray, heard: np.ndarray, changes: np.ndarray) -> Alternation | None:
    """Seconds of beats [n] and nats for each [n]; seconds at which chords change -> how every two differ.

    None where there is too little to tell. Of beats twice as fast as those of the music, every other one is
    weak, and chords last for many.
    """
    if len(times) < FEWEST:
        return None
    on_beat = np.unique(np.abs(changes[:, None] - times).argmin(axis=1))
    if len(on_beat) < 2:
        return None
    (weak, _), (strong, first) = sorted((float(heard[place::2].mean()), place) for place in (0, 1))
    lasting = np.log2(np.diff(on_beat).mean())
    return Alternation(first, np.array([1, weak, strong, lasting]))


def halved(downbeat: np.ndarray) -> np.ndarray:
    """Nats for a downbeat of bars half as long as the music's [n] -> for one of its own, half as probable."""
    probable = 0.5 / (1 + np.exp(-downbeat))
    return np.log(probable / (1 - probable))
