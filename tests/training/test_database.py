import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import joblib
import numpy as np
import pytest
import soundfile
import torch
from joblib.parallel import ThreadingBackend

from preprocessing.features import PitchSpectrogram
from preprocessing.layout import BINS, SAMPLE_RATE
from tests.helpers.needs import require
from training import database
from training.database import (
    FRAMES,
    NO_TYPE,
    Clips,
    Recipe,
    SongRecipe,
    encode,
    prepare,
    prepare_songs,
)
from training.manifest import read_rows
from training.prepared import sources
from training.prepared.others import MelSpectrogram
from training.prepared.recordings import read_manifest
from training.prepared.songs import SEGMENTS, SONG_SHAPE
from training.sounds.banks import NoteBank
from training.sounds.clips import draw_clip
from training.sounds.instruments import Instruments
from training.sounds.splits import SPLITS

RECIPE = Recipe("smoke", clips=10, seed=3)
SONGS = SongRecipe("smoke", songs=3, seed=3)
ARRAYS = ("spectrograms.npy", "labels.npy", "done.npy")


@pytest.fixture(autouse=True)
def players(monkeypatch):
    """One instrument of sines in place of those that take long to render, and small chunks."""
    times = np.arange(16_000) / 16_000
    sines = {n: (9000 * np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * times)) for n in range(40, 90, 8)}
    bank = NoteBank("sines", {n: (sound.astype(np.int16),) for n, sound in sines.items()})
    band = Instruments((), (bank,), (), (), ())
    monkeypatch.setattr(sources, "_check_tools", lambda split, cache: None)
    monkeypatch.setattr(sources.instruments, "prepare", lambda split, cache: None)
    monkeypatch.setattr(sources.instruments, "load", lambda split, notes, cache: band)
    monkeypatch.setattr(database, "CHUNK", 4)
    monkeypatch.setattr(database, "SONG_CHUNK", 1)
    return band


@pytest.fixture
def manifest(tmp_path):
    """Six files: the second is no audio, the fourth 9 s long; the others last 0.5 to 3 s."""
    folder = tmp_path / "recorded"
    folder.mkdir()
    rng = np.random.default_rng(0)
    rows = ["path,root,type,source,split"]
    for number, seconds in enumerate((0.5, 0.0, 1.0, 9.0, 2.0, 3.0)):
        sound = 0.1 * rng.normal(size=int(seconds * SAMPLE_RATE))
        soundfile.write(folder / f"{number}.wav", sound, SAMPLE_RATE)
        rows.append(f"{number}.wav,D,dim,hiss,{'valid' if number > 3 else 'train'}")
    (folder / "1.wav").write_text("no sound")
    (folder / "manifest.csv").write_text("\n".join(rows))
    return folder / "manifest.csv"


def contents(clips):
    return [(clips.folder / name).read_bytes() for name in (*ARRAYS, "manifest.csv")]


def test_a_clip_is_the_spectrogram_of_its_seed(players, tmp_path):
    clips = prepare(RECIPE, tmp_path, jobs=1)
    assert len(clips) == 10
    rows = read_rows(clips.folder / "manifest.csv")
    for index in (0, 5, 9):
        clip = draw_clip(players, np.random.default_rng((3, SPLITS.index("smoke"), index)))
        expected = PitchSpectrogram()(torch.from_numpy(clip.waveform)[None])[0]
        batch = clips[[index]]
        assert batch.spectrograms.shape == (1, *expected.shape)
        assert torch.allclose(batch.spectrograms[0], expected, atol=0.6 / 255)
        assert (batch.roots.item(), batch.types.item(), batch.basses.item()) == encode(clip.chord)
        assert float(rows[index]["seconds"]) == pytest.approx(len(clip.waveform) / SAMPLE_RATE, abs=6e-4)
        assert (rows[index]["path"], rows[index]["source"]) == ("", clip.source)


def test_mel_features_have_a_folder_and_a_shape_of_their_own(players, tmp_path):
    pitch, mel = prepare(RECIPE, tmp_path, jobs=1), prepare(RECIPE, tmp_path, "mel", jobs=1)
    assert mel.folder.name == f"{pitch.folder.name}-mel"
    batch = mel[[4, 0]]
    assert batch.spectrograms.shape == (2, 1, 64, 126)
    assert batch.mask.shape == (2, 126)
    assert batch.mask.all()
    clip = draw_clip(players, np.random.default_rng((3, SPLITS.index("smoke"), 4)))
    assert torch.equal(batch.spectrograms[0], MelSpectrogram()(torch.from_numpy(clip.waveform)[None])[0])
    assert np.array_equal(mel.labels[:, 1:], pitch.labels[:, 1:])


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    first = contents(prepare(RECIPE, tmp_path / "one", jobs=1))
    other = contents(prepare(Recipe("smoke", clips=10, seed=4), tmp_path / "one", jobs=1))
    assert first == contents(prepare(RECIPE, tmp_path / "two", jobs=1))
    assert first[0] != other[0]


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path):
    home = prepare(RECIPE, tmp_path, jobs=1).folder
    whole = np.load(home / "spectrograms.npy")
    touched = np.full_like(whole, 7)
    np.save(home / "spectrograms.npy", touched)
    np.save(home / "done.npy", np.array([True, False, True]))
    prepare(RECIPE, tmp_path, jobs=1)
    touched[4:8] = whole[4:8]
    assert np.array_equal(np.load(home / "spectrograms.npy"), touched)
    assert np.load(home / "done.npy").all()


def test_a_database_that_is_complete_needs_nothing_more(tmp_path, monkeypatch):
    first = contents(prepare(RECIPE, tmp_path, jobs=1))
    monkeypatch.setattr(sources.instruments, "prepare", None)
    assert contents(prepare(RECIPE, tmp_path, jobs=1)) == first


def test_two_at_once_do_not_disturb_each_other(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda _: prepare(RECIPE, tmp_path, jobs=1), range(2))
    assert contents(one) == contents(two) == contents(prepare(RECIPE, tmp_path / "alone", jobs=1))


def test_a_longer_database_begins_with_the_shorter(tmp_path):
    short = prepare(Recipe("smoke", clips=3, seed=3), tmp_path, jobs=1)
    long = prepare(RECIPE, tmp_path, jobs=1)
    assert np.array_equal(short.labels, long.labels[:3])
    assert torch.equal(short[[0, 1, 2]].spectrograms, long[[0, 1, 2]].spectrograms)


def test_a_batch_is_as_long_as_its_longest_clip_and_skips_what_has_no_frames(tmp_path):
    spectrograms = np.zeros((4, BINS, FRAMES), np.uint8)
    spectrograms[3, 30, :5] = 255
    np.save(tmp_path / "spectrograms.npy", spectrograms)
    labels = np.array([[3, 0, 1, 0], [0, 0, 0, 0], [9, 12, NO_TYPE, NO_TYPE], [5, 11, 3, 11]], np.int16)
    np.save(tmp_path / "labels.npy", labels)
    clips = Clips(tmp_path)
    assert len(clips) == 3
    assert clips.labels[:, 0].tolist() == [3, 9, 5]
    batch = clips[[2, 0]]
    assert batch.spectrograms.shape == (2, BINS, 5)
    assert batch.spectrograms[0, 30].tolist() == [1.0] * 5
    assert batch.mask.tolist() == [[True] * 5, [True] * 3 + [False] * 2]
    assert (batch.roots.tolist(), batch.types.tolist()) == ([11, 0], [3, 1])


def test_a_batch_goes_to_a_device_whole(tmp_path):
    batch = prepare(RECIPE, tmp_path, jobs=1)[[0, 1]].to(torch.device("meta"))
    parts = (batch.spectrograms, batch.mask, batch.roots, batch.types)
    assert {part.device.type for part in parts} == {"meta"}


def test_recorded_files_keep_their_lengths_and_broken_ones_are_listed(manifest, tmp_path, capsys):
    clips = prepare(read_manifest(manifest), tmp_path, jobs=1)
    assert clips.labels[:, 0].tolist() == [4, 8, FRAMES, 16, 24]
    rows = read_rows(clips.folder / "manifest.csv")
    assert [Path(row["path"]).name for row in rows] == ["0.wav", "2.wav", "3.wav", "4.wav", "5.wav"]
    assert [float(row["seconds"]) for row in rows] == [0.5, 1, 9, 2, 3]
    assert {(row["root"], row["type"], row["source"]) for row in rows} == {("D", "dim", "hiss")}
    assert [row["split"] for row in rows] == ["train"] * 3 + ["valid"] * 2
    (broken,) = read_rows(clips.folder / "broken.csv")
    assert broken["path"] == str(manifest.parent / "1.wav")
    assert broken["reason"].startswith("This file is not audio")
    told = " ".join(capsys.readouterr().out.split())
    assert "1 of 5 files are longer than 4 s" in told
    assert "1 of 6 files cannot be heard" in told


class Lists(ThreadingBackend):
    """Gives results only when all are there, as Ray's backend does."""

    supports_return_generator = False


def test_a_backend_that_gives_lists_alone_will_do(manifest, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "CHUNK", 1)
    alone = contents(prepare(read_manifest(manifest), tmp_path / "one", jobs=1))
    with joblib.parallel_config(backend=Lists()):
        assert contents(prepare(read_manifest(manifest), tmp_path / "two", jobs=1)) == alone


def test_a_dask_cluster_computes_the_same(manifest, tmp_path):
    require(importlib.util.find_spec("distributed") is not None, "dask.distributed is not installed")
    from distributed import Client, LocalCluster

    here = contents(prepare(read_manifest(manifest), tmp_path / "here", jobs=1))
    workers = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**workers) as cluster, Client(cluster) as client:
        with joblib.parallel_config(backend="dask"):
            there = prepare(read_manifest(manifest), tmp_path / "there")
        assert contents(there) == here
        used = client.run(lambda: "training.prepared.pictures" in sys.modules)
    assert any(used.values())


def test_songs_come_in_batches_with_the_targets_of_all_segments(tmp_path):
    songs = prepare_songs(SONGS, tmp_path, jobs=1)
    assert (len(songs), songs.folder) == (3, tmp_path / SONGS.name)
    batch = songs[[2, 0]]
    assert batch.spectrograms.shape == (2, *SONG_SHAPE)
    assert 0 <= batch.spectrograms.min() < batch.spectrograms.max() <= 1
    alone = [songs[[2]], songs[[0]]]
    for name in ("roots", "types", "basses"):
        together = torch.cat([getattr(one, name) for one in alone])
        assert together.shape == (2 * SEGMENTS,)
        assert torch.equal(getattr(batch, name), together)
    labels = np.load(songs.folder / "labels.npy").reshape(3, SEGMENTS, 3)
    assert torch.equal(alone[1].roots, torch.from_numpy(labels[0, :, 0].astype(np.int64)))
    assert len(read_rows(songs.folder / "manifest.csv")) == 3


def test_a_batch_of_songs_goes_to_a_device_whole(tmp_path):
    batch = prepare_songs(SONGS, tmp_path, jobs=1)[[0]].to(torch.device("meta"))
    parts = (batch.spectrograms, batch.roots, batch.types, batch.basses)
    assert {part.device.type for part in parts} == {"meta"}


def test_interrupted_songs_go_on_where_they_stopped(tmp_path, monkeypatch):
    stops, computed, record = 2, [], database.record

    def compute(number, items, cache):
        if len(computed) == stops:
            raise RuntimeError("the power went out")
        computed.append(number)
        return record(number, items, cache)

    monkeypatch.setattr(database, "record", compute)
    with pytest.raises(RuntimeError, match="the power went out"):
        prepare_songs(SONGS, tmp_path, jobs=1)
    assert np.load(tmp_path / SONGS.name / "done.npy").tolist() == [True, True, False]
    stops = None
    songs = prepare_songs(SONGS, tmp_path, jobs=1)
    assert computed == [0, 1, 2]
    assert contents(songs) == contents(prepare_songs(SONGS, tmp_path / "at one stroke", jobs=1))
    monkeypatch.setattr(sources.instruments, "prepare", None)
    assert contents(prepare_songs(SONGS, tmp_path, jobs=1)) == contents(songs)


def run(monkeypatch, *words):
    """The exit status of the command line, which runs in this process."""
    monkeypatch.setattr(sys, "argv", ["database", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        database.main()
    return left.value.code


def test_the_command_line_prepares_recorded_files(manifest, tmp_path, monkeypatch, capsys):
    assert run(monkeypatch, "--manifest", manifest, "--split", "valid", "--to", tmp_path, "--jobs", 1) == 0
    (home,) = tmp_path.glob("recorded-valid-2-*")
    assert capsys.readouterr().out.endswith(f"2 clips are ready in {home}.\n")
    assert Clips(home).labels.tolist() == [[16, 2, 2, 2], [24, 2, 2, 2]]


def test_the_command_line_prepares_drawn_clips(tmp_path, monkeypatch):
    recipe = ("--split", "smoke", "--clips", 5, "--seed", 8, "--notes")
    assert run(monkeypatch, *recipe, "--features", "mel", "--jobs", 1, "--to", tmp_path) == 0
    assert len(Clips(tmp_path / f"{Recipe('smoke', 5, 8).name}-mel")) == 5


def test_where_nothing_can_be_heard_the_status_says_so(manifest, tmp_path, monkeypatch):
    for number in range(6):
        (manifest.parent / f"{number}.wav").write_text("no sound")
    assert run(monkeypatch, "--manifest", manifest, "--to", tmp_path, "--jobs", 1) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "one of the arguments --manifest --clips is required"),
        ("--manifest nowhere.csv", "cannot be read as a CSV file"),
        ("--clips 3", "give --split train, valid, test, smoke"),
        ("--clips 3 --split holidays", "give --split train, valid, test, smoke"),
        ("--clips 0 --split smoke", "give --clips a number from 1 on"),
        ("--clips 3 --split smoke --seed -1", "not a whole number"),
        ("--clips 3 --split smoke --notes nowhere", "nowhere is no folder of recorded notes"),
        ("--clips 3 --split smoke --notes --dask tcp://nowhere", "No Dask cluster at tcp://nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(tmp_path, monkeypatch, capsys, words, reason):
    def refuse(**options):
        raise OSError("nobody answers")

    monkeypatch.setattr(database.joblib, "parallel_config", refuse)
    assert run(monkeypatch, *words.split(), "--to", tmp_path) == 2
    assert reason in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
