"""Drums, rooms and noises from public archives, laid out as `training.sounds.recorded` reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import soundfile
from rich.progress import Progress

from preprocessing.layout import SAMPLE_RATE
from training.fetching.download import DatasetError, Remote
from training.fetching.libraries import archive
from training.fetching.notes import add_rows, keep_licence, read_note, unpacked


@dataclass(frozen=True)
class Collection:
    """Drums, rooms or noises in a public archive.

    files: their paths below the archive's top folder, as a regular expression; its groups "midi" (a General
    MIDI number) and "piece" say which drum it is. index: the CSV file that lists them. licence_file: what in
    the archive must say `licence_words`; "" where it holds none, as with the drums, whose own site states
    the licence.
    """

    name: str
    url: str
    files: str
    index: str
    licence: str
    licence_file: str
    licence_words: str
    credit: str
    source: str
    kind: str = ""


NOISES = (  # beginnings of the names of everyday noises
    "air ambian ambient_rain animals background_noise bag ball_bouncing beer_pour bird blender blinds boat",
    "boston car cat_rattle chair clap coffee coin computer crowd dog door drill dry elevator engine fan fire",
    "footsteps glass hair handbrake keys laugh motor paper phone_card rain running saw shower spray_air",
    "stairs street subway tape train window_screen",
)

COLLECTIONS = (
    Collection(
        name="avl_drumkits",
        **archive("oramics/sampled"),
        files=r"DRUMS/avl-drumkits-1\.1/(?P<midi>\d+)-(?P<piece>[\w-]+)-\d+\.wav",
        index="drums.csv",
        licence="CC-BY-SA-3.0",
        licence_file="",
        licence_words="",
        credit="AVL Drumkits, G. MacDonald",
    ),
    Collection(
        name="emt_140",
        **archive("oramics/sampled"),
        files=r"IR/EMT140-Plate/samples/emt_140_(bright|dark|medium)_\d\.wav",
        index="rooms.csv",
        licence="CC-BY",
        licence_file="IR/EMT140-Plate/README.md",
        licence_words="Creative Commons Attibution",  # as it is spelled there
        credit="EMT 140 plate, Greg Hopkins",
        kind="plate",
    ),
    Collection(
        name="openair",
        **archive("rerdavies/ToobAmp"),
        files=r"impulseFiles/reverb/(Arthur Sykes|Genesis 6|Jack Lyons|St\. Margaret)[^/]*\.wav",
        index="rooms.csv",
        licence="CC-BY-4.0",
        licence_file="impulseFiles/reverb/LICENSE.md",
        licence_words="Creative Commons Attribution 4.0",
        credit="OpenAIR, University of York",
        kind="room",
    ),
    Collection(
        name="noises",
        **archive("Tonejs/audio"),
        files=rf"(?i:Berklee/({'|'.join(' '.join(NOISES).split())})[^/]*\.mp3)",
        index="noises.csv",
        licence="CC-BY-3.0",
        licence_file="Berklee/README.md",
        licence_words="CC BY 3.0",
        credit="OLPC Berklee sample library",
    ),
)


@dataclass(frozen=True)
class Sound:
    """A row of an index: path is relative to it; midi and piece are of drums, kind is of rooms alone."""

    path: str
    library: str
    midi: str
    piece: str
    kind: str
    licence: str
    credit: str
    source: str


def fetch_collection(
    collection: Collection, folder: Path, progress: Progress, base_url: str | None = None
) -> tuple[Sound, ...]:
    """Download a collection and lay it out below `folder`, with rows in its index. Raises DatasetError."""
    with unpacked(Remote(collection.url), folder / "downloads", progress, base_url) as tree:
        if collection.licence_file:
            texts = [tree / collection.licence_file]
            keep_licence(collection.name, collection.licence_words, texts, folder)
        sounds = tuple(_lay_out(collection, tree, folder))
    if not sounds:
        raise DatasetError(f"{collection.name}: {collection.source} holds no sounds where they were")
    add_rows(folder / collection.index, Sound, sounds)
    return sounds


def _lay_out(collection: Collection, tree: Path, folder: Path) -> Iterator[Sound]:
    """Convert the sounds of an unpacked collection, one after the other."""
    (folder / collection.name).mkdir(parents=True, exist_ok=True)
    for file in sorted(tree.rglob("*")):
        match = re.fullmatch(collection.files, file.relative_to(tree).as_posix())
        if match is None:
            continue
        path = f"{collection.name}/{spelled_plainly(file.stem)}.flac"
        soundfile.write(folder / path, read_note(file), SAMPLE_RATE, subtype="PCM_16")
        groups = match.groupdict()
        about = (collection.kind, collection.licence, collection.credit, collection.source)
        yield Sound(path, collection.name, groups.get("midi", ""), groups.get("piece", ""), *about)


def spelled_plainly(name: str) -> str:
    """A name in small letters, digits and underscores: "St. Margaret's Church" -> "st_margaret_s_church"."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
