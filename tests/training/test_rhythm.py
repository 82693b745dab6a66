"""The network for beats learns: its targets, its score, and a run that goes on where it stopped."""

import numpy as np
import pytest
import torch

from model import weights
from model.beat_network import BEAT, DOWNBEAT, NO_BEAT, WEIGHTS, BeatCNN
from preprocessing.onsets import BANDS, FRAME_RATE
from training import rhythm
from training.database import BeatBatch, Beats
from training.rhythm import BeatLearner, BeatPlan, blurred, f_measures

FRAMES = 500


@pytest.fixture
def beats(tmp_path) -> Beats:
    """Songs of clicks, the first of each bar in the bass as well."""
    targets = np.zeros((16, FRAMES), np.int16)
    levels = np.zeros((16, BANDS, FRAMES), np.uint8)
    for song in range(16):
        times = np.arange(10 + song, FRAMES, 22 + song)
        targets[song, times] = BEAT
        targets[song, times[::4]] = DOWNBEAT
        levels[song, 40:, times] = 200
        levels[song, :5, times[::4]] = 200
    home = tmp_path / "clicks"
    home.mkdir()
    np.save(home / "spectrograms.npy", levels)
    np.save(home / "labels.npy", targets)
    return Beats(home)


def perfect(targets: np.ndarray) -> np.ndarray:
    return 10 * np.eye(3, dtype=np.float32)[targets].T


def test_a_beat_is_one_to_a_part_in_the_frames_beside_it():
    found = blurred(torch.tensor([[NO_BEAT, NO_BEAT, DOWNBEAT, NO_BEAT, NO_BEAT, BEAT]]))[0]
    shares = found / torch.tensor(WEIGHTS)[:, None]
    assert shares[DOWNBEAT].tolist() == [0, 0.5, 1, 0.5, 0, 0]
    assert shares[BEAT].tolist() == [0, 0, 0, 0, 0.5, 1]
    assert shares.sum(0).tolist() == [1] * 6


def test_a_network_that_errs_nowhere_has_the_highest_score(beats):
    targets = beats[[0]].targets[0].numpy()
    assert f_measures(perfect(targets), targets) == (1, 1)
    late = np.roll(targets, int(0.1 * FRAME_RATE))
    assert f_measures(perfect(late), targets) == (0, 0)
    assert f_measures(perfect(0 * targets), targets) == (0, 0)
    assert f_measures(perfect(targets), 0 * targets) is None


def test_the_loss_falls(beats):
    torch.manual_seed(0)
    learner, batch = BeatLearner(steps=30), beats[[*range(8)]]
    optimizer = torch.optim.Adam(learner.parameters(), 3e-3)
    losses = []
    for _ in range(30):
        loss, _ = learner.loss(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


def test_a_run_ends_with_weights_that_load(beats, tmp_path, monkeypatch):
    monkeypatch.setattr(rhythm, "prepare_beats", lambda recipe, data: beats)
    plan = BeatPlan(songs=16, valid_songs=16, epochs=1)
    rhythm.teach(plan, tmp_path / "data", tmp_path / "run", tmp_path / "weights")
    network = BeatCNN()
    found = weights.load(network, tmp_path / "weights" / "beats.safetensors")
    assert found.labels == BeatCNN.labels
    assert found.data == plan.describe()
    assert set(found.scores) == {"valid_songs", "valid_loss", "valid_beats", "valid_downbeats"}


def test_a_batch_goes_to_a_device_whole(beats):
    moved = beats[[0, 1]].to(torch.device("meta"))
    assert isinstance(moved, BeatBatch)
    assert {part.device.type for part in (moved.levels, moved.targets)} == {"meta"}
