import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from training.sounds import banks, recorded

HISS = np.random.default_rng(0).normal(size=3 * SAMPLE_RATE) / 8
TIMES = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
TONE = np.sin(2 * np.pi * 440 * TIMES) / 8
HELD_OUT = {"valid": ("v",), "test": ("t",), "smoke": ()}


def as_stored(sound):
    return (sound * 2**15).astype(np.int16)


def write_index(folder, index, names):
    """A CSV file of sounds whose samples are all their place in the list, from 1 on."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["path,midi,piece"]
    for number, name in enumerate(names, start=1):
        soundfile.write(folder / f"{name}.flac", np.full(4, number, np.int16), SAMPLE_RATE)
        rows.append(f"{name}.flac,{35 + len(name)},{name}")
    (folder / index).write_text("\n".join(rows))


@pytest.fixture
def held_out(monkeypatch):
    for table in ("ROOMS", "NOISES", "DRUM_PIECES"):
        monkeypatch.setattr(recorded, table, HELD_OUT)
    monkeypatch.setattr(recorded, "RECORDED", {**HELD_OUT, "test": {"theirs": "lute"}})


@pytest.mark.usefixtures("held_out")
@pytest.mark.parametrize(
    ("split", "heard"), [("train", [1, 4]), ("valid", [2]), ("test", [3]), ("smoke", [])]
)
@pytest.mark.parametrize(
    ("load", "index"), [(recorded.load_rooms, "rooms.csv"), (recorded.load_noises, "noises.csv")]
)
def test_each_split_has_rooms_and_noises_of_its_own(tmp_path, load, index, split, heard):
    write_index(tmp_path, index, ["a", "v", "t", "b"])
    assert [sound[0] for sound in load(split, [tmp_path])] == heard


@pytest.mark.usefixtures("held_out")
def test_drums_of_a_split_are_one_kit(tmp_path):
    write_index(tmp_path, "drums.csv", ["vv", "aa", "tt", "bbb", "cc"])
    (kit,) = recorded.load_drums("train", [tmp_path])
    assert {midi: [take[0] for take in takes] for midi, takes in kit.notes.items()} == {37: [2, 5], 38: [4]}
    assert recorded.load_drums("smoke", [tmp_path]) == []


def test_a_folder_of_notes_alone_is_enough(tmp_path):
    banks.write_bank(tmp_path, "lute", {60: np.zeros(8)})
    assert [bank.instrument for bank in recorded.load_instruments("train", [tmp_path])] == ["lute"]
    assert recorded.load_drums("train", [tmp_path]) == []
    assert recorded.load_rooms("train", [tmp_path]) == recorded.load_noises("train", [tmp_path]) == ()


def test_a_folder_without_notes_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        recorded.load_instruments("train", [tmp_path])


@pytest.mark.usefixtures("held_out")
def test_a_sound_in_two_folders_is_heard_once(tmp_path):
    for folder in ("one", "two"):
        write_index(tmp_path / folder, "noises.csv", ["a", "b"])
    assert len(recorded.load_noises("train", [tmp_path / "one", tmp_path / "two"])) == 2


@pytest.mark.usefixtures("held_out")
def test_an_instrument_is_held_out_by_its_library_and_not_by_its_name(tmp_path):
    for number, library in enumerate(("theirs", "ours")):
        banks.write_bank(tmp_path / library, "lute", {60 + number: np.zeros(8)})
        row = f"lute/{60 + number:03d}.flac,lute,{60 + number},{library}"
        (tmp_path / library / "notes.csv").write_text(f"path,instrument,midi,library\n{row}")
    folders = [tmp_path / "theirs", tmp_path / "ours"]
    found = {side: recorded.load_instruments(side, folders) for side in ("train", "test")}
    assert {side: [bank.library for bank in some] for side, some in found.items()} == {
        "train": ["ours"],
        "test": ["theirs"],
    }


@pytest.mark.usefixtures("held_out")
def test_a_library_in_two_folders_is_taken_from_the_first(tmp_path):
    for midi, folder in ((60, "one"), (62, "two")):
        banks.write_bank(tmp_path / folder, "lute", {midi: np.zeros(8)})
    (bank,) = recorded.load_instruments("train", [tmp_path / "one", tmp_path / "two"])
    assert list(bank.notes) == [60]


@pytest.mark.parametrize("level", [1.0, 0.01])
@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_a_steady_pitch_stands_out_of_noise(level, seconds):
    samples = int(seconds * SAMPLE_RATE)
    mixed = level * (TONE + 0.3 * HISS)[:samples]
    assert recorded.has_pitch(as_stored(mixed))
    assert not recorded.has_pitch(as_stored(level * HISS[:samples]))


def test_a_gliding_sound_and_rumble_have_no_steady_pitch():
    siren = np.sin(2 * np.pi * (300 * TIMES + 250 * TIMES**2)) / 8
    assert not recorded.has_pitch(as_stored(siren))
    assert not recorded.has_pitch(as_stored(np.cumsum(HISS) / 100))
    assert not recorded.has_pitch(np.zeros(100, np.int16))
