"""The lattice of a song: what each segment may hold, and how seldom chords change. Arrays in, arrays out.

A hidden Markov model whose states are the answers: a chord stays, or changes at a price that depends on the
place and not on the chords (priors on pairs of chords, or on the key, gained nothing on made songs).
"""

import numpy as np


def most_probable_path(segments: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """The best answer for each segment, int [segments], by the Viterbi algorithm.

    segments: log probabilities [segments, answers]. changes: log probability [segments - 1] that the answer
    is another one after each segment but the last.
    """
    stays = np.log1p(-np.exp(changes))
    others = changes - np.log(max(1, segments.shape[1] - 1))
    came_from = np.empty(segments.shape, dtype=np.int64)
    score = segments[0]
    own = np.arange(segments.shape[1])
    for place, (stay, change) in enumerate(zip(stays, others, strict=True), start=1):
        best = int(score.argmax())
        is_change = score[best] + change > score + stay
        came_from[place] = np.where(is_change, best, own)
        score = np.where(is_change, score[best] + change, score + stay) + segments[place]
    path = np.empty(len(segments), dtype=np.int64)
    path[-1] = score.argmax()
    for place in range(len(segments) - 1, 0, -1):
        path[place - 1] = came_from[place, path[place]]
    return path


def posteriors(segments: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Probability of each answer in each segment given the whole song [segments, answers]; rows sum to 1.

    Takes what `most_probable_path` takes; the forward-backward algorithm, scaled in every step.
    """
    likelihoods = np.exp(segments - segments.max(axis=1, keepdims=True))
    change = np.exp(changes)
    to_each = change / max(1, segments.shape[1] - 1)  # an answer changes to any of the others alike
    kept = 1 - change - to_each

    def passed(beliefs: np.ndarray, place: int) -> np.ndarray:
        return kept[place] * beliefs + to_each[place] * beliefs.sum()

    forward, backward = np.empty_like(likelihoods), np.ones_like(likelihoods)
    forward[0] = likelihoods[0] / likelihoods[0].sum()
    for place in range(1, len(segments)):
        belief = passed(forward[place - 1], place - 1) * likelihoods[place]
        forward[place] = belief / belief.sum()
    for place in range(len(segments) - 2, -1, -1):
        belief = passed(backward[place + 1] * likelihoods[place + 1], place)
        backward[place] = belief / belief.sum()
    both = forward * backward
    return both / both.sum(axis=1, keepdims=True)
