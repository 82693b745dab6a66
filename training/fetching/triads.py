"""Audio Piano Triads: 43,200 recordings of a piano, Zenodo record 4740877: names, labels, splits, fetching.

A file is called `piano_<octave>_<root>_<type>_<volume>_<index>.wav`. The files were made from 4,320
originals, ten from each, and which belong together is not published. Files of another octave, root, type or
volume have other originals: so splits go by octave and volume, and only a random split tears copies apart.
"""

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import soundfile
from rich.console import Console
from rich.progress import track

from model.chords import ROOTS
from training import manifest
from training.fetching.download import (
    DatasetError,
    Remote,
    download,
    progress_bars,
    read_text,
    rebase,
    unpack,
)

RECORD = "https://zenodo.org/api/records/4740877"
PUBLISHED = 43_200  # recordings
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")

TYPES = {"j": "maj", "n": "min", "d": "dim", "a": "aug"}
FLAT, NATURAL = "f", "n"
VOLUMES = "fmp"  # forte, mezzo, piano
NAME = re.compile(r"piano_(\d)_([A-G][fn])_([jnda])_([fmp])_(\d\d)\.wav")
QUIET = "p"

TRAIN, VALID, TEST = "train", "valid", "test"
TRAIN_SHARE = 0.7  # of a random split, as published
SEED = 1
COLUMNS = ("path", "root", "type", "octave", "volume", "seconds", "split")  # of the manifest


@dataclass(frozen=True)
class Triad:
    """A recording, by its name: where it is, its chord, octave and volume."""

    path: str
    root: str
    type: str
    octave: int
    volume: str


def parse_name(path: str) -> Triad | None:
    """The chord in a file's name: "piano_4_Ef_n_p_07.wav" is a quiet Eb minor; None for other names."""
    match = NAME.fullmatch(path.rpartition("/")[2])
    if match is None:
        return None
    octave, root, kind, volume, _ = match.groups()
    root = root[0] if root[1] == NATURAL else root[0] + "b"
    return Triad(path, root, TYPES[kind], int(octave), volume) if root in ROOTS else None


def split_by_octave(triads: Sequence[Triad]) -> list[str]:
    """The highest octave is for the test; of the others, the quiet recordings are for validation."""
    highest = max(triad.octave for triad in triads)
    return [
        TEST if triad.octave == highest else VALID if triad.volume == QUIET else TRAIN for triad in triads
    ]


def split_by_volume(triads: Sequence[Triad]) -> list[str]:
    """The quiet recordings are for the test; of the others, the highest octave is for validation."""
    highest = max(triad.octave for triad in triads)
    return [
        TEST if triad.volume == QUIET else VALID if triad.octave == highest else TRAIN for triad in triads
    ]


def split_at_random(triads: Sequence[Triad]) -> list[str]:
    """70 % for training and 30 % for the test, as published: copies of one original are on both sides."""
    order = list(range(len(triads)))
    random.Random(SEED).shuffle(order)
    train = set(order[: round(TRAIN_SHARE * len(order))])
    return [TRAIN if index in train else TEST for index in range(len(triads))]


SPLITS: dict[str, Callable[[Sequence[Triad]], list[str]]] = {
    "octave": split_by_octave,
    "volume": split_by_volume,
    "random": split_at_random,
}


def fetch(folder: Path, split: str, base_url: str | None = None) -> Path:
    """Download, verify and unpack the data set and list it in `manifest.csv`, whose path is returned.

    What is there already is not fetched again. Raises DatasetError.
    """
    with progress_bars() as progress:
        for key, remote in read_record(base_url):
            file = download(remote, folder / "downloads" / key, progress)
            unpacked = folder / "audio" / _stem(key)
            if key.endswith(ARCHIVES) and not unpacked.exists():
                unpacked.parent.mkdir(parents=True, exist_ok=True)
                unpack(file, unpacked)
    return write_manifest(folder, split)


def read_record(base_url: str | None = None) -> list[tuple[str, Remote]]:
    """The files that the record lists, by name. Raises DatasetError if that cannot be read."""
    url = rebase(RECORD, base_url)
    try:
        files = [
            (
                file["key"],
                Remote(rebase(file["links"]["self"], base_url), file["checksum"], int(file["size"])),
            )
            for file in json.loads(read_text(url))["files"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{url} is not the description of a record: {error!r}") from error
    for key, _ in files:
        if not re.fullmatch(r"\w[\w .()+-]*", key):
            raise DatasetError(f"{url} was refused: {key!r} is no plain file name")
    if not files:
        raise DatasetError(f"{url} lists no files")
    return files


def write_manifest(folder: Path, split: str) -> Path:
    """List the recordings below a folder in its `manifest.csv`, and say on standard error what is amiss.

    Files that cannot be read are left out, and named. Raises DatasetError if there are no recordings.
    """
    console = Console(stderr=True)
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.wav")))
    triads = [triad for triad in map(parse_name, found) if triad]
    seconds = {triad: _seconds(folder / triad.path) for triad in track(triads, "Reading", console=console)}
    readable = [triad for triad in triads if seconds[triad] is not None]
    if not readable:
        raise DatasetError(f"{folder} holds no recordings that are called like piano_4_Cn_j_f_00.wav")
    for triad in triads:
        if seconds[triad] is None:
            console.print(f"{triad.path} cannot be read and is left out", markup=False)
    if len(readable) != PUBLISHED:
        console.print(f"There are {len(readable)} recordings; the published set has {PUBLISHED}")
    if split == "random":
        console.print("A random split leaks: copies of one original are in training and in the test")
    rows = [
        {**asdict(triad), "seconds": f"{seconds[triad]:.2f}", "split": side}
        for triad, side in zip(readable, SPLITS[split](readable), strict=True)
    ]
    return manifest.write(folder / "manifest.csv", rows, COLUMNS)


def _stem(key: str) -> str:
    """The name of an archive without what says that it is one."""
    return re.sub(r"(\.tar)?\.\w+$", "", key)


def _seconds(path: Path) -> float | None:
    """The length of a recording; None if it cannot be read."""
    try:
        info = soundfile.info(path)
    except soundfile.LibsndfileError:
        return None
    return info.frames / info.samplerate
