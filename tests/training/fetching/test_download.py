import hashlib
import io
import tarfile
import zipfile

import pytest

from tests.helpers.file_server import serve_files
from training.fetching import download
from training.fetching.download import DatasetError, Remote, rebase, unpack

CONTENT = bytes(range(256)) * 400
MD5 = "md5:" + hashlib.md5(CONTENT).hexdigest()
SHA512 = "sha512:" + hashlib.sha512(CONTENT).hexdigest()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(download, "PAUSE", 0.0)
    with serve_files({"/a.bin": CONTENT}) as server:
        yield server


@pytest.mark.parametrize("checksum", [MD5, SHA512, ""])
def test_a_file_is_brought(server, tmp_path, checksum):
    path = download.download(Remote(server.url + "/a.bin", checksum), tmp_path / "new" / "a.bin")
    assert path.read_bytes() == CONTENT
    assert [item.name for item in path.parent.iterdir()] == ["a.bin"]


def test_a_file_that_is_there_is_not_brought_again(server, tmp_path):
    (tmp_path / "a.bin").write_bytes(CONTENT)
    download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert server.asked == []
    (tmp_path / "a.bin").write_bytes(CONTENT[:-1])
    download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


def test_a_cut_connection_is_resumed(server, tmp_path):
    server.cuts["/a.bin"] = [70_000, 100]
    download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == [None, "bytes=70000-", "bytes=70100-"]


def test_another_run_resumes(server, tmp_path):
    (tmp_path / "a.bin.part").write_bytes(CONTENT[:50_000])
    download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert server.asked == [("/a.bin", "bytes=50000-")]


def test_a_server_that_cannot_resume_sends_all_of_it(server, tmp_path):
    server.resumes = False
    (tmp_path / "a.bin.part").write_bytes(b"x" * 50_000)
    download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("size", [len(CONTENT), None])
def test_a_part_that_is_whole_is_accepted(server, tmp_path, size):
    (tmp_path / "a.bin.part").write_bytes(CONTENT)
    download.download(Remote(server.url + "/a.bin", MD5, size), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert len(server.asked) == (0 if size else 1)


def test_a_part_that_nothing_can_verify_is_brought_anew(server, tmp_path):
    (tmp_path / "a.bin.part").write_bytes(b"x" * len(CONTENT))
    download.download(Remote(server.url + "/a.bin"), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == CONTENT


def test_a_connection_that_always_breaks_is_reported(server, tmp_path):
    server.cuts["/a.bin"] = [10_000] + [0] * download.ATTEMPTS
    with pytest.raises(DatasetError, match=r"a\.bin cannot be downloaded.*go on where it stopped"):
        download.download(Remote(server.url + "/a.bin", MD5), tmp_path / "a.bin")
    assert (tmp_path / "a.bin.part").read_bytes() == CONTENT[:10_000]


@pytest.mark.parametrize("remote", [("", 5), ("md5:" + "0" * 32, None), ("sha512:AAAA", None)])
def test_a_damaged_file_is_deleted(server, tmp_path, remote):
    checksum, size = remote
    with pytest.raises(DatasetError, match=r"a\.bin is damaged"):
        download.download(Remote(server.url + "/a.bin", checksum, size), tmp_path / "a.bin")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_reported_at_once(server, tmp_path):
    with pytest.raises(DatasetError, match=r"/b\.bin: 404 Not Found"):
        download.download(Remote(server.url + "/b.bin"), tmp_path / "b.bin")
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_reported(monkeypatch, tmp_path):
    monkeypatch.setattr(download, "PAUSE", 0.0)
    with serve_files() as server:
        url = server.url
    with pytest.raises(DatasetError, match="cannot be downloaded"):
        download.download(Remote(url + "/a.bin"), tmp_path / "a.bin")
    with pytest.raises(DatasetError, match="cannot be read"):
        download.read_text(url + "/record")


def test_a_checksum_of_an_unknown_kind_is_refused(server, tmp_path):
    with pytest.raises(DatasetError, match="unknown kind: crc:12"):
        download.download(Remote(server.url + "/a.bin", "crc:12"), tmp_path / "a.bin")


def test_rebase():
    assert rebase("https://a.org/b/c?d=1", None) == "https://a.org/b/c?d=1"
    assert rebase("https://a.org/b/c?d=1", "http://127.0.0.1:8/") == "http://127.0.0.1:8/b/c?d=1"


def make_tar(path, members):
    with tarfile.open(path, "w:gz") as file:
        for name, kind in members.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = (tarfile.REGTYPE, "") if kind is None else kind
            member.size = 2 if kind is None else 0
            file.addfile(member, io.BytesIO(b"hi") if kind is None else None)
    return path


def make_zip(path, members):
    with zipfile.ZipFile(path, "w") as file:
        for name, mode in members.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = mode << 16
            file.writestr(member, "hi")
    return path


def test_archives_are_unpacked(tmp_path):
    for archive in (
        make_tar(tmp_path / "a.tgz", {"top/b.txt": None}),
        make_zip(tmp_path / "a.zip", {"top/b.txt": 0}),
    ):
        folder = unpack(archive, tmp_path / archive.suffix)
        assert (folder / "top" / "b.txt").read_text() == "hi"


BAD_NAMES = ("../b", "a/../../b", "/tmp/b", "..\\b", "C:\\b", "\\\\host\\b", "\\b", "C:b")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_leave_the_folder_are_refused(tmp_path, name):
    (tmp_path / "in").mkdir()
    tar = make_tar(tmp_path / "in" / "a.tgz", {"good": None, name: None})
    archive = make_zip(tmp_path / "in" / "a.zip", {"good": 0, name: 0})
    for path in (tar, archive):
        with pytest.raises(DatasetError, match="would leave the folder"):
            unpack(path, tmp_path / "in" / "out")
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["a.tgz", "a.zip", "in"]


@pytest.mark.parametrize(
    "kind", [(tarfile.SYMTYPE, "/etc"), (tarfile.LNKTYPE, "good"), (tarfile.CHRTYPE, "")]
)
def test_links_and_devices_are_refused(tmp_path, kind):
    tar = make_tar(tmp_path / "a.tgz", {"good": None, "link": kind})
    with pytest.raises(DatasetError, match="'link' is no plain file"):
        unpack(tar, tmp_path / "out")
    assert [item.name for item in tmp_path.iterdir()] == ["a.tgz"]


def test_links_in_a_zip_are_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", {"link": 0o120777})
    with pytest.raises(DatasetError, match="'link' is no plain file"):
        unpack(archive, tmp_path / "out")


def test_damaged_archives_leave_nothing(tmp_path):
    whole = make_tar(tmp_path / "a.tgz", {f"file{i}": None for i in range(200)}).read_bytes()
    for content in (b"", b"no archive", whole[: len(whole) // 2]):
        (tmp_path / "a.tgz").write_bytes(content)
        with pytest.raises(DatasetError, match=r"a\.tgz cannot be unpacked"):
            unpack(tmp_path / "a.tgz", tmp_path / "out")
        assert [item.name for item in tmp_path.iterdir()] == ["a.tgz"]
