from pathlib import Path

from tests.helpers.needs import require
from training.places import LEAD_SHEETS
from training.songs.leadsheets import read_leadsheets

HEAD = "song,tonic,mode,metre,bar,beat,beats,root,type,bass"


def write(folder: Path, *rows: str) -> Path:
    path = folder / "leadsheets.csv"
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def test_halves_become_quarters_and_an_upbeat_is_kept(tmp_path: Path) -> None:
    rows = (
        "0,0,major,2/2,0,1.5,0.5,7,7,11",
        "0,0,major,2/2,1,0.0,1.5,0,maj,4",
        "0,0,major,2/2,1,1.5,0.5,0,maj,0",
    )
    (song,) = read_leadsheets(write(tmp_path, *rows))
    assert (song.metre, song.first) == (4, 4)
    assert [(step.chord.label, step.beats) for step in song.steps] == [
        ("G:7/3", 1),
        ("C:maj/3", 3),
        ("C:maj", 1),
    ]


def test_chords_begin_on_the_nearest_beat_or_are_gone(tmp_path: Path) -> None:
    rows = (
        "0,0,major,4/4,1,0.0,1.75,7,7,7",
        "0,0,major,4/4,1,1.75,0.25,2,dim,2",
        "0,0,major,4/4,1,2.0,2.0,0,maj,0",
    )
    (song,) = read_leadsheets(write(tmp_path, *rows))
    assert [(step.chord.label, step.beats) for step in song.steps] == [("G:7", 2), ("C:maj", 2)]


def test_the_last_chord_bears_out_the_key_or_corrects_its_mode(tmp_path: Path) -> None:
    rows = (
        "0,0,major,3/4,1,0.0,3.0,0,maj6,0",
        "1,0,major,3/4,1,0.0,3.0,9,min,9",
        "2,0,major,3/4,1,0.0,3.0,7,7,7",
        "3,0,major,3/4,1,0.0,3.0,7,maj,7",  # in G, whatever the signature says
        "4,0,major,5/4,1,0.0,5.0,0,maj,0",
    )
    songs = read_leadsheets(write(tmp_path, *rows))
    assert [(song.steps[0].tonic, song.steps[0].mode) for song in songs] == [
        (0, "maj"),
        (9, "min"),
        (0, "maj"),
    ]


def test_the_file_at_hand_is_read() -> None:
    require(LEAD_SHEETS.exists(), "the lead sheets are not here")
    songs = read_leadsheets(LEAD_SHEETS)
    assert len(songs) > 400
    assert {song.metre for song in songs} == {2, 3, 4, 6}
    assert all(step.beats > 0 for song in songs for step in song.steps)
    sevenths = [step.chord.type == "7" for song in songs for step in song.steps]
    assert 0.3 < sum(sevenths) / len(sevenths) < 0.4
