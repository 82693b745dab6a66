import pytest
import torch

from model.chords import NO_CHORD
from model.decision import ANSWERS, CLIP_PRIOR, PLAYED, TRIAD_TYPES, TRIADS, VOCABULARIES
from model.harte import parse
from training import answers
from training.database import NO_TYPE, Batch, encode


def test_types_are_learned_on_the_true_root():
    types = torch.arange(2 * 3 * 12).reshape(2, 3, 12)
    assert answers.on_true_root(types, torch.tensor([5, 12])).tolist() == [[5, 17, 29], [47, 59, 71]]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_targets_of_both_networks_are_the_index_of_the_answer(vocabulary):
    chords = ANSWERS[vocabulary]
    roots, types, _ = torch.tensor([encode(chord) for chord in chords]).T
    assert answers.answer_targets(roots, types, vocabulary).tolist() == list(range(len(chords)))


def test_who_knows_triads_alone_says_nothing_of_other_types():
    roots, types = torch.randn(3, 13), torch.randn(3, 4)
    of_all = answers.joint_probabilities(roots, types)[:, :-1].unflatten(1, (12, 15))
    assert (of_all[..., len(TRIAD_TYPES) :] == 0).all()
    of_triads = answers.joint_probabilities(roots, types, vocabulary=TRIADS)[:, :-1].unflatten(1, (12, 4))
    assert torch.allclose(of_all[..., : len(TRIAD_TYPES)], of_triads.float())


def test_where_the_type_hangs_on_no_root_a_chord_is_its_root_times_its_type():
    roots, types = torch.randn(3, 13), torch.randn(3, 4)
    joint = answers.joint_probabilities(roots, types, vocabulary=TRIADS).float()
    played = types.exp() * torch.tensor([PLAYED.get(type_, 1.0) for type_ in TRIAD_TYPES])
    shares = played / played.sum(1, keepdim=True)
    expected = (roots + torch.from_numpy(CLIP_PRIOR.roots)).softmax(1)[:, :-1, None] * shares[:, None]
    assert torch.allclose(joint[:, :-1], expected.flatten(1), atol=1e-6)
    assert torch.allclose(joint.sum(1), torch.ones(3))


def test_root_and_type_must_both_be_right():
    chords = [parse("A:min"), parse("A:min"), parse("A:min"), NO_CHORD]
    targets = torch.tensor([encode(chord) for chord in chords]).T
    batch = Batch(torch.zeros(4), torch.zeros(4), *targets)
    roots, types = torch.zeros(4, 13), torch.zeros(4, 4)
    for clip, (root, type_) in enumerate([(9, 1), (4, 1), (9, 2), (12, 0)]):
        roots[clip, root], types[clip, type_] = 20, 20
    right = answers.named_right(roots, types, batch, TRIADS)
    assert batch.types[3] == NO_TYPE
    assert right.tolist() == [True, False, False, True]
