from dataclasses import replace

import numpy as np
import pytest
import torch

from model.chords import CHORDS, NO_CHORD, parse
from preprocessing.features import BINS, PitchSpectrogram
from training import database
from training.banks import NoteBank
from training.clips import draw_clip
from training.database import FRAMES, NO_TYPE, Clips, Recipe, encode, prepare
from training.instruments import SPLITS, Instruments

RECIPE = Recipe("smoke", clips=10, seed=3, notes=())
ARRAYS = ("spectrograms.npy", "labels.npy", "done.npy")


@pytest.fixture(autouse=True)
def players(monkeypatch):
    """One instrument of sines in place of those that take long to render, and chunks of four clips."""
    times = np.arange(16_000) / 16_000
    sines = {n: (9000 * np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * times)) for n in range(40, 90, 8)}
    bank = NoteBank("sines", {n: (sound.astype(np.int16),) for n, sound in sines.items()})
    band = Instruments((), (bank,), (), (), ())
    monkeypatch.setattr(database.instruments, "prepare", lambda split, cache: None)
    monkeypatch.setattr(database.instruments, "load", lambda split, notes, cache: band)
    monkeypatch.setattr(database, "CHUNK", 4)
    return band


def contents(folder):
    return [(folder / name).read_bytes() for name in ARRAYS]


def test_a_clip_is_the_spectrogram_of_its_seed(players, tmp_path):
    clips = prepare(RECIPE, tmp_path, jobs=1)
    assert len(clips) == 10
    for index in (0, 5, 9):
        clip = draw_clip(players, np.random.default_rng((3, SPLITS.index("smoke"), index)))
        expected = PitchSpectrogram()(torch.from_numpy(clip.waveform)[None])[0]
        batch = clips[[index]]
        assert batch.spectrograms.shape == (1, *expected.shape)
        assert torch.allclose(batch.spectrograms[0], expected, atol=0.6 / 255)
        assert (batch.roots.item(), batch.types.item()) == encode(clip.chord)


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    prepare(RECIPE, tmp_path / "one", jobs=1)
    prepare(RECIPE, tmp_path / "two", jobs=1)
    other = Recipe("smoke", clips=10, seed=4, notes=())
    prepare(other, tmp_path / "one", jobs=1)
    first = contents(tmp_path / "one" / RECIPE.name)
    assert first == contents(tmp_path / "two" / RECIPE.name)
    assert first[0] != contents(tmp_path / "one" / other.name)[0]


def test_an_interrupted_rendering_goes_on_where_it_stopped(tmp_path):
    prepare(RECIPE, tmp_path, jobs=1)
    home = tmp_path / RECIPE.name
    whole = np.load(home / "spectrograms.npy")
    touched = np.full_like(whole, 7)
    np.save(home / "spectrograms.npy", touched)
    np.save(home / "done.npy", np.array([True, False, True]))
    prepare(RECIPE, tmp_path, jobs=1)
    touched[4:8] = np.where(np.arange(FRAMES) < Clips(home).labels[4:8, :1, None], whole[4:8], 7)
    assert np.array_equal(np.load(home / "spectrograms.npy"), touched)
    assert np.load(home / "done.npy").all()


def test_a_longer_database_begins_with_the_shorter(tmp_path):
    short = prepare(Recipe("smoke", clips=3, seed=3, notes=()), tmp_path, jobs=1)
    long = prepare(RECIPE, tmp_path, jobs=1)
    assert np.array_equal(short.labels, long.labels[:3])
    assert torch.equal(short[[0, 1, 2]].spectrograms, long[[0, 1, 2]].spectrograms)


def test_a_batch_is_as_long_as_its_longest_clip(tmp_path):
    home = tmp_path / "by hand"
    home.mkdir()
    spectrograms = np.zeros((3, BINS, FRAMES), np.uint8)
    spectrograms[2, 30, :5] = 255
    np.save(home / "spectrograms.npy", spectrograms)
    np.save(home / "labels.npy", np.array([[3, 0, 1], [9, 12, NO_TYPE], [5, 11, 3]], np.int16))
    batch = Clips(home)[[2, 0]]
    assert batch.spectrograms.shape == (2, BINS, 5)
    assert batch.spectrograms[0, 30].tolist() == [1.0] * 5
    assert batch.mask.tolist() == [[True] * 5, [True] * 3 + [False] * 2]
    assert (batch.roots.tolist(), batch.types.tolist()) == ([11, 0], [3, 1])


def test_a_batch_goes_to_a_device_whole(tmp_path):
    batch = prepare(RECIPE, tmp_path, jobs=1)[[0, 1]].to(torch.device("meta"))
    parts = (batch.spectrograms, batch.mask, batch.roots, batch.types)
    assert {part.device.type for part in parts} == {"meta"}


def test_targets():
    assert encode(parse("C:maj")) == (0, 0)
    assert encode(parse("Db:min")) == (1, 1)
    assert encode(parse("B:aug")) == (11, 3)
    assert encode(NO_CHORD) == (12, NO_TYPE)
    assert len({encode(chord) for chord in (*CHORDS, NO_CHORD)}) == 49


def test_recipes_with_and_without_recorded_notes_do_not_share_a_folder(tmp_path):
    (tmp_path / "notes.csv").write_text("path,instrument,midi")
    recorded = replace(RECIPE, notes=(str(tmp_path),))
    assert RECIPE.name != recorded.name
    first = recorded.name
    (tmp_path / "notes.csv").write_text("path,instrument,midi,more")
    assert recorded.name != first
