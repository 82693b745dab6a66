"""Songs with less than their chords: what is left out, and what is not."""

from dataclasses import replace

import numpy as np

from model.chords import NO_CHORD, Chord
from training.songs import thinning
from training.songs.song import Beat, Note, Part, Song, TimedChord

C, C_OVER_E, B_DIM = Chord("C", "maj"), Chord("C", "maj", "E"), Chord("B", "dim")


def struck(start: float, *keys: int) -> tuple[Note, ...]:
    return tuple(Note(start, start + 1, key, 0.8) for key in keys)


SONG = Song(
    seconds=4.0,
    parts=(
        Part("chords", (*struck(0, 48, 52, 55), *struck(1, 52, 55, 60), *struck(2, 59, 62, 65))),
        Part("bass", struck(0, 36)),
        Part("melody", struck(0, 76)),
    ),
    beats=tuple(Beat(float(time), 1) for time in range(4)),
    chords=(
        TimedChord(0.0, 1.0, C),
        TimedChord(1.0, 2.0, C_OVER_E),
        TimedChord(2.0, 3.0, B_DIM),
        TimedChord(3.0, 4.0, NO_CHORD),
    ),
    keys=(),
)


def keys_of(song: Song, role: str) -> list[int]:
    return [note.midi for part in song.parts if part.role == role for note in part.notes]


def test_a_power_chord_lacks_the_third_but_a_bass_and_a_diminished_chord_keep_theirs(monkeypatch):
    monkeypatch.setattr(thinning, "HOLLOW_PART_SHARE", 1.0)
    monkeypatch.setattr(thinning, "HOLLOW_CHORD_SHARE", 1.0)
    hollow = thinning.hollowed(SONG, np.random.default_rng(0))
    assert keys_of(hollow, "chords") == [48, 55, 52, 55, 60, 59, 62, 65]
    assert replace(hollow, parts=SONG.parts) == SONG
    assert hollow.parts[1:] == SONG.parts[1:]


def test_in_a_pause_bass_and_melody_go_on():
    rng = np.random.default_rng(0)
    drawn = [thinning.paused(SONG, rng) for _ in range(60)]
    assert all(song.parts[1:] == SONG.parts[1:] and song.chords == SONG.chords for song in drawn)
    left = {tuple(keys_of(song, "chords")) for song in drawn}
    assert {(), (48, 52, 55), (59, 62, 65), (52, 55, 60, 59, 62, 65)} <= left


def test_most_songs_stay_as_they_are_and_without_a_bass_nothing_pauses():
    rng = np.random.default_rng(0)
    unchanged = sum(thinning.thinned(SONG, rng) == SONG for _ in range(400)) / 400
    assert 0.65 < unchanged < 0.9
    alone = replace(SONG, parts=SONG.parts[:1])
    assert all(len(keys_of(thinning.thinned(alone, rng), "chords")) in (8, 9) for _ in range(100))
