import csv

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import note, together
from training.manifest import ManifestError
from training.sounds import amplifier


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
    new = amplifier.double(manifest, tmp_path / "doubled", jobs=1)
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
    new = amplifier.double(manifest, tmp_path / "doubled", jobs=1)
    copy = new.parent / "audio" / "a.wav.amplifier.wav"
    made = copy.stat().st_mtime_ns
    amplifier.double(manifest, tmp_path / "doubled", jobs=1)
    assert copy.stat().st_mtime_ns == made


def test_the_same_file_gets_the_same_amplifier(manifest, tmp_path):
    first = amplifier.double(manifest, tmp_path / "one", jobs=1).parent / "audio"
    second = amplifier.double(manifest, tmp_path / "two", jobs=1).parent / "audio"
    read = [
        (folder / f"{name}.wav.amplifier.wav").read_bytes() for folder in (first, second) for name in "ab"
    ]
    assert read[:2] == read[2:]
    assert read[0] != read[1]


def test_an_amplifier_adds_partials_and_keeps_the_level():
    sound = note(69, seconds=1.0, partials=1)
    amplified = amplifier.amplify(sound, SAMPLE_RATE, gain=35.0, colour=20.0)
    before, after = (np.abs(np.fft.rfft(x[:SAMPLE_RATE])) for x in (sound, amplified))
    assert before[3 * 440] < 0.001 * before[440]
    assert after[3 * 440] > 0.05 * after[440]
    assert np.abs(amplified).max() == pytest.approx(np.abs(sound).max(), rel=1e-4)
    assert amplified.dtype == np.float32


def test_silence_stays_silent():
    assert not amplifier.amplify(np.zeros(100, np.float32), SAMPLE_RATE, 20.0, 20.0).any()


def test_the_original_manifest_is_not_replaced(manifest):
    with pytest.raises(ManifestError, match="a folder of its own"):
        amplifier.double(manifest, manifest.parent, jobs=1)


def test_a_manifest_without_recordings_is_refused(tmp_path):
    (tmp_path / "manifest.csv").write_text("path,root,type\n")
    with pytest.raises(ManifestError, match="lists no recordings"):
        amplifier.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)


@pytest.mark.parametrize(
    ("path", "words"), [("none.wav", "cannot be read"), ("../a.wav", "leaves its folder")]
)
def test_what_cannot_be_copied_is_reported(tmp_path, path, words):
    (tmp_path / "manifest.csv").write_text(f"path,root,type\n{path},C,maj\n")
    with pytest.raises(ManifestError, match=words):
        amplifier.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)


def test_a_missing_manifest_is_reported(tmp_path):
    with pytest.raises(ManifestError, match="No such file"):
        amplifier.double(tmp_path / "manifest.csv", tmp_path / "doubled", jobs=1)
