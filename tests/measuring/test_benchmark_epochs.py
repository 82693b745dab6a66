import argparse
from itertools import product

import numpy as np
import pytest
import torch

from model.chords import ROOTS
from model.decision import TRIAD_TYPES
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import note
from training.benchmark import epochs, published, waves
from training.benchmark.published import (
    BATCH,
    BATCHES,
    MEL_CNN,
    OURS,
    ROOT,
    SAMPLES,
    SIZES,
    TYPE,
    Epoch,
    Setting,
)
from training.benchmark.waves import file_name, play
from training.fetching import triads
from training.manifest import read_rows
from training.places import DOCS
from training.sounds.banks import NoteBank
from training.sounds.pitch import tuning

ROOT_8192, TYPE_8192 = (Setting(MEL_CNN, task, SAMPLES, BATCH) for task in (ROOT, TYPE))
CPU_DEVICE = torch.device("cpu")


@pytest.fixture(scope="module")
def piano():
    """Sines of every second key: nothing needs to be installed to play them."""
    takes = {midi: note(midi, seconds=4.5) for midi in range(40, 90, 2)}
    return NoteBank("piano", {midi: ((take * 2**15).astype(np.int16),) for midi, take in takes.items()})


@pytest.fixture(scope="module")
def samples():
    """40 mel pictures whose root is told by the band that is loud."""
    roots = torch.arange(40) % len(ROOTS)
    pictures = torch.zeros(40, 1, 64, 126)
    for picture, root in zip(pictures, roots, strict=True):
        picture[0, 4 * root : 4 * root + 4] = 10
    targets = {ROOT: roots, TYPE: roots % len(TRIAD_TYPES)}
    return epochs.Samples((pictures,), targets, np.arange(28), np.arange(28, 40), features=1.5)


def made_up(setting, train, device="cpu", test=1.0):
    """Two iterations of two epochs: the first of each takes a second more, all of the first iteration ten."""
    return [
        Epoch(setting, device, i, e, train + 10 * (i == 0) + (e == 0), test, 0.5)
        for i in (0, 1)
        for e in (0, 1)
    ]


def test_names_are_of_the_published_layout_and_all_different():
    names = [file_name(number) for number in range(1000)]
    assert len(set(names)) == 1000
    found = [triads.parse_name(name) for name in names]
    assert {t.root for t in found} == set(ROOTS)
    assert {t.type for t in found} == set(TRIAD_TYPES)
    assert {t.octave for t in found} == {3, 4, 5}
    assert {t.volume for t in found} == set(triads.VOLUMES)


def test_a_file_holds_the_chord_that_its_name_says(piano):
    number = next(n for n in range(432) if file_name(n) == "piano_4_Cn_j_f_00.wav")
    sound = play(number, piano)
    assert len(sound) == 4 * SAMPLE_RATE
    assert np.abs(sound).max() == pytest.approx(waves.LEVELS["f"])
    for midi in (60, 64, 67):  # middle C, E, G
        assert abs(tuning(sound, midi)) < 10


def test_volumes_differ(piano):
    loud, soft = (next(n for n in range(432) if f"_{v}_" in file_name(n)) for v in "fp")
    assert np.abs(play(loud, piano)).max() > 3 * np.abs(play(soft, piano)).max()


def test_every_published_setting_is_timed():
    settings = epochs.all_settings()
    assert len(settings) == len(set(settings))
    assert {setting for setting, _ in (*published.TIMES, *published.TIMES_BY_SIZE)} <= set(settings)
    of_mel = [s for s in settings if s.network == MEL_CNN]
    assert {(s.task, s.batch) for s in of_mel if s.samples == SAMPLES} == set(product((ROOT, TYPE), BATCHES))
    assert {s.samples for s in of_mel if (s.task, s.batch) == (TYPE, BATCH)} == {*SIZES}
    assert {s.task for s in settings if s.network == OURS} == {ROOT, TYPE}


def test_settings_with_the_same_samples_stand_together():
    grouped = list(epochs.by_data(epochs.all_settings()))
    assert [key for key, _ in grouped] == [(MEL_CNN, 8192), (MEL_CNN, 4096), (MEL_CNN, 16384), (OURS, 8192)]
    assert sum(len(group) for _, group in grouped) == len(epochs.all_settings())


def test_each_epoch_of_each_iteration_is_timed_and_trains(samples):
    setting = Setting(MEL_CNN, TYPE, 40, 4)
    rows = epochs.time_setting(setting, samples, CPU_DEVICE, iterations=2, epochs=12)
    assert [(r.iteration, r.epoch) for r in rows] == [(i, e) for i in range(2) for e in range(12)]
    assert all(r.train > 0 and r.test > 0 for r in rows)
    assert rows[11].right > 0.7  # chance is one in four
    assert rows[12].right < rows[11].right  # a new network begins anew


def test_the_first_iteration_does_not_count_unless_it_is_alone():
    rows = made_up(ROOT_8192, train=5.0)
    assert published.mean(rows, ROOT_8192, "cpu", "train") == 5.5
    assert published.mean(rows, ROOT_8192, "cpu", "train", later=True) == 5.0
    assert published.mean(rows[:2], ROOT_8192, "cpu", "train") == 15.5
    assert published.mean(rows, ROOT_8192, "cuda", "train") is None


def test_ours_stand_beside_the_published_and_are_judged():
    rows = made_up(ROOT_8192, train=9.0) + made_up(TYPE_8192, train=9.7)
    found = published.tables(rows, {(MEL_CNN, SAMPLES): 30.0})
    assert "| MelCNN, root | 8,192 | 32 | CPU | 9.50 | 1.00 | 50.00 | 19.40 | 5.00 |" in found["batches"]
    assert "| MelCNN, type | 8,192 | 32 | CPU | 10.20 | 1.00 | 50.70 | 20.20 |  |" in found["samples"]
    verdicts = [line.split(" | ")[-1] for line in found["targets"].splitlines()[2:]]
    assert verdicts == ["met |", "met |", "**not met** |", "met |"]


def test_a_gpu_is_held_against_this_cpu():
    largest = Setting(MEL_CNN, TYPE, SAMPLES, 256)
    rows = made_up(largest, train=10.0) + made_up(largest, train=0.25, device="cuda")
    found = published.tables(rows, {(MEL_CNN, SAMPLES): 1.0})
    assert "| >= 20.00 | 40.00 | met |" in found["targets"]
    assert "| MelCNN, type | 8,192 | 256 | GPU | 0.75 | 1.00 | 12.25 | 8.40 | 3.60 |" in found["batches"]


def test_every_epoch_stands_in_the_csv_file(tmp_path):
    rows = made_up(TYPE_8192, train=5.0)
    published.write_csv(rows, tmp_path / "epochs.csv")
    read = read_rows(tmp_path / "epochs.csv")
    assert [float(row["train"]) for row in read] == [row.train for row in rows]
    assert list(read[0].values()) == ["MelCNN", "type", "8192", "32", "cpu", "0", "0", "16.0", "1.0", "0.5"]
    checked_in = (DOCS / "epochs.csv").read_text().splitlines()[0]
    assert (tmp_path / "epochs.csv").read_text().splitlines()[0] == checked_in


def test_from_wav_files_to_the_page(tmp_path, piano, monkeypatch):
    monkeypatch.setattr(waves, "load_piano", lambda: piano)
    parser = argparse.ArgumentParser()
    epochs.add_arguments(parser)
    monkeypatch.setattr(epochs, "QUICK_SAMPLES", 24)
    options = parser.parse_args(["--quick", "--data", str(tmp_path / "data"), "--to", str(tmp_path / "docs")])
    epochs.run(options)
    page = (tmp_path / "docs" / "epochs.md").read_text()
    for network in (MEL_CNN, OURS):
        for task in (ROOT, TYPE):
            assert f"| {network}, {task} | 24 | 32 | CPU |" in page
