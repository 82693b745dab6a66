import os
import pickle

import numpy as np
import pytest
import soundfile

from model.chords import NO_CHORD, Chord
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from training.prepared import recordings
from training.prepared.recordings import Recording, read_manifest
from training.prepared.sources import SourceError

GOOD = (
    "path,root,type,source,split,mood\na.wav,C,maj,piano,train,glad\nb.wav,N,,noise,valid,\nc.wav,,,,train,\n"
)


def write(folder, text, name="manifest.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_manifest_is_read_row_by_row(tmp_path):
    found = read_manifest(write(tmp_path, GOOD))
    assert list(found) == [
        Recording(str(tmp_path / "a.wav"), Chord("C", "maj"), "piano", "train"),
        Recording(str(tmp_path / "b.wav"), NO_CHORD, "noise", "valid"),
        Recording(str(tmp_path / "c.wav"), NO_CHORD, "", "train"),
    ]
    assert len(found) == 3
    assert pickle.loads(pickle.dumps(found[1])) == found[1]


def test_source_and_split_may_be_missing_and_a_byte_order_mark_may_be_there(tmp_path):
    (only,) = read_manifest(write(tmp_path, "\ufefftype,root,path\r\naug,Gb,sub/x.mp3\r\n"))
    assert only == Recording(str(tmp_path / "sub" / "x.mp3"), Chord("Gb", "aug"), "", "")


def test_one_split_alone(tmp_path):
    found = read_manifest(write(tmp_path, GOOD), "train")
    assert [recording.source for recording in found] == ["piano", ""]
    assert found.name.startswith(f"{tmp_path.name}-train-2-")
    with pytest.raises(SourceError, match=r"no recording of the split 'test' \(there are: train, valid\)"):
        read_manifest(tmp_path / "manifest.csv", "test")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column path, root, type; it has none"),
        ("path,root\na.wav,C\n", "no column type; it has path, root"),
        ("path,root,type\n", "lists no recording"),
        ("path,root,type\na.wav,C,maj\nb.wav,H,maj\n", "line 3: not a chord: root 'H', type 'maj'"),
        ("path,root,type\na.wav,C,add9\n", "line 2: not a chord: root 'C', type 'add9'"),
        ("path,root,type\na.wav\n", "line 2: there are not as many columns"),
        ("path,root,type\na, b.wav,C,maj\n", "line 2: there are not as many columns"),
        ("path,root,type\n,C,maj\n", "line 2: the path is empty"),
        ('path,root,type\n"a.wav,C,maj\n', "cannot be read as a CSV file"),
        (b"\xff\xfe\x00", "cannot be read as a CSV file"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said_in_words(tmp_path, text, words):
    path = write(tmp_path, text)
    with pytest.raises(SourceError, match=words) as caught:
        read_manifest(path)
    assert str(path) in str(caught.value)


def test_a_manifest_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match=r"cannot be read as a CSV file: .*No such file"):
        read_manifest(tmp_path / "manifest.csv")


def test_the_name_changes_with_whatever_may_change_the_clips(tmp_path, monkeypatch):
    manifest, sound = write(tmp_path, GOOD), tmp_path / "a.wav"
    names = [read_manifest(manifest).name]
    assert read_manifest(manifest).name == names[0]
    sound.write_bytes(b"one")
    names.append(read_manifest(manifest).name)
    sound.write_bytes(b"three")
    names.append(read_manifest(manifest).name)
    os.utime(sound, (1, 1))
    names.append(read_manifest(manifest).name)
    write(tmp_path, GOOD.replace("piano", "harp"))
    names.append(read_manifest(manifest).name)
    monkeypatch.setattr(recordings, "HEARING", (recordings,))
    names.append(read_manifest(manifest).name)
    assert len(set(names)) == 6


def test_a_recording_is_heard_whole_or_not_at_all(tmp_path):
    sound = np.linspace(-0.5, 0.5, 5 * SAMPLE_RATE, dtype=np.float32)
    soundfile.write(tmp_path / "a.wav", sound, SAMPLE_RATE, subtype="FLOAT")
    first, missing, _ = read_manifest(write(tmp_path, GOOD))
    clip = first.clip(tmp_path)
    assert (clip.chord, clip.source) == (Chord("C", "maj"), "piano")
    assert len(clip.waveform) == len(sound)
    with pytest.raises(AudioError, match="could not be opened"):
        missing.clip(tmp_path)
