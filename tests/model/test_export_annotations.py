"""Exports in seconds, as mir_eval, jams and the csv module read them."""

import csv
import io
from dataclasses import replace

import jams
import mir_eval
import numpy as np
import pytest

from model.export import annotations
from model.harte import parse
from tests.helpers.timelines import SONGS, key_regions, make_free_timeline, make_timeline

EVERY_SONG = pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
FREE = make_free_timeline((0, "N"), (1.25, "Eb:maj7"), (5.0, "C:min/b3"), seconds=9.0, key="Eb:maj")


@pytest.fixture
def path(tmp_path):
    """The name of a file to write, as a text."""
    return str(tmp_path / "song")


def write(path, text):
    """Write a text and return the file's name."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


@EVERY_SONG
def test_mir_eval_reads_the_same_chords_at_the_same_times(song, path):
    intervals, labels = mir_eval.io.load_labeled_intervals(write(path, annotations.as_lab(song)))
    mir_eval.chord.encode_many(labels)  # raises an error for labels that are not Harte's
    assert [parse(label) for label in labels] == [timed.chord for timed in song.chords]
    np.testing.assert_allclose(intervals, [(t.start, t.end) for t in song.chords], atol=0.0006)
    np.testing.assert_array_equal(intervals[1:, 0], intervals[:-1, 1])


def test_mir_eval_hears_the_notes_of_every_type_and_the_bass(path):
    song = SONGS["all types"]
    _, labels = mir_eval.io.load_labeled_intervals(write(path, annotations.as_lab(song)))
    roots, notes, _ = mir_eval.chord.encode_many(labels[1:])
    for root, bitmap, timed in zip(roots, notes, song.chords[1:], strict=True):
        assert {(root + step) % 12 for step in np.flatnonzero(bitmap)} == set(timed.chord.pitch_classes)


@EVERY_SONG
def test_jams_reads_the_same_chords_beats_and_key(song, path):
    written = annotations.as_jams(replace(song, title="My tune"))
    read = jams.load(write(path, written), validate=True, strict=True, fmt="json")
    assert read.file_metadata.title == "My tune"
    assert read.file_metadata.duration == pytest.approx(song.seconds, abs=0.0006)
    (chords,) = read.search(namespace="chord")
    intervals, labels = chords.to_interval_values()
    assert [parse(label) for label in labels] == [timed.chord for timed in song.chords]
    np.testing.assert_allclose(intervals, [(t.start, t.end) for t in song.chords], atol=0.0012)
    (beats,) = read.search(namespace="beat")
    times, places = beats.to_event_values()
    np.testing.assert_allclose(times, [beat.time for beat in song.beats], atol=0.0006)
    assert list(places) == [beat.position for beat in song.beats]
    (keys,) = read.search(namespace="key_mode")
    words = {"maj": "major", "min": "minor"}
    assert [observation.value for observation in keys] == [f"{song.key.tonic}:{words[song.key.mode]}"]


def test_jams_of_free_playing_has_no_beats(path):
    read = jams.load(write(path, annotations.as_jams(replace(FREE, keys=()))), fmt="json")
    assert [annotation.namespace for annotation in read.annotations] == ["chord"]


@EVERY_SONG
def test_a_table_has_the_bar_and_beat_of_every_change(song):
    rows = list(csv.DictReader(io.StringIO(annotations.as_csv(song))))
    assert [row["label"] for row in rows] == [timed.chord.label for timed in song.chords]
    heard = []
    for row in rows:
        if row["bar"]:
            heard.append((int(row["bar"]), int(row["beat"]), row["label"]))
    numbered = enumerate(song.bars, 0 if song.beats[0].position > 1 else 1)
    expected, last = [], None
    for number, bar in numbered:
        for beat, timed in zip(bar.beats, bar.chords, strict=True):
            if timed != last:
                expected.append((number, beat.position, timed.chord.label))
            last = timed
    assert heard == expected


def test_a_table_in_full():
    song = make_timeline("C:7 | F:maj . . | Bb:maj/3 . .", metre=3, key="F:maj")
    doubtful = replace(song.chords[-1], sure=False, confidence=0.41)
    assert annotations.as_csv(replace(song, chords=(*song.chords[:-1], doubtful))) == (
        "start,end,bar,beat,label,symbol,confidence,sure\n"
        "0.000,0.500,,,N,N.C.,0.900,yes\n"
        "0.500,1.000,0,3,C:7,C7,0.900,yes\n"
        "1.000,2.500,1,1,F:maj,F,0.900,yes\n"
        "2.500,4.000,2,1,Bb:maj/3,Bb/D,0.410,no\n"
    )


def test_a_table_of_free_playing_has_times_only():
    rows = list(csv.DictReader(io.StringIO(annotations.as_csv(FREE))))
    assert [(row["start"], row["bar"], row["beat"], row["symbol"]) for row in rows] == [
        ("0.000", "", "", "N.C."),
        ("1.250", "", "", "Ebmaj7"),
        ("5.000", "", "", "Cm/Eb"),
    ]


def test_a_symbol_is_spelled_by_the_key_that_its_chord_is_in():
    song = make_free_timeline((0, "Gb:maj"), (2.0, "Gb:maj"), seconds=4.0)
    keys = key_regions((0, "Db:maj"), (2.02, "D:maj"), seconds=4.0)
    rows = csv.DictReader(io.StringIO(annotations.as_csv(replace(song, keys=keys))))
    assert [row["symbol"] for row in rows] == ["Gb", "F#"]
