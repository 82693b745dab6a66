import numpy as np
import pytest
import torch

from model.chords import NO_CHORD
from model.decision import ALL, ANSWERS, Calibration, probabilities
from tests.helpers.averages import averages
from tests.helpers.made_up import write_clips
from training import learner
from training.database import NO_TYPE


@pytest.fixture
def made_up(tmp_path):
    return write_clips(tmp_path)


def test_both_networks_learn(made_up):
    networks = learner.BothNetworks(steps=20)
    optimizer = torch.optim.AdamW(networks.parameters(), 3e-3)
    batch = made_up[[*range(16)]]
    losses = []
    for _ in range(12):
        found, _ = networks(batch)
        losses.append({name: loss.item() for name, loss in found.items()})
        optimizer.zero_grad()
        learner.total(found).backward()
        optimizer.step()
    assert losses[-1]["root_loss"] < 0.5 * losses[0]["root_loss"]
    assert losses[-1]["bass_loss"] < 0.8 * losses[0]["bass_loss"]
    assert losses[-1]["type_loss"] < losses[0]["type_loss"]


def test_normalisation_stays_where_learning_goes_on(made_up):
    for learning, stays in ((learner.BothNetworks, False), (learner.GoingOn, True)):
        networks = learning(steps=20).train()
        before = averages(networks)
        networks(made_up[[0, 1, 2]])
        assert all(map(torch.equal, before, averages(networks))) == stays


def test_what_was_known_is_kept_in_part_but_neighbours_are_as_learned():
    begun, learned = learner.BothNetworks(steps=1), learner.GoingOn(steps=1)
    before, after = begun.state_dict(), {k: v.clone() for k, v in learned.state_dict().items()}
    mixed = learner.blended(learned, begun, kept=0.3).state_dict()
    for name in ("root_network.root.weight", "type_network.type_on_root.weight"):
        assert torch.allclose(mixed[name], 0.3 * before[name] + 0.7 * after[name])
    neighbour = "type_network.trunk.neighbours.blocks.0.0.weight"
    assert torch.equal(mixed[neighbour], after[neighbour])


@torch.no_grad()
def test_networks_are_fed_what_they_compute_in(made_up):
    networks = learner.BothNetworks(steps=20).eval()
    fed = []
    networks.root_network.register_forward_pre_hook(lambda _, inputs: fed.append(inputs[0].dtype))
    exact, _ = networks(made_up[[0, 1]])
    with torch.autocast("cpu", torch.bfloat16):
        coarse, _ = networks(made_up[[0, 1]])
    assert fed == [torch.float32, torch.bfloat16]
    assert learner.total(coarse) == pytest.approx(learner.total(exact).item(), rel=0.02)


@torch.no_grad()
def test_what_has_no_type_teaches_the_root_network_alone(made_up):
    networks = learner.BothNetworks(steps=20).eval()
    batch = made_up[[0, 1, 2, 3]]
    expected, _ = networks(made_up[[0, 1]])
    batch.roots[2:], batch.types[2:], batch.basses[2:] = 12, NO_TYPE, NO_TYPE
    losses, right = networks(batch)
    inputs = batch.spectrograms, batch.mask
    logits = networks.root_network(*inputs)[0].numpy(), networks.type_network(*inputs).numpy()
    answers = torch.from_numpy(probabilities(*logits, Calibration())[2].argmax(1))
    assert losses["type_loss"] == pytest.approx(expected["type_loss"].item(), rel=1e-3)
    assert losses["bass_loss"] == pytest.approx(expected["bass_loss"].item(), rel=1e-3)
    assert torch.equal(right[2:], answers[2:] == ANSWERS[ALL].index(NO_CHORD))
    assert torch.isfinite(losses["root_loss"])


FRAME_COUNTS = np.random.default_rng(0).integers(3, 33, 2000)


def test_batches_hold_each_clip_at_most_once():
    sampler = learner.SimilarLengths(FRAME_COUNTS, batch=64, seed=0)
    batches = list(sampler)
    drawn = np.concatenate(batches)
    assert len(batches) == len(sampler) == 2000 // 64
    assert all(len(batch) == 64 for batch in batches)
    assert len(set(drawn.tolist())) == len(drawn)


def test_clips_of_a_batch_are_of_similar_lengths():
    sampler = learner.SimilarLengths(FRAME_COUNTS, batch=64, seed=0)
    spreads = [np.ptp(FRAME_COUNTS[batch]) for batch in sampler]
    assert np.mean(spreads) < 3  # of 29 frames
    means = [FRAME_COUNTS[batch].mean() for batch in sampler]
    assert means != sorted(means)  # not from short to long


def test_epochs_differ_and_come_back():
    sampler = learner.SimilarLengths(FRAME_COUNTS, batch=64, seed=0)
    first = list(sampler)
    sampler.set_epoch(1)
    second = list(sampler)
    sampler.set_epoch(0)
    assert first == list(sampler)
    assert {frozenset(batch) for batch in first} != {frozenset(batch) for batch in second}
    assert first != list(learner.SimilarLengths(FRAME_COUNTS, batch=64, seed=1))


def test_two_processes_share_each_batch_of_one():
    whole = list(learner.SimilarLengths(FRAME_COUNTS, batch=64, seed=0))
    halves = [list(learner.SimilarLengths(FRAME_COUNTS, 64, 0, rank, world=2)) for rank in range(2)]
    for batch, one, other in zip(whole, *halves, strict=True):
        assert len(one) == len(other) == 32
        assert sorted(one + other) == sorted(batch)


def test_validation_hears_every_clip_once_and_the_last_batch_too(made_up):
    sizes = [len(batch.roots) for batch in learner.all_in_order(made_up, batch=20)]
    assert sizes == [20, 20, 8]
    roots = torch.cat([batch.roots for batch in learner.all_in_order(made_up, batch=20)])
    assert sorted(roots.tolist()) == sorted(made_up.labels[:, 1].tolist())


def test_the_best_epoch_is_kept_and_patience_ends_it():
    network = torch.nn.Linear(1, 1)
    scores, seen = iter([0.1, 0.3, 0.2, 0.25, 0.9]), []

    def update(loss):
        seen.append(float(loss))
        with torch.no_grad():
            network.weight.fill_(len(seen))

    epochs = learner.fit(
        network,
        loss=lambda batch: torch.tensor(batch),
        update=update,
        batches=lambda epoch: [float(epoch)],
        score=lambda: next(scores),
        epochs=5,
        patience=2,
    )
    assert (epochs, seen) == (4, [0.0, 1.0, 2.0, 3.0])
    assert network.weight.item() == 2.0  # as after the second epoch
    assert not network.training


def test_the_rate_rises_and_falls():
    optimizer, schedule = learner.one_cycle([torch.nn.Parameter(torch.zeros(1))], steps=100)
    rates = []
    for _ in range(100):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    assert max(rates) == pytest.approx(learner.LEARNING_RATE)
    assert rates.index(max(rates)) == pytest.approx(100 * learner.RISING, abs=1)
    assert rates[-1] < rates[0] < 0.1 * max(rates)
