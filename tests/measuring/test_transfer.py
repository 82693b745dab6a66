from dataclasses import fields

import pytest
import torch

from model.chords import TYPES
from model.networks import RootCNN, TypeCNN
from tests.helpers.made_up import write_clips
from training.database import NO_TYPE, Batch
from training.learner import Plan
from training.listeners import transfer
from training.prepared.pictures import NO_BASS


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return write_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def root():
    torch.manual_seed(7)
    return RootCNN().eval()


def same(first, second):
    """Whether two modules hold the same weights and the same means."""
    pairs = zip(first.state_dict().values(), second.state_dict().values(), strict=True)
    return all(torch.equal(one, other) for one, other in pairs)


def begin_twice(begin, root, clips):
    """A type network as it begins, and another that was trained from the same beginning."""
    begun = begin(root, clips, 3)
    trained = transfer.fit(begin(root, clips, 3), clips, clips, Plan(1, 16, 0, clips.folder))
    return begun, trained


@pytest.mark.parametrize("begin", [transfer.from_scratch, transfer.fine_tuned])
def test_all_is_trained(begin, root, made_up):
    begun, trained = begin_twice(begin, root, made_up)
    assert not torch.equal(begun.trunk.partials[0].weight, trained.trunk.partials[0].weight)
    assert not same(begun.type_on_root, trained.type_on_root)
    assert not trained.training


@pytest.mark.parametrize("begin", [transfer.frozen, transfer.frozen_random])
def test_of_a_frozen_trunk_nothing_changes_but_the_head_does(begin, root, made_up):
    begun, trained = begin_twice(begin, root, made_up)
    assert same(begun.trunk, trained.trunk)
    assert not same(begun.type_on_root, trained.type_on_root)


def test_who_begins_with_which_trunk(root, made_up):
    scratch, tuned, frozen, random = (
        begin(root, made_up, 3)
        for begin in (transfer.from_scratch, transfer.fine_tuned, transfer.frozen, transfer.frozen_random)
    )
    assert same(tuned.trunk, root.trunk)
    assert same(frozen.trunk, root.trunk)
    assert same(scratch.type_on_root, tuned.type_on_root)
    assert torch.equal(random.trunk.circle[1][0].weight, scratch.trunk.circle[1][0].weight)


def test_random_features_are_brought_to_scale_by_the_clips(root, made_up):
    network = transfer.frozen_random(root, made_up, 3)
    batch = made_up[[*range(48)]]
    seen = []
    norm = network.trunk.circle[2][1]
    norm.register_forward_hook(lambda _, __, output: seen.append(output))
    network.trunk(batch.spectrograms, batch.mask)
    assert seen[0].mean().abs() < 0.05
    assert seen[0].std() == pytest.approx(1, abs=0.1)


def test_what_is_no_chord_has_no_type_to_learn():
    batch = Batch(
        torch.rand(2, 252, 4),
        torch.ones(2, 4, dtype=torch.bool),
        torch.tensor([0, 12]),
        torch.tensor([1, NO_TYPE]),
        torch.tensor([0, NO_BASS]),
    )
    first = Batch(*(getattr(batch, field.name)[:1] for field in fields(Batch)))
    network = TypeCNN().eval()
    both, alone = transfer.type_loss(network, batch), transfer.type_loss(network, first)
    assert both.item() == pytest.approx(alone.item(), abs=1e-2)  # bfloat16


def test_accuracy_is_over_chords(made_up, monkeypatch):
    """A network that always says the second type is right where the second type is played."""
    network = TypeCNN()
    torch.nn.init.zeros_(network.type_on_root.weight)
    network.type_on_root.bias.data = torch.eye(len(TYPES))[1]
    share = (made_up.labels[:, 2] == 1).mean()
    assert transfer.accuracy(network, made_up) == pytest.approx(share)
    labels = made_up.labels.copy()
    labels[labels[:, 2] != 1, 2] = NO_TYPE
    monkeypatch.setattr(made_up, "labels", labels)
    assert transfer.accuracy(network, made_up) == 1
