"""Songs beside clips: what a batch holds, what is learned and what stays."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from preprocessing.layout import BINS
from tests.helpers.made_up import C4, write_clips
from training import lessons
from training.database import NO_TYPE, Songs
from training.learner import BothNetworks, total
from training.lessons import SONGS, SongLearner, make_lessons, songs_in_order

FRAMES, SEGMENTS = 24, 12
COUNT = 20  # songs


@pytest.fixture
def clips(tmp_path):
    return write_clips(tmp_path)


@pytest.fixture
def songs(tmp_path):
    """Songs that change their chord once; its root is where the spectrogram is loud, or nothing is."""
    folder = tmp_path / "songs"
    folder.mkdir()
    rng = np.random.default_rng(0)
    spectrograms = np.zeros((COUNT, BINS, FRAMES), np.uint8)
    labels = np.zeros((COUNT, SEGMENTS, 3), np.int16)
    for song in range(COUNT):
        for half, root in enumerate(rng.integers(0, 13, 2)):
            frames, segments = (slice(half * n // 2, (half + 1) * n // 2) for n in (FRAMES, SEGMENTS))
            if root < 12:
                spectrograms[song, C4 + 3 * root, frames] = 255
            labels[song, segments] = (root, 0, root) if root < 12 else (root, NO_TYPE, NO_TYPE)
    np.save(folder / "spectrograms.npy", spectrograms)
    np.save(folder / "labels.npy", labels.reshape(COUNT, -1))
    return Songs(folder)


def averages(networks):
    """The running means of all normalisations."""
    norms = [m for m in networks.modules() if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)]
    assert norms
    return [norm.running_mean.clone() for norm in norms]


def test_a_lesson_lowers_the_loss_of_songs_and_of_clips(clips, songs):
    networks = SongLearner(steps=20).train()
    optimizer = torch.optim.AdamW(networks.parameters(), 1e-3)
    of_clips, of_songs, losses = clips[[*range(16)]], songs[[*range(8)]], []
    for _ in range(12):
        both = [total(networks(of_clips)[0]), total(networks.of_songs(of_songs)[0])]
        losses.append([loss.item() for loss in both])
        optimizer.zero_grad()
        sum(both).backward()
        optimizer.step()
    assert losses[-1][0] < 0.9 * losses[0][0]
    assert losses[-1][1] < 0.9 * losses[0][1]


def test_a_step_takes_both_losses_down_together(clips, songs):
    networks = SongLearner(steps=20).train()
    logged = {}
    networks.log_dict = lambda scores, **_: logged.update(scores)
    batch = {"clips": clips[[*range(8)]], "songs": songs[[0, 1]]}
    loss = networks.training_step(batch, 0)
    expected = total(networks(batch["clips"])[0]) + total(networks.of_songs(batch["songs"])[0])
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    assert set(logged) == {
        "joint", "songs_joint", "songs_root_loss", "songs_bass_loss", "songs_type_loss"
    }  # fmt: skip


def test_normalisation_stays_as_the_clips_left_it(clips, songs):
    networks = SongLearner(steps=20).train()
    before = averages(networks)
    networks(clips[[0, 1, 2]])
    networks.of_songs(songs[[0, 1]])
    assert all(map(torch.equal, before, averages(networks)))
    assert networks.training
    assert any(module.training for module in networks.modules() if not isinstance(module, SongLearner))
    plain = BothNetworks(steps=20).train()
    before = averages(plain)
    plain(clips[[0, 1, 2]])
    assert not all(map(torch.equal, before, averages(plain)))  # without songs it does not


@torch.no_grad()
def test_segments_without_a_chord_teach_the_root_alone(songs):
    networks = SongLearner(steps=20).eval()
    batch = songs[[0, 1]]
    chords = batch.types != NO_TYPE
    losses, right = networks.of_songs(batch)
    assert right.shape == (2 * SEGMENTS,)
    others = replace(batch, types=torch.where(chords, batch.types, NO_TYPE))
    others.roots[~chords] = 5
    changed, _ = networks.of_songs(others)
    assert changed["type_loss"] == losses["type_loss"]
    assert changed["bass_loss"] == losses["bass_loss"]


def test_a_lesson_has_clips_and_songs_in_another_order_each_epoch(clips, songs):
    loader = make_lessons(clips, songs, batch=16, seed=0)
    drawn = [batch for batch, _, _ in loader]
    assert len(drawn) == lessons.steps(loader) == min(48 // 16, COUNT // SONGS)
    for batch in drawn:
        assert len(batch["clips"].roots) == 16
        assert len(batch["songs"].spectrograms) == SONGS
        assert batch["songs"].roots.shape == (SONGS * SEGMENTS,)
    first = torch.cat([batch["songs"].roots for batch in drawn])
    for part in loader.flattened:
        part.sampler.set_epoch(1)
    second = torch.cat([batch["songs"].roots for batch, _, _ in loader])
    assert not torch.equal(first, second)


def test_validation_hears_every_song_once(songs, monkeypatch):
    sizes = [len(batch.spectrograms) for batch in songs_in_order(songs)]
    assert sizes == [8, 8, 4]
    roots = torch.cat([batch.roots for batch in songs_in_order(songs)])
    assert torch.equal(roots, songs[[*range(COUNT)]].roots)
    monkeypatch.setattr(lessons.machine, "rank_and_world", lambda: (1, 2))
    assert [len(batch.spectrograms) for batch in songs_in_order(songs)] == [8]


def test_validation_scores_songs_and_clips_apart(clips, songs):
    networks = SongLearner(steps=20).eval()
    logged = {}
    networks.log_dict = lambda scores, batch_size, **_: logged.update(dict.fromkeys(scores, batch_size))
    with torch.no_grad():
        networks.validation_step(clips[[*range(5)]], 0, dataloader_idx=0)
        networks.validation_step(songs[[0, 1]], 0, dataloader_idx=1)
    names = ("root_loss", "bass_loss", "type_loss", "joint")
    assert logged == {f"valid_{name}": 5 for name in names} | {
        f"valid_songs_{name}": 2 * SEGMENTS for name in names
    }
