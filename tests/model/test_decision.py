"""From logits to ranked answers."""

import numpy as np
import pytest
import torch

from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, ROOTS, TYPES
from model.decision import ANSWERS, answer_indices, decide, probabilities, rank, softmax


def logits_of(root: str, type_: str | None = None, height: float = 9.0) -> tuple[np.ndarray, np.ndarray]:
    """Logits [1, 13] and [1, 4] that speak for one root and one type."""
    roots, types = np.zeros((1, len(ROOT_LABELS))), np.zeros((1, len(TYPES)))
    roots[0, ROOT_LABELS.index(root)] = height
    if type_ is not None:
        types[0, TYPES.index(type_)] = height
    return roots, types


def test_softmax_is_what_pytorch_computes():
    logits = np.random.default_rng(0).normal(0, 20, (5, 13)).astype(np.float32)
    assert softmax(logits) == pytest.approx(torch.from_numpy(logits).softmax(1).numpy(), abs=1e-6)


def test_each_answer_gets_its_own_probability():
    for index, answer in enumerate(ANSWERS):
        assert rank(np.eye(len(ANSWERS))[index])[0].chord == answer


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.label)
def test_logits_of_a_chord_give_that_chord(answer):
    joint = probabilities(*logits_of(answer.root or "N", answer.type))[2]
    assert joint.sum() == pytest.approx(1, abs=1e-5)
    assert ANSWERS[joint.argmax()] == answer


def test_every_root_and_type_has_its_place():
    places = [(root, type_) for root in range(len(ROOTS)) for type_ in range(len(TYPES))]
    indices = answer_indices(*map(np.array, zip(*places, strict=True)))
    chords = [(ROOTS[root], TYPES[type_]) for root, type_ in places]
    assert [(ANSWERS[index].root, ANSWERS[index].type) for index in indices] == chords
    assert ANSWERS[answer_indices(np.array([12]), np.array([-1]))[0]] == NO_CHORD


def test_each_temperature_flattens_its_own_network():
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(5, 13)), rng.normal(size=(5, 4))
    cold, warm_roots = probabilities(*logits), probabilities(*logits, (2.0, 1.0))
    assert warm_roots[0] == pytest.approx(softmax(logits[0] / 2))
    assert (warm_roots[0].max(1) < cold[0].max(1)).all()
    assert np.array_equal(warm_roots[0].argmax(1), cold[0].argmax(1))
    assert np.array_equal(warm_roots[1], cold[1])
    assert (probabilities(*logits, (1.0, 2.0))[1].max(1) < cold[1].max(1)).all()


def test_where_nothing_else_decides_major_is_twice_as_probable():
    roots, undecided = logits_of("N", height=0.0)
    assert probabilities(roots, undecided, (1.0, 3.0))[1][0] == pytest.approx([0.4, 0.2, 0.2, 0.2])
    assert probabilities(*logits_of("C", "min", 5.0))[1].argmax(1).item() == TYPES.index("min")


@pytest.mark.parametrize(("sure_above", "sure"), [(0.0, True), (0.9999, False)])
def test_it_is_sure_above_its_threshold(sure_above, sure):
    roots, types = logits_of("D", "dim")
    answer = decide(roots[0], types[0], (1.0, 1.0), sure_above)
    assert (answer.chord.label, answer.sure) == ("D:dim", sure)
    assert len(answer.candidates) == len(CHORDS) + 1
    assert tuple(answer.roots) == ROOT_LABELS
    assert tuple(answer.types) == TYPES
