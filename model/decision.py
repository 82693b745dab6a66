"""The decision: logits of both networks -> ranked answers. Arrays in, numbers out, without PyTorch."""

import numpy as np

from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, ROOTS, TYPES
from model.prediction import Answer, Candidate

ANSWERS = (*CHORDS, NO_CHORD)  # the order of joint probabilities

# How often a type is played, relative to how often it is drawn in training: songs have at least two major
# chords for each minor one (Burgoyne et al., "An expert ground truth set for audio chord recognition and
# music analysis", ISMIR 2011). It decides where a recording does not: in a chord whose third is silent.
PLAYED = {"maj": 2.0}  # of the other types: 1
_PRIOR = np.log([PLAYED.get(type_, 1.0) for type_ in TYPES], dtype=np.float32)


def answer_indices(roots: np.ndarray, types: np.ndarray) -> np.ndarray:
    """The places in `ANSWERS` [clips] of roots and types, by their places in `ROOT_LABELS` and `TYPES`.

    The last root is "no chord", whatever the type.
    """
    return np.where(roots == len(ROOTS), len(CHORDS), roots * len(TYPES) + types)


def probabilities(
    root_logits: np.ndarray, type_logits: np.ndarray, temperatures: tuple[float, float] = (1.0, 1.0)
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits [clips, 13] and [clips, 4] -> calibrated probabilities of roots, of types, and of `ANSWERS`.

    The two networks are taken as independent: a chord is as probable as its root times its type. Types
    that are played more often are more probable from the start. temperatures: of roots and of types.
    """
    roots = softmax(root_logits / temperatures[0])
    types = softmax(type_logits / temperatures[1] + _PRIOR)
    chords = (roots[:, :-1, None] * types[:, None]).reshape(len(roots), -1)
    return roots, types, np.concatenate([chords, roots[:, -1:]], axis=1)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Logits [..., classes] -> probabilities that sum to 1 over the classes."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def decide(
    root_logits: np.ndarray, type_logits: np.ndarray, temperatures: tuple[float, float], sure_above: float
) -> Answer:
    """Logits [13] and [4] of one clip -> its answer; below the confidence `sure_above` it is "not sure"."""
    roots, types, joint = (p[0] for p in probabilities(root_logits[None], type_logits[None], temperatures))
    candidates = rank(joint)
    return Answer(
        candidates=candidates,
        sure=candidates[0].probability >= sure_above,
        roots=dict(zip(ROOT_LABELS, roots.tolist(), strict=True)),
        types=dict(zip(TYPES, types.tolist(), strict=True)),
    )


def rank(joint: np.ndarray) -> tuple[Candidate, ...]:
    """Probabilities of `ANSWERS` [49] -> candidates, the most probable first."""
    candidates = [Candidate(chord, p) for chord, p in zip(ANSWERS, joint.tolist(), strict=True)]
    return tuple(sorted(candidates, key=lambda candidate: candidate.probability, reverse=True))
