import argparse
import csv

import numpy as np
import pytest
import torch

from model.chords import ROOTS, TYPES
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import note
from training.benchmark import epochs, epochs_page, published, waves
from training.benchmark.measured import MEL_CNN, OURS, Epoch, Profile, Setting, write_csv
from training.benchmark.published import BATCH, BATCHES, CPU, GPU, ROOT, SAMPLES, SIZES, TYPE
from training.benchmark.waves import file_name, play
from training.fetching import triads
from training.sounds.banks import NoteBank
from training.sounds.pitch import tuning

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
    targets = {ROOT: roots, TYPE: roots % len(TYPES)}
    return epochs.Samples((pictures,), targets, np.arange(28), np.arange(28, 40), features=1.5)


def made_up(network, task, samples, batch, train, device="cpu", test=1.0):
    """Two iterations of two epochs: the first of each takes a second more, all of the first iteration ten."""
    return [
        Epoch(network, task, samples, batch, device, i, e, train + 10 * (i == 0) + (e == 0), test, 0.5)
        for i in (0, 1)
        for e in (0, 1)
    ]


def test_names_are_of_the_published_layout_and_all_different():
    names = [file_name(number) for number in range(1000)]
    assert len(set(names)) == 1000
    found = [triads.parse_name(name) for name in names]
    assert {t.root for t in found} == set(ROOTS)
    assert {t.type for t in found} == set(TYPES)
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
    for known in (*published.TIMES, *published.TIMES_BY_SIZE):
        assert Setting(MEL_CNN, known.task, known.samples, known.batch) in settings
    assert {(s.task, s.batch) for s in settings if s.network == MEL_CNN and s.samples == SAMPLES} == {
        (task, batch) for task in (ROOT, TYPE) for batch in BATCHES
    }
    assert {s.samples for s in settings if s.network == MEL_CNN and s.task == TYPE and s.batch == BATCH} == {
        *SIZES
    }
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


def test_a_profile_counts_shares_and_operations(samples):
    found = epochs.profile(Setting(MEL_CNN, TYPE, 40, 4), samples)
    assert sum(share for _, share in found.shares) == pytest.approx(1)
    assert list(found.shares) == sorted(found.shares, key=lambda item: -item[1])
    assert any("convolution" in name for name, _ in found.shares[:3])
    forward = 2 * 9 * (66 * 128 * 16 + 35 * 66 * 16 * 32 + 19 * 35 * 32 * 64 + 11 * 19 * 64 * 128)
    assert found.operations == pytest.approx(3 * forward, rel=0.05)  # forward, and both ways back
    assert found.rate > 1e9


def test_the_first_iteration_does_not_count_unless_it_is_alone():
    rows = made_up(MEL_CNN, ROOT, SAMPLES, BATCH, train=5.0)
    assert [r.train for r in epochs_page.kept(rows)] == [6.0, 5.0]
    assert [r.train for r in epochs_page.later(rows)] == [5.0]
    assert epochs_page.kept(rows[:2]) == rows[:2]


def test_the_page_has_ours_beside_the_published_and_judges(tmp_path):
    rows = made_up(MEL_CNN, ROOT, SAMPLES, BATCH, train=9.0) + made_up(MEL_CNN, TYPE, SAMPLES, BATCH, 9.7)
    features = {(MEL_CNN, SAMPLES): 30.0}
    profile = Profile((("aten::convolution", 0.75), ("aten::relu", 0.25)), operations=1e9, rate=1e12)
    page = epochs_page.write(rows, features, profile, None, tmp_path).read_text()
    root = published.find(published.TIMES, ROOT, SAMPLES, BATCH, CPU)
    assert f"| MelCNN, root | 8,192 | 32 | CPU | 9.50 | 1.00 | 50.00 | {root.train:.2f} | 5.00 |" in page
    bars = [line for line in page.splitlines() if "half the published" in line]
    assert [line.split(" | ")[-1] for line in bars] == ["yes |", "yes |", "**no** |", "yes |"]
    assert page.count(epochs_page.NOT_MEASURED) == 2
    assert "| `aten::convolution` | 75.0% |" in page
    assert "Convolutions take 75%." in page
    assert "less than 5.7 s here" in page  # 5,734 samples
    assert (tmp_path / "figures" / "epochs.png").exists()


def test_a_gpu_is_held_against_this_cpu(tmp_path):
    slow = made_up(MEL_CNN, TYPE, SAMPLES, 256, train=10.0)
    fast = made_up(MEL_CNN, TYPE, SAMPLES, 256, train=0.25, device="cuda")
    page = epochs_page.write([*slow, *fast], {(MEL_CNN, SAMPLES): 1.0}, None, 4.0, tmp_path).read_text()
    assert "| >= 20 times | 40.00 times | yes |" in page
    assert "| < 5 s | 4.00 s | yes |" in page
    assert f"| MelCNN, type | 8,192 | 256 | {GPU} | 0.75 |" in page


def test_every_epoch_stands_in_the_csv_file(tmp_path):
    rows = made_up(MEL_CNN, TYPE, SAMPLES, BATCH, train=5.0)
    write_csv(rows, tmp_path / "epochs.csv")
    with open(tmp_path / "epochs.csv", newline="") as file:
        read = list(csv.DictReader(file))
    assert [float(row["train"]) for row in read] == [r.train for r in rows]
    assert read[0]["network"] == MEL_CNN


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
