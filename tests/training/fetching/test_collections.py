import re

import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.file_server import serve_files
from tests.training.fetching.test_notes import encode, pack, rows
from training import datasets
from training.fetching.collections import COLLECTIONS, spelled_plainly
from training.fetching.download import DatasetError
from training.sounds import splits
from training.sounds.recorded import load_drums, load_noises, load_rooms

BY_NAME = {collection.name: collection for collection in COLLECTIONS}
SAMPLED_URL = "/oramics/sampled/archive/HEAD.tar.gz"
TOOB_URL = "/rerdavies/ToobAmp/archive/HEAD.tar.gz"
WAV = encode(60, "WAV")
HALLS = ("Jack Lyons Hall, University of York", "St. Margaret\u2019s Church", "Koli National Park - Winter")
SAMPLED = {
    "DRUMS/avl-drumkits-1.1/36-Ludwig26Kick-1.wav": WAV,
    "DRUMS/avl-drumkits-1.1/38-PearlSnare2-5.wav": WAV,
    "DRUMS/pearl-master-studio/samples/snare-02.wav": WAV,
    "IR/EMT140-Plate/README.md": b"__license__: Creative Commons Attibution-Any",
    "IR/EMT140-Plate/samples/emt_140_dark_2.wav": WAV,
}
REVERBS = {f"impulseFiles/reverb/{hall}.wav": WAV for hall in HALLS}
BERKLEE_URL = "/Tonejs/audio/archive/HEAD.tar.gz"
BERKLEE = {
    "Berklee/README.md": b"Licensed under CC BY 3.0",
    "Berklee/DoorSlam2.mp3": WAV,
    "Berklee/coffee_machine1.mp3": WAV,
    "Berklee/kalimba_3.mp3": WAV,
    "salamander/A0.mp3": WAV,
}
LICENCE = b"under a Creative Commons Attribution 4.0 International License."


def test_drums_and_rooms_are_laid_out_for_their_sides_of_the_split(tmp_path):
    toob = pack({**REVERBS, "impulseFiles/reverb/LICENSE.md": LICENCE})
    archives = {SAMPLED_URL: pack(SAMPLED), TOOB_URL: toob, BERKLEE_URL: pack(BERKLEE)}
    with serve_files(archives) as server:
        datasets.fetch_notes(tmp_path, COLLECTIONS, server.url)
        datasets.fetch_notes(tmp_path, COLLECTIONS, server.url)
    assert len(server.asked) == 3  # one archive holds the drums and the plate, and what is there is kept
    drums, rooms = rows(tmp_path / "drums.csv"), rows(tmp_path / "rooms.csv")
    assert [(row["midi"], row["piece"]) for row in drums] == [("36", "Ludwig26Kick"), ("38", "PearlSnare2")]
    assert [(row["path"], row["kind"]) for row in rooms] == [
        ("emt_140/emt_140_dark_2.flac", "plate"),
        ("openair/jack_lyons_hall_university_of_york.flac", "room"),
        ("openair/st_margaret_s_church.flac", "room"),
    ]
    assert [row["path"] for row in rows(tmp_path / "noises.csv")] == [
        "noises/doorslam2.flac",
        "noises/coffee_machine1.flac",
    ]
    assert [len(load_noises(side, [tmp_path])) for side in ("train", "test")] == [1, 1]
    assert [list(*(kit.notes for kit in load_drums(side, [tmp_path]))) for side in ("train", "test")] == [
        [38],
        [36],
    ]
    assert [len(load_rooms(side, [tmp_path])) for side in ("train", "valid", "test")] == [2, 0, 1]
    info = soundfile.info(tmp_path / drums[0]["path"])
    assert (info.samplerate, info.channels, info.subtype) == (SAMPLE_RATE, 1, "PCM_16")
    assert {path.name for path in (tmp_path / "licences").iterdir()} == {
        "emt_140.txt",
        "noises.txt",
        "openair.txt",
    }


UNLICENSED = "openair: no licence or read-me file of the archive says 'Creative Commons Attribution 4.0'"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({**REVERBS, "impulseFiles/reverb/LICENSE.md": b"All rights reserved"}, UNLICENSED),
        (REVERBS, UNLICENSED),
        ({"impulseFiles/reverb/LICENSE.md": LICENCE}, "holds no sounds where they were"),
    ],
)
def test_what_is_no_collection_is_refused(tmp_path, files, words):
    with serve_files({TOOB_URL: pack(files)}) as server, pytest.raises(DatasetError, match=words):
        datasets.fetch_notes(tmp_path, [BY_NAME["openair"]], server.url)
    assert not (tmp_path / "rooms.csv").exists()


def test_names_are_spelled_plainly():
    assert spelled_plainly("36-Ludwig26Kick-1") == "36_ludwig26kick_1"
    assert spelled_plainly("St. Margaret\u2019s Church") == "st_margaret_s_church"


def test_held_out_rooms_are_among_those_that_are_fetched():
    halls = [f"impulseFiles/reverb/{name}.wav" for name in ("Arthur Sykes Rymer Auditorium", HALLS[0])]
    assert all(re.fullmatch(BY_NAME["openair"].files, hall) for hall in halls)
    held_out = [name for names in splits.ROOMS.values() for name in names]
    plain = [spelled_plainly(hall.rpartition("/")[2]) for hall in halls]
    assert all(any(name.startswith(own) for name in plain) for own in held_out)
