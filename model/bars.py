"""Bars: how many beats make one, and where they begin."""

import numpy as np

METRES = {2: 0.04, 3: 0.13, 4: 0.73, 6: 0.1}  # and how common each is, as in what is composed to learn from
BEATS = 10.0  # so many beats' evidence counts as much as all: what they say is not independent
MOST = 3.0  # nats that a beat may say for or against a downbeat
IRREGULAR = 6.0  # nats against a bar that stays unfinished
CHANGE, NO_CHANGE = 1.0, -0.5  # nats for a downbeat where a chord changes, and where none does
NEAR = 0.35  # of a beat, within which a change of chord is on it


def find_bars(downbeat: np.ndarray, times: np.ndarray, changes: np.ndarray) -> tuple[int, np.ndarray]:
    """Nats for a downbeat at each beat [n >= 2], their seconds [n], and those at which chords change [m].

    Gives the metre, and the position of each beat in its bar, from 1 [n].
    """
    evidence = downbeat.clip(-MOST, MOST)
    if len(changes):
        apart = np.abs(changes[:, None] - times)
        nearest = apart.argmin(axis=1)
        on_beat = apart.min(axis=1) < NEAR * np.median(np.diff(times))
        is_change = np.isin(np.arange(len(times)), nearest[on_beat])
        evidence = evidence + np.where(is_change, CHANGE, NO_CHANGE)
    first, other = -np.logaddexp(0, -evidence), -np.logaddexp(0, evidence)
    found = [_count(metre, first, other) for metre in METRES]
    common = np.log([*METRES.values()])
    scores = [score / len(times) * BEATS for score, _ in found] + common
    best = int(scores.argmax())
    return [*METRES][best], found[best][1]


def _count(metre: int, first: np.ndarray, other: np.ndarray) -> tuple[float, np.ndarray]:
    """Viterbi over the positions in bars of one metre: the score, and the positions [n]."""
    gains = np.stack([first, *[other] * (metre - 1)], axis=1)
    score, came_from = gains[0], np.zeros((len(gains), metre), dtype=int)
    regular = np.roll(np.arange(metre), 1)
    for place in range(1, len(gains)):
        best = int(score.argmax())
        is_jump = (score[best] - IRREGULAR > score[regular]) & (np.arange(metre) == 0)
        came_from[place] = np.where(is_jump, best, regular)
        score = np.where(is_jump, score[best] - IRREGULAR, score[regular]) + gains[place]
    positions = [int(score.argmax())]
    for sources in came_from[:0:-1]:
        positions.append(int(sources[positions[-1]]))
    return float(score.max()), np.array(positions[::-1]) + 1
