import csv
import hashlib
import io
import json
import zipfile
from collections import Counter, defaultdict
from itertools import product

import numpy as np
import pytest
import soundfile

from tests.helpers.file_server import serve_files
from training.fetching import download, triads
from training.fetching.download import DatasetError
from training.fetching.triads import Triad, parse_name

RATE = 16_000
PATH = "/api/records/4740877"
FILE = "/api/records/4740877/files/triads.zip/content"
ALL = [
    Triad(f"piano_{octave}_{root}_{kind}_{volume}_{index:02d}.wav", root[0], "maj", octave, volume)
    for octave, root, kind, volume, index in product((3, 4, 5), ("Cn", "Gn"), "jn", "fmp", range(10))
]


def make_wav(seconds=0.25):
    file = io.BytesIO()
    soundfile.write(file, np.zeros(int(seconds * RATE), np.int16), RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()


def make_zip(files):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return archive.getvalue()


def describe(archive, key="triads.zip", checksum=None):
    """A record's description, as far as it is needed, in the shape in which Zenodo gives it."""
    checksum = checksum or "md5:" + hashlib.md5(archive).hexdigest()
    link = {"self": f"https://zenodo.org{FILE}"}
    files = [{"key": key, "size": len(archive), "checksum": checksum, "links": link}]
    return json.dumps({"id": 4740877, "metadata": {}, "files": files}).encode()


ARCHIVE = make_zip(
    {f"triads/piano_{octave}_Ef_n_{volume}_00.wav": make_wav() for octave in (3, 4, 5) for volume in "fmp"}
    | {"triads/piano_4_Hn_n_f_00.wav": make_wav(), "triads/README.txt": b"hello"}
)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(download, "PAUSE", 0.0)
    with serve_files({PATH: describe(ARCHIVE), FILE: ARCHIVE}) as server:
        yield server


def rows(manifest):
    with open(manifest, newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("piano_4_Ef_n_p_07.wav", ("Eb", "min", 4, "p")),
        ("piano_3_Cn_j_f_00.wav", ("C", "maj", 3, "f")),
        ("a/b/piano_5_Gf_d_m_99.wav", ("Gb", "dim", 5, "m")),
        ("piano_2_Bn_a_p_42.wav", ("B", "aug", 2, "p")),
    ],
)
def test_names(name, labels):
    assert parse_name(name) == Triad(name, *labels)


@pytest.mark.parametrize(
    "name",
    ["piano_4_Cf_n_p_07.wav", "piano_4_Es_n_p_07.wav", "piano_4_Ef_x_p_07.wav", "piano_4_Ef_n_p_7.wav"],
)
def test_other_names(name):
    assert parse_name(name) is None


def test_all_twelve_roots_are_named():
    roots = ("Af", "An", "Bf", "Bn", "Cn", "Df", "Dn", "Ef", "En", "Fn", "Gf", "Gn")
    assert sorted(parse_name(f"piano_4_{root}_j_f_00.wav").root for root in roots) == sorted(triads.ROOTS)


@pytest.mark.parametrize("split", ["octave", "volume"])
def test_splits_keep_copies_together(split):
    sides = triads.SPLITS[split](ALL)
    where = defaultdict(set)
    for triad, side in zip(ALL, sides, strict=True):
        where[triad.octave, triad.path[8:12], triad.volume].add(side)
    assert all(len(found) == 1 for found in where.values())
    assert Counter(sides) == {"train": 160, "valid": 80, "test": 120}


def test_the_test_has_an_octave_or_a_volume_of_its_own():
    for split, column, own in (("octave", "octave", 5), ("volume", "volume", "p")):
        sides = triads.SPLITS[split](ALL)
        test = {getattr(triad, column) for triad, side in zip(ALL, sides, strict=True) if side == "test"}
        rest = {getattr(triad, column) for triad, side in zip(ALL, sides, strict=True) if side != "test"}
        assert test == {own}
        assert own not in rest


def test_the_random_split_is_the_published_one_and_repeats():
    sides = triads.split_at_random(ALL)
    assert Counter(sides) == {"train": 252, "test": 108}
    assert sides == triads.split_at_random(ALL)


def test_fetch(server, tmp_path, capsys):
    manifest = triads.fetch(tmp_path, "octave", server.url)
    assert rows(manifest)[0] == {
        "path": "audio/triads/triads/piano_3_Ef_n_f_00.wav",
        "root": "Eb",
        "type": "min",
        "octave": "3",
        "volume": "f",
        "seconds": "0.25",
        "split": "train",
    }
    assert Counter(row["split"] for row in rows(manifest)) == {"train": 4, "valid": 2, "test": 3}
    assert "There are 9 recordings; the published set has 43200" in capsys.readouterr().err
    asked = len(server.asked)
    triads.fetch(tmp_path, "volume", server.url)
    assert len(server.asked) == asked + 1  # the description, but not the archive again


def test_the_random_split_warns(server, tmp_path, capsys):
    triads.fetch(tmp_path, "random", server.url)
    assert "A random split leaks" in capsys.readouterr().err


def test_a_cut_connection_is_resumed(server, tmp_path):
    server.cuts[FILE] = [500]
    assert len(rows(triads.fetch(tmp_path, "octave", server.url))) == 9
    assert [asked for path, asked in server.asked if path == FILE] == [None, "bytes=500-"]


def test_a_wrong_checksum_is_refused(server, tmp_path):
    server.files[PATH] = describe(ARCHIVE, checksum="md5:" + "0" * 32)
    with pytest.raises(DatasetError, match="damaged"):
        triads.fetch(tmp_path, "octave", server.url)
    assert not (tmp_path / "audio").exists()


def test_a_missing_file_is_reported(server, tmp_path):
    del server.files[FILE]
    with pytest.raises(DatasetError, match=r"triads\.zip/content: 404 Not Found"):
        triads.fetch(tmp_path, "octave", server.url)


@pytest.mark.parametrize("name", ["../piano_4_Ef_n_p_07.wav", "/tmp/piano_4_Ef_n_p_07.wav"])
def test_an_archive_that_leaves_its_folder_is_refused(server, tmp_path, name):
    archive = make_zip({name: make_wav()})
    server.files |= {PATH: describe(archive), FILE: archive}
    with pytest.raises(DatasetError, match="would leave the folder"):
        triads.fetch(tmp_path / "in", "octave", server.url)
    assert not list(tmp_path.rglob("*.wav"))


@pytest.mark.parametrize("key", ["../../evil.zip", "/evil.zip", ".hidden", "a/b.zip", "..\\evil.zip"])
def test_a_record_with_a_path_for_a_name_is_refused(server, tmp_path, key):
    server.files[PATH] = describe(ARCHIVE, key=key)
    with pytest.raises(DatasetError, match="is no plain file name"):
        triads.fetch(tmp_path, "octave", server.url)


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b"{}", b'{"files": [{}]}', b'{"files": []}', b"\xff\xfe"]
)
def test_another_answer_than_a_record_is_refused(server, tmp_path, answer):
    server.files[PATH] = answer
    with pytest.raises(DatasetError, match="4740877"):
        triads.fetch(tmp_path, "octave", server.url)


def test_broken_recordings_are_named_and_left_out(tmp_path, capsys):
    (tmp_path / "piano_4_Cn_j_f_00.wav").write_bytes(make_wav())
    (tmp_path / "piano_4_Cn_j_f_01.wav").write_bytes(b"RIFF")
    assert len(rows(triads.write_manifest(tmp_path, "octave"))) == 1
    assert "piano_4_Cn_j_f_01.wav cannot be read and is left out" in capsys.readouterr().err


def test_no_recordings_are_reported(tmp_path):
    with pytest.raises(DatasetError, match="holds no recordings"):
        triads.write_manifest(tmp_path, "octave")
