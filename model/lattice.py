"""The lattice of a song: what each unit of time may hold, and what a change costs. Arrays in, arrays out.

A chord stays for nothing, or changes at a price that depends on the place and not on the chords (priors on
pairs of chords, or on the key, gained nothing on made songs).
"""

import numpy as np


def most_probable_path(units: np.ndarray, prices: np.ndarray) -> np.ndarray:
    """The best answer for each unit, int [units], by the Viterbi algorithm.

    units: log probabilities [units, answers]. prices: of a change between neighbours, in nats [units - 1].
    """
    came_from = np.empty(units.shape, dtype=np.int64)
    score = units[0]
    own = np.arange(units.shape[1])
    for place, price in enumerate(prices, start=1):
        best = int(score.argmax())
        is_change = score[best] - price > score
        came_from[place] = np.where(is_change, best, own)
        score = np.where(is_change, score[best] - price, score) + units[place]
    path = np.empty(len(units), dtype=np.int64)
    path[-1] = score.argmax()
    for place in range(len(units) - 1, 0, -1):
        path[place - 1] = came_from[place, path[place]]
    return path
