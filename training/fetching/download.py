"""Files from the web: downloaded with progress, resumed where they broke off, verified, unpacked safely."""

import hashlib
import http
import http.client
import os
import shutil
import stat
import tarfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

HASHES = ("md5", "sha256", "sha512")  # of checksums
TIMEOUT = 60.0  # seconds without a byte after which a connection counts as cut
ATTEMPTS = 5  # connections in a row that may bring nothing
PAUSE = 1.0  # seconds before a connection that brought nothing is tried again
BLOCK = 2**18  # bytes read at a time
CUT_OFF = (OSError, http.client.HTTPException)  # what a broken connection raises


class DatasetError(Exception):
    """A data set that cannot be had; the message says why, in words for the person who asked for it."""


@dataclass(frozen=True)
class Remote:
    """A file on the web: its address and, where known, its size in bytes and its checksum.

    checksum: "md5:<hex>" as Zenodo writes it, or another hash's name and digits; "" if unknown.
    """

    url: str
    checksum: str = ""
    size: int | None = None

    @property
    def name(self) -> str:
        """Its address, short enough to be read."""
        return urllib.parse.urlsplit(self.url).path.strip("/")


def rebase(url: str, base_url: str | None) -> str:
    """The same path on another server: a mirror, or one that is part of a test."""
    if base_url is None:
        return url
    parts = urllib.parse.urlsplit(url)
    return base_url.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")


def progress_bars() -> Progress:
    """Progress bars for downloads, on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))


def read_text(url: str) -> str:
    """A small text from the web. Raises DatasetError."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
            return response.read().decode()
    except (*CUT_OFF, UnicodeDecodeError) as error:
        raise DatasetError(f"{url} cannot be read: {error}") from error


def download(remote: Remote, path: Path, progress: Progress | None = None) -> Path:
    """Bring a file to `path`, unless it is there already; what broke off goes on where it stopped.

    Until it is complete and verified it is called `path` with ".part" appended. Raises DatasetError.
    """
    if path.exists() and is_intact(path, remote):
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with nullcontext(progress) if progress else progress_bars() as bars:
        task = bars.add_task(path.name, total=remote.size)
        _complete(remote, part, bars, task)
    if not is_intact(part, remote):
        part.unlink()
        raise DatasetError(
            f"{remote.name} is damaged: its size or checksum is wrong. It was deleted, try again"
        )
    os.replace(part, path)
    return path


def is_intact(path: Path, remote: Remote) -> bool:
    """True if a file has the size and the checksum that are expected of it."""
    if remote.size is not None and path.stat().st_size != remote.size:
        return False
    if not remote.checksum:
        return True
    kind, mark, expected = remote.checksum.partition(":")
    if not mark or kind not in HASHES:
        raise DatasetError(f"{remote.name} has a checksum of an unknown kind: {remote.checksum}")
    with open(path, "rb") as file:
        return hashlib.file_digest(file, kind).hexdigest() == expected


def _complete(remote: Remote, part: Path, bars: Progress, task: int) -> None:
    """Add to a partial file until it is whole; raises DatasetError when the server brings nothing more."""
    failures = 0
    while failures < ATTEMPTS:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _add(remote, part, before, bars, task):
                return
            problem = "the connection was cut"
        except urllib.error.HTTPError as error:
            if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                if remote.checksum:
                    return  # the part is whole, or longer: its checksum will tell
                part.unlink()  # nothing can tell, so it is fetched anew
                continue
            if error.code < 500:
                raise DatasetError(f"{remote.url}: {error.code} {error.reason}") from error
            problem = str(error)
        except CUT_OFF as error:
            problem = str(error)
        if not part.exists() or part.stat().st_size <= before:
            failures += 1
            time.sleep(PAUSE)
    raise DatasetError(
        f"{remote.url} cannot be downloaded: {problem}. Run it again to go on where it stopped"
    )


def _add(remote: Remote, part: Path, start: int, bars: Progress, task: int) -> bool:
    """Ask for what is missing of a file and append what comes. True if that was all of it."""
    if start and start == remote.size:
        return True
    request = urllib.request.Request(remote.url, headers={"Range": f"bytes={start}-"} if start else {})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        if not (response.headers.get("Content-Range") or "").startswith(f"bytes {start}-"):
            start = 0  # the server sends everything from the beginning
        length = response.headers.get("Content-Length")
        total = remote.size if length is None else start + int(length)
        bars.update(task, completed=start, total=total)
        with open(part, "ab" if start else "wb") as file:
            while block := response.read(BLOCK):
                file.write(block)
                bars.advance(task, len(block))
    return total is None or part.stat().st_size >= total


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a zip or tar archive into a new folder, all of it or nothing. Returns the folder.

    Raises DatasetError if the archive is damaged, or if anything in it would leave the folder: absolute
    names, names that climb with "..", links of any kind, devices.
    """
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as file:
                _refuse_leaving(archive, ((m.filename, _is_plain(m)) for m in file.infolist()))
                file.extractall(part)
        else:
            with tarfile.open(archive) as file:
                _refuse_leaving(archive, ((m.name, m.isfile() or m.isdir()) for m in file.getmembers()))
                # Debian 12's Python has no filters: what this one refuses has been refused above, too.
                file.extraction_filter = getattr(tarfile, "data_filter", None)
                file.extractall(part)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, RuntimeError, OSError) as error:
        shutil.rmtree(part, ignore_errors=True)
        raise DatasetError(f"{archive.name} cannot be unpacked: {error}") from error
    os.replace(part, folder)
    return folder


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """True if a member of a zip archive is a file or a folder, as far as its Unix mode says."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG, stat.S_IFDIR)


def _refuse_leaving(archive: Path, members: Iterable[tuple[str, bool]]) -> None:
    """Raise DatasetError for a member whose name leaves the folder or which is no plain file or folder."""
    for name, is_plain in members:
        path, windows = PurePosixPath(name), PureWindowsPath(name)
        if path.is_absolute() or windows.drive or windows.root or ".." in (*path.parts, *windows.parts):
            raise DatasetError(f"{archive.name} was refused: {name!r} would leave the folder")
        if not is_plain:
            raise DatasetError(f"{archive.name} was refused: {name!r} is no plain file")
