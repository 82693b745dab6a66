import csv
import io
import tarfile

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.file_server import serve_files
from tests.helpers.sounds import note
from training import datasets
from training.fetching import notes
from training.fetching.download import DatasetError
from training.fetching.libraries import LIBRARIES
from training.sounds.banks import load_banks
from training.sounds.recorded import load_instruments

BY_NAME = {library.name: library for library in LIBRARIES}
SPLENDID, BLACK, GREEN = BY_NAME["splendid"], BY_NAME["bg_black"], BY_NAME["bg_green"]
SPLENDID_URL = "/sfzinstruments/SplendidGrandPiano/archive/HEAD.tar.gz"
GUITARS_URL = "/kmturley/karoryfer.black-and-green-guitars/archive/HEAD.tar.gz"
COLUMNS = "path,library,instrument,midi,layer,licence,credit,source,seconds"


def encode(midi, kind="FLAC", rate=48_000, seconds=1.5, lead=0.0):
    """A stereo recording of a note, as a library has it: after silence, at a studio's sampling rate."""
    sound = np.concatenate([np.zeros(int(lead * SAMPLE_RATE), np.float32), note(midi, seconds)])
    sound = np.interp(np.arange(0, len(sound), SAMPLE_RATE / rate), np.arange(len(sound)), sound)
    file = io.BytesIO()
    soundfile.write(file, np.stack([sound, sound], axis=1), rate, format=kind)
    return file.getvalue()


def pack(files, top="repository-0a1b2c"):
    """A tar.gz archive whose files lie in one top folder, as GitHub and npm make them."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive.getvalue()


def piano(**notes_by_name):
    """An archive like Splendid Grand's: a name is an octave below the sounding pitch."""
    files = {f"Samples/{name.replace('_', ' ')}.flac": content for name, content in notes_by_name.items()}
    return pack({"README.md": b"# Splendid Grand Piano\nPublic Domain samples by AKAI", **files})


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


MP3 = encode(60, "MP3")


@pytest.fixture(scope="module")
def takes():
    return {midi: encode(midi, lead=0.5) for midi in (58, 60, 62, 64, 65)}


def test_a_library_is_laid_out(tmp_path, takes):
    archive = piano(FF_C3=takes[60], Mf_D3=takes[62], PP_E3=takes[64])
    with serve_files({SPLENDID_URL: archive}) as server:
        datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
        datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
    assert len(server.asked) == 1  # what is there is not fetched again
    assert (tmp_path / "notes.csv").read_text().splitlines()[0] == COLUMNS
    assert rows(tmp_path / "notes.csv")[1] == {
        "path": "splendid/062_MF.flac",
        "library": "splendid",
        "instrument": "piano_steinway",
        "midi": "62",
        "layer": "MF",
        "licence": "PublicDomain",
        "credit": "AKAI, public domain per its README",
        "source": "github.com/sfzinstruments/SplendidGrandPiano",
        "seconds": rows(tmp_path / "notes.csv")[1]["seconds"],
    }
    assert [float(row["seconds"]) for row in rows(tmp_path / "notes.csv")] == pytest.approx(
        [1.5] * 3, abs=0.02
    )
    assert "Public Domain" in (tmp_path / "licences" / "splendid.txt").read_text()
    info = soundfile.info(tmp_path / "splendid" / "060_FF.flac")
    assert (info.samplerate, info.channels, info.subtype) == (SAMPLE_RATE, 1, "PCM_16")
    (bank,) = load_banks(tmp_path)
    assert list(bank.notes) == [60, 62, 64]
    assert not (tmp_path / "downloads").exists()


def test_two_libraries_share_an_archive(tmp_path, takes):
    wav = encode(60, "WAV")
    names = [f"Samples/{colour}/ord/twang_c5_f_rr1.wav" for colour in ("black", "green")]
    archive = pack({"LICENSE": b"CC0 1.0 Universal", **dict.fromkeys(names, wav)})
    with serve_files({GUITARS_URL: archive}) as server:
        harvests = datasets.fetch_notes(tmp_path, [BLACK, GREEN], server.url)
    assert len(server.asked) == 1
    assert [harvest.notes[0].path for harvest in harvests] == [
        "bg_black/060_f_rr1.flac",
        "bg_green/060_f_rr1.flac",
    ]


def test_two_guitars_of_one_name_are_fetched_side_by_side(tmp_path, takes):
    nylon = BY_NAME["openear_guitar-nylon"]
    spanish = BY_NAME["freepats_spanish"]
    archives = {
        "/nbrosowsky/tonejs-instruments/archive/HEAD.tar.gz": pack(
            {"LICENSE.md": b"SAMPLES RELEASED UNDER [CC-BY 3.0]", "samples/guitar-nylon/C4.mp3": MP3}
        ),
        "/freepats/spanish-classical-guitar/archive/HEAD.tar.gz": pack(
            {"README": b"CC0", "samples/D4.flac": takes[62]}
        ),
    }
    with serve_files(archives) as server:
        datasets.fetch_notes(tmp_path, [nylon, spanish], server.url)
    heard = {side: load_instruments(side, [tmp_path]) for side in ("train", "test")}
    assert {side: [(bank.instrument, *bank.notes) for bank in some] for side, some in heard.items()} == {
        "train": [("guitar_nylon", 60)],
        "test": [("guitar_nylon", 62)],
    }


def test_a_wrong_note_is_left_out_and_listed(tmp_path, takes):
    archive = piano(FF_As2=takes[58], FF_C3=takes[60], FF_D3=takes[62], FF_E3=takes[64], FF_Gb3=takes[65])
    with serve_files({SPLENDID_URL: archive}) as server:
        (harvest,) = datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
    assert [taken.midi for taken in harvest.notes] == [58, 60, 62, 64]
    reason = "sounds like MIDI 65, not 66"
    assert rows(tmp_path / "refused.csv") == [
        {"library": "splendid", "file": "Samples/FF Gb3.flac", "reason": reason}
    ]


def test_a_library_whose_names_are_wrong_is_refused(tmp_path, takes):
    sounding = piano(FF_C4=takes[60], FF_D4=takes[62], FF_E4=takes[64])
    with serve_files({SPLENDID_URL: sounding}) as server, pytest.raises(DatasetError) as caught:
        datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
    assert "splendid: 3 of 3 notes are not what their names say" in str(caught.value)
    assert "sounds like MIDI 60, not 72" in str(caught.value)
    assert not (tmp_path / "notes.csv").exists()


def test_another_licence_is_refused(tmp_path, takes):
    archive = pack({"LICENSE.md": b"All rights reserved", "Samples/FF C3.flac": takes[60]})
    with (
        serve_files({SPLENDID_URL: archive}) as server,
        pytest.raises(DatasetError, match="says 'Public Domain'"),
    ):
        datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
    assert not (tmp_path / "splendid").exists()


def test_the_others_are_brought_where_one_is_missing(tmp_path, takes):
    archive = piano(FF_C3=takes[60])
    with serve_files({SPLENDID_URL: archive}) as server, pytest.raises(DatasetError, match="404 Not Found"):
        datasets.fetch_notes(tmp_path, [BLACK, SPLENDID], server.url)
    assert notes.present(tmp_path) == {"splendid"}


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (b"no archive", "cannot be unpacked"),
        (pack({"README.md": b"Public Domain"}), "holds no notes where they were"),
        (
            pack({"README.md": b"Public Domain", "Samples/FF C3.flac": b"version https://git-lfs"}),
            "cannot be read",
        ),
        (pack({"README.md": b"Public Domain", "../../evil": b""}), "would leave the folder"),
    ],
)
def test_what_is_no_library_is_refused(tmp_path, archive, words):
    with serve_files({SPLENDID_URL: archive}) as server, pytest.raises(DatasetError, match=words):
        datasets.fetch_notes(tmp_path, [SPLENDID], server.url)
    assert not (tmp_path / "notes.csv").exists()
    assert not list(tmp_path.rglob("evil"))


def test_notes_begin_at_their_onset_and_end_after_5_seconds(tmp_path):
    (tmp_path / "a.flac").write_bytes(encode(60, seconds=6.0, lead=1.0))
    samples = notes.read_note(tmp_path / "a.flac")
    assert len(samples) == 5 * SAMPLE_RATE
    assert 0 < (np.abs(samples) > 0.05).argmax() < 0.01 * SAMPLE_RATE


def test_loud_notes_do_not_clip(tmp_path):
    soundfile.write(tmp_path / "a.wav", 3 * note(60, level=1.0), SAMPLE_RATE, subtype="FLOAT")
    assert np.abs(notes.read_note(tmp_path / "a.wav")).max() == pytest.approx(notes.LOUDEST)
