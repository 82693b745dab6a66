import numpy as np
import pytest
import torch

from model.chords import NO_CHORD
from model.decision import ANSWERS, TRIAD_TYPES, TRIADS
from model.harte import parse
from training.database import NO_TYPE, Batch, encode
from training.listeners import specialists
from training.listeners.mel import chord_loss
from training.listeners.specialists import LABELS, Examples, MfccCNN
from training.prepared.sources import SourceError


@pytest.fixture
def mfccs():
    return torch.randn(64, 1, 40, 100, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def examples(mfccs):
    """Half of the clips have larger first coefficients: the label that is to be learned."""
    own = torch.arange(64) % 2 == 0
    mfccs[own, :, :10] += 2
    return Examples(mfccs, own, lambda rng: rng.permutation(64))


def network(mfccs, seed=0):
    torch.manual_seed(seed)
    return MfccCNN(1, mfccs)


def test_the_convolutions_are_those_of_the_study(mfccs):
    weights = [block.weight.shape for block in network(mfccs).blocks if isinstance(block, torch.nn.Conv2d)]
    assert weights == [(32, 1, 5, 5), (64, 32, 4, 4), (128, 64, 2, 2), (256, 128, 2, 2)]
    assert sum(p.numel() for p in network(mfccs).parameters()) == 832 + 32_832 + 32_896 + 131_328 + 1_025


def test_the_scale_of_the_coefficients_does_not_matter(mfccs):
    stretched = 100 * mfccs - 900
    first, other = network(mfccs).eval(), network(stretched).eval()
    assert torch.allclose(first(mfccs[:4]), other(stretched[:4]), atol=1e-4)


def test_a_constant_coefficient_does_no_harm(mfccs):
    mfccs[:, :, 5] = -3.0
    assert torch.isfinite(network(mfccs)(mfccs[:4])).all()


def test_it_learns(mfccs, examples, monkeypatch):
    monkeypatch.setattr(specialists, "BATCH", 8)
    learner = network(mfccs)
    epochs = specialists.fit(learner, specialists.yes_or_no_loss, examples, examples, epochs=8, seed=0)
    assert epochs == 8
    heard = learner(mfccs)[:, 0] > 0
    assert (heard == examples.targets).float().mean() > 0.95


def test_momentum_rises_while_the_rate_falls(mfccs, examples, monkeypatch):
    used = []

    class Watched(torch.optim.SGD):
        def step(self):
            used.append((self.param_groups[0]["lr"], self.param_groups[0]["momentum"]))
            super().step()

    monkeypatch.setattr(torch.optim, "SGD", Watched)
    monkeypatch.setattr(specialists, "BATCH", 64)  # a step each epoch
    specialists.fit(network(mfccs), specialists.yes_or_no_loss, examples, examples, epochs=3, seed=0)
    assert [pytest.approx(pair) for pair in used] == [(0.01, 0.9), (0.00505, 0.9495), (0.0001, 0.999)]


def test_patience_ends_it_and_the_best_weights_are_kept(mfccs, examples, monkeypatch):
    losses, seen = iter([3.0, 1.0, 2.0, 1.5, 1.2]), []

    def scripted(network, *_):
        seen.append(network.classify.weight.detach().clone())
        return next(losses)

    monkeypatch.setattr(specialists, "mean_loss", scripted)
    monkeypatch.setattr(specialists, "PATIENCE", 2)
    learner = network(mfccs)
    epochs = specialists.fit(learner, specialists.yes_or_no_loss, examples, examples, epochs=9, seed=0)
    assert epochs == 4
    assert torch.equal(learner.classify.weight, seen[1])


def test_as_many_with_the_label_as_without():
    own = np.arange(40) < 6
    rng = np.random.default_rng(0)
    first, again = specialists.balance(own, rng), specialists.balance(own, rng)
    assert len(set(first.tolist())) == len(first) == 12
    assert set(first[own[first]]) == set(range(6))
    assert set(first) != set(again)  # other ones each epoch


def test_where_most_have_the_label_all_of_them_are_heard():
    assert sorted(specialists.balance(np.arange(10) < 8, np.random.default_rng(0))) == list(range(10))


def test_labels_are_a_root_and_a_type_and_none_for_no_chord():
    roots, types, _ = torch.tensor([encode(chord) for chord in (parse("Db:min"), NO_CHORD)]).T
    held = specialists.label_targets(roots, types)
    assert [LABELS[place] for place in held[0].nonzero()] == ["Db", "min"]
    assert not held[1].any()


def test_the_most_probable_root_and_type_win():
    yes = torch.full((2, 16), 0.2)
    yes[0, [LABELS.index("A"), LABELS.index("dim")]] = torch.tensor([0.5, 0.3])
    yes[1, [LABELS.index("A"), LABELS.index("dim")]] = torch.tensor([0.49, 0.9])
    heard = specialists.vote(yes)
    assert [ANSWERS[TRIADS][answer].label for answer in heard[:, 0]] == ["A:dim", "N"]  # no root reaches 0.5
    assert [TRIAD_TYPES[type_] for type_ in heard[:, 1]] == ["dim", "dim"]


def test_what_is_no_chord_teaches_no_type():
    logits = torch.zeros(2, 17, requires_grad=True)
    targets = torch.tensor([12, 12]), torch.tensor([NO_TYPE, NO_TYPE])
    chord_loss(*specialists.split(logits), *targets).backward()
    of_roots, of_types = specialists.split(logits.grad)
    assert (of_roots != 0).all()
    assert (of_types == 0).all()


def batch(mfccs, chords):
    targets = torch.tensor([encode(chord) for chord in chords]).T
    return Batch(mfccs[: len(chords)], torch.ones(len(chords), 100, dtype=torch.bool), *targets)


def test_a_specialist_for_each_label_and_one_network_for_all(mfccs):
    clips = batch(mfccs, ANSWERS[TRIADS])
    networks = specialists.fit_specialists(clips, clips, epochs=1, seed=0)
    yes = specialists.say_yes(networks, clips.spectrograms)
    assert yes.shape == (49, 16)
    assert ((yes > 0) & (yes < 1)).all()
    alone = specialists.fit_one(clips, clips, epochs=1, seed=0)
    assert alone(clips.spectrograms).shape == (49, 17)
    assert not alone.training


def test_without_a_clip_of_a_label_there_is_no_specialist(mfccs):
    clips = batch(mfccs, [chord for chord in ANSWERS[TRIADS] if chord.root != "D"])
    with pytest.raises(SourceError, match="No clip has the label D"):
        specialists.fit_specialists(clips, clips, epochs=1, seed=0)
