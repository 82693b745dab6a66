"""Songs beside clips: what a batch holds, what is learned and what stays."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.chords import TYPES
from tests.helpers.averages import averages
from tests.helpers.made_up import write_clips, write_songs
from training import lessons, machine
from training.database import NO_TYPE
from training.learner import total
from training.lessons import SONGS, SongLearner, make_lessons, songs_in_order

COUNT, SEGMENTS = 20, 12  # songs, and segments of each


@pytest.fixture
def clips(tmp_path):
    return write_clips(tmp_path)


@pytest.fixture
def songs(tmp_path):
    return write_songs(tmp_path)


def test_a_lesson_lowers_the_loss_of_songs_and_of_clips(clips, songs):
    networks = SongLearner(steps=20).train()
    optimizer = torch.optim.AdamW(networks.parameters(), 1e-3)
    of_clips, of_songs, losses = clips[[*range(16)]], songs[[*range(8)]], []
    for _ in range(8):
        both = [total(networks(of_clips)[0]), total(networks.of_songs(of_songs)[0])]
        losses.append([loss.item() for loss in both])
        optimizer.zero_grad()
        sum(both).backward()
        optimizer.step()
    assert losses[-1][0] < 0.9 * losses[0][0]
    assert losses[-1][1] < 0.9 * losses[0][1]


def test_a_step_takes_both_losses_down_together(clips, songs, monkeypatch):
    monkeypatch.setattr(lessons, "varied", lambda batch, _: batch)
    monkeypatch.setattr(lessons, "EXCERPT_SHARE", 0.0)
    networks = SongLearner(steps=20).train()
    logged = {}
    networks.log_dict = lambda scores, **_: logged.update(scores)
    batch = {"clips": clips[[*range(8)]], "songs": songs[[0, 1]]}
    torch.manual_seed(0)  # of dropout
    loss = networks.training_step(batch, 0)
    torch.manual_seed(0)
    expected = total(networks(batch["clips"])[0])
    torch.rand(())  # which tells if an excerpt is heard
    expected = expected + total(networks.of_songs(batch["songs"])[0])
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    assert set(logged) == {
        "joint", "songs_joint", "songs_root_loss", "songs_bass_loss", "songs_type_loss"
    }  # fmt: skip


def test_recordings_are_learned_from_as_well(clips, songs, monkeypatch):
    monkeypatch.setattr(lessons, "EXCERPT_SHARE", 0.0)
    networks = SongLearner(steps=20).train()
    logged = {}
    networks.log_dict = lambda scores, **_: logged.update(scores)
    batch = {"clips": clips[[*range(8)]], "songs": songs[[0, 1]]}
    losses = []
    for more in ({}, {"recordings": songs[[2, 3]]}):
        torch.manual_seed(0)
        losses.append(networks.training_step(batch | more, 0).item())
    heard = logged["recordings_root_loss"] + logged["recordings_type_loss"]
    assert losses[1] - losses[0] == pytest.approx(lessons.RECORDINGS_WEIGHT * heard.item(), rel=1e-4)


def test_who_says_a_triad_may_mean_its_family_but_no_power_chord():
    meant = {said: {t for t in TYPES if lessons.may_mean(said, t)} for said in TYPES}
    assert meant["maj"] == meant["7"] == {"maj", "7", "maj7", "maj6"}
    assert meant["min"] == {"min", "min7", "minmaj7", "min6"}
    assert meant["sus4"] == {"sus4"}
    assert meant["5"] == {"5"}


def test_whatever_may_be_meant_is_right_and_what_is_doubted_weighs_little():
    meant = torch.tensor([[True, True, False, False]])
    losses = {}
    for name, logits in {"one": [9.0, 0, 0, 0], "other": [0, 9.0, 0, 0], "none": [0, 0, 9.0, 0]}.items():
        heard = torch.tensor([logits], requires_grad=True)
        losses[name] = lessons.doubted(heard, meant)
        losses[name].backward()
        losses[f"{name}, slope"] = heard.grad.abs().max()
    unreliable = lessons.UNRELIABLE
    assert losses["one"].item() == pytest.approx(-np.log(1 - unreliable / 2), abs=1e-3)
    assert losses["other"] == losses["one"]
    assert losses["none"].item() == pytest.approx(-np.log(unreliable / 2), abs=1e-2)
    assert losses["none, slope"] < 0.01  # of 1, if all that is said were believed
    assert lessons.doubted(torch.zeros(0, 4), meant[:0]).item() == 0


def test_an_excerpt_has_the_targets_of_its_segments(songs):
    batch = songs[[0, 1]]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        drawn = [lessons.excerpt(batch) for _ in range(200)]
    lengths = {len(part.roots) // 2 for part in drawn}
    assert lengths == set(range(lessons.SHORTEST, SEGMENTS + 1))
    starts = set()
    for part in drawn:
        frames, length = part.spectrograms.shape[-1], len(part.roots) // 2
        (start,) = (
            start
            for start in range(SEGMENTS - length + 1)
            if torch.equal(part.spectrograms, batch.spectrograms[..., 2 * start : 2 * start + frames])
        )
        for name in ("roots", "types", "basses"):
            whole = getattr(batch, name).reshape(2, SEGMENTS)
            assert torch.equal(getattr(part, name).reshape(2, length), whole[:, start : start + length])
        starts.add(start)
    assert starts == set(range(SEGMENTS - lessons.SHORTEST + 1))


def test_normalisation_stays_as_the_clips_left_it(clips, songs):
    networks = SongLearner(steps=20).train()
    before = averages(networks)
    networks(clips[[0, 1, 2]])
    networks.of_songs(songs[[0, 1]])
    assert all(map(torch.equal, before, averages(networks)))
    assert networks.training
    assert any(module.training for module in networks.modules() if not isinstance(module, SongLearner))


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


def test_pieces_of_recordings_are_drawn_beside_them(clips, songs):
    loader = make_lessons(clips, songs, batch=16, seed=0, recordings=songs)
    drawn = [batch for batch, _, _ in loader]
    assert len(drawn) == lessons.steps(loader) == min(48 // 16, COUNT // SONGS)
    assert {len(batch["recordings"].spectrograms) for batch in drawn} == {lessons.RECORDINGS}


def test_validation_hears_every_song_once(songs, monkeypatch):
    sizes = [len(batch.spectrograms) for batch in songs_in_order(songs)]
    assert sizes == [8, 8, 4]
    roots = torch.cat([batch.roots for batch in songs_in_order(songs)])
    assert torch.equal(roots, songs[[*range(COUNT)]].roots)
    monkeypatch.setattr(machine, "rank_and_world", lambda: (1, 2))
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
