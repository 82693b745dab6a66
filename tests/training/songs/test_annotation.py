import json

import pytest

from model.chords import NO_CHORD, Chord
from training.songs.annotation import (
    Annotation,
    Span,
    covering,
    from_json,
    read,
    read_answers,
    truth_of,
    write,
)
from training.songs.song import Beat, Song, TimedChord, TimedKey

SONG = Annotation(
    chords=(Span(0.0, 2.0, "C:maj/3"), Span(2.0, 4.0, "N")),
    beats=tuple(Beat(0.5 * i, i % 3 + 1) for i in range(8)),
    keys=(Span(0.0, 3.0, "Bb:maj"), Span(3.0, 4.0, "G:min")),
    tempo=120.0,
)
JSON = {
    "file": "some/song.flac",
    "seconds": 4.0,
    "tempo": 118.0,
    "metre": 3,
    "key": "Bb:maj",
    "keys": [{"start": 0.0, "end": 4.0, "key": "Bb:maj"}],
    "beats": [{"time": 0.5, "position": 2}],
    "chords": [{"start": 0.0, "end": 4.0, "chord": "Eb:maj7", "confidence": 0.9, "alternatives": []}],
}


def test_what_is_written_is_read(tmp_path):
    write(SONG, tmp_path / "song")
    assert read(tmp_path / "song") == SONG
    assert (tmp_path / "song.lab").read_text() == "0.000\t2.000\tC:maj/3\n2.000\t4.000\tN\n"


def test_bars_and_key():
    assert SONG.downbeats == (0.0, 1.5, 3.0)
    assert (SONG.metre, SONG.key) == (3, "Bb:maj")
    silent = Annotation(chords=())
    assert (silent.metre, silent.key, silent.downbeats) == (0, None, ())


def test_an_answer_in_json():
    answer = from_json(JSON)
    assert answer.chords == (Span(0.0, 4.0, "Eb:maj7"),)
    assert (answer.beats, answer.tempo, answer.key) == ((Beat(0.5, 2),), 118.0, "Bb:maj")
    assert from_json({**JSON, "keys": []}).keys == (Span(0.0, 4.0, "Bb:maj"),)


def test_the_truth_about_a_composed_song():
    chords = (TimedChord(0.0, 2.0, Chord("C", "maj", "E")), TimedChord(2.0, 4.0, NO_CHORD))
    keys = (TimedKey(0.0, 3.0, "Bb", "maj"), TimedKey(3.0, 4.0, "G", "min"))
    assert truth_of(Song(4.0, (), SONG.beats, chords, keys)) == SONG


def test_answers_of_a_folder_and_of_a_file(tmp_path):
    write(SONG, tmp_path / "other")
    lines = tmp_path / "answers.jsonl"
    lines.write_text(json.dumps(JSON) + "\n" + json.dumps({**JSON, "file": "second.mp3"}) + "\n")
    assert set(read_answers(tmp_path)) == {"other", "song", "second"}
    assert read_answers(lines) == {"song": from_json(JSON), "second": from_json(JSON)}
    lines.write_text(json.dumps({"file": "broken.mp3", "error": "This file is not audio."}))
    assert read_answers(lines) == {}


@pytest.mark.parametrize(
    ("chords", "labels"),
    [
        ((), [(0.0, 10.0, "N")]),
        ((Span(0.0, 12.0, "C:maj"),), [(0.0, 10.0, "C:maj")]),
        ((Span(1.0, 2.0, "C:maj"), Span(11.0, 12.0, "F:maj")), [(0, 1, "N"), (1, 2, "C:maj"), (2, 10, "N")]),
    ],
)
def test_chords_are_made_to_cover_a_recording(chords, labels):
    assert covering(chords, 10.0) == tuple(Span(*label) for label in labels)
