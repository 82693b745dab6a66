import csv

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import note, together
from training.fetching import doubled
from training.fetching.download import DatasetError


def rows(manifest):
    with open(manifest, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def manifest(tmp_path):
    folder = tmp_path / "set"
    (folder / "audio").mkdir(parents=True)
    for name in ("a", "b"):
        soundfile.write(folder / "audio" / f"{name}.wav", together(60, 64, 67, seconds=1.0), SAMPLE_RATE)
    text = "path,root,type,split\naudio/a.wav,C,maj,train\naudio/b.wav,C,maj,test\n"
    (folder / "manifest.csv").write_text(text)
    return folder / "manifest.csv"


def test_every_recording_is_there_twice_on_the_same_side(manifest, tmp_path):
    new = doubled.double(manifest, tmp_path / "doubled", jobs=1)
    assert [(row["path"], row["split"], row["effect"]) for row in rows(new)] == [
        ("../set/audio/a.wav", "train", ""),
        ("audio/a.wav.amplifier.wav", "train", "amplifier"),
        ("../set/audio/b.wav", "test", ""),
        ("audio/b.wav.amplifier.wav", "test", "amplifier"),
    ]
    assert {(row["root"], row["type"]) for row in rows(new)} == {("C", "maj")}
    lengths = {soundfile.info(new.parent / row["path"]).frames for row in rows(new)}
    assert lengths == {SAMPLE_RATE}


def test_what_is_there_is_not_made_again(manifest, tmp_path):
    new = doubled.double(manifest, tmp_path / "doubled", jobs=1)
    copy = new.parent / "audio" / "a.wav.amplifier.wav"
    made = copy.stat().st_mtime_ns
    doubled.double(manifest, tmp_path / "doubled", jobs=1)
    assert copy.stat().st_mtime_ns == made


def test_the_same_file_gets_the_same_amplifier(manifest, tmp_path):
    first = doubled.double(manifest, tmp_path / "one", jobs=1).parent / "audio"
    second = doubled.double(manifest, tmp_path / "two", jobs=1).parent / "audio"
    read = [
        (folder / f"{name}.wav.amplifier.wav").read_bytes() for folder in (first, second) for name in "ab"
    ]
    assert read[:2] == read[2:]
    assert read[0] != read[1]


def test_an_amplifier_adds_partials_and_keeps_the_level():
    sound = note(69, seconds=1.0, partials=1)
    amplified = doubled.amplify(sound, SAMPLE_RATE, gain=35.0, colour=20.0)
    before, after = (np.abs(np.fft.rfft(x[:SAMPLE_RATE])) for x in (sound, amplified))
    assert before[3 * 440] < 0.001 * before[440]
    assert after[3 * 440] > 0.05 * after[440]
    assert np.abs(amplified).max() == pytest.approx(np.abs(sound).max(), rel=1e-4)
    assert amplified.dtype == np.float32


def test_silence_stays_silent():
    assert not doubled.amplify(np.zeros(100, np.float32), SAMPLE_RATE, 20.0, 20.0).any()


def test_the_original_manifest_is_not_replaced(manifest):
    with pytest.raises(DatasetError, match="a folder of its own"):
        doubled.double(manifest, manifest.parent, jobs=1)


@pytest.mark.parametrize("text", ["", "path,root\n", "root,type\nC,maj\n"])
def test_a_manifest_without_recordings_is_refused(tmp_path, text):
    (tmp_path / "manifest.csv").write_text(text)
    with pytest.raises(DatasetError, match="lists no recordings"):
        doubled.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)


@pytest.mark.parametrize(
    ("path", "words"), [("none.wav", "cannot be read"), ("../a.wav", "leaves its folder")]
)
def test_what_cannot_be_copied_is_reported(tmp_path, path, words):
    (tmp_path / "manifest.csv").write_text(f"path,root\n{path},C\n")
    with pytest.raises(DatasetError, match=words):
        doubled.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)


def test_a_missing_manifest_is_reported(tmp_path):
    with pytest.raises(DatasetError, match="No such file"):
        doubled.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)
