from statistics import median

import mido
import pytest

from model import harte
from tests.helpers.needs import require
from tests.training.songs.conftest import CHORDS, bars_of, write_song
from training import places
from training.songs.annotation import Span
from training.songs.pop909 import BRIDGE, MELODY, PIANO, read_song, song_folders
from training.songs.song import Note


def positions(song):
    return [beat.position for beat in song.truth.beats]


def test_notes_have_their_times_and_velocities(song):
    assert {name: len(notes) for name, notes in song.tracks.items()} == {MELODY: 12, BRIDGE: 1, PIANO: 12}
    assert song.tracks[MELODY][:2] == (Note(4.0, 4.5, 73, 100 / 127), Note(4.5, 5.0, 74, 100 / 127))
    assert song.seconds == pytest.approx(10 + 2.5)


def test_a_pedal_holds_the_piano_alone(song):
    first, second, third, _ = (song.tracks[PIANO][place] for place in (0, 3, 6, 9))
    assert (first.start, first.end) == (2.0, 4.5)  # let go at 3.5, the pedal at 4.5
    assert (second.start, second.end) == (4.0, 5.5)
    assert (third.start, third.end) == (6.0, 7.5)
    assert song.tracks[MELODY][0].end == 4.5


def test_a_pedal_that_is_never_lifted_holds_no_more_than_its_share(tmp_path):
    song = write_song(tmp_path, bars_of(4, 21))
    midi = mido.MidiFile(song / "007.mid")
    for message in midi.tracks[3]:
        if message.is_cc(64):
            message.value = 100
    midi.save(song / "007.mid")
    assert [note.end - note.start for note in read_song(song).tracks[PIANO]] == [3.0] * 12


def test_beats_in_silence_are_left_out(song):
    assert song.truth.beats[0].time == pytest.approx(2.01)
    assert song.truth.beats[-1].time == pytest.approx(9.51)
    assert positions(song) == 4 * [1, 2, 3, 4]
    assert (song.truth.tempo, song.truth.metre) == (pytest.approx(120), 4)


def test_beats_beside_their_notes_are_moved_and_chords_with_them(tmp_path):
    song = write_song(tmp_path, bars_of(4, 21))
    early = [f"{0.5 * i - 0.08:.2f} {int(i % 4 == 0)} {int(i % 4 == 0)}" for i in range(1, 21)]
    (song / "beat_midi.txt").write_text("\n".join(early))
    (song / "chord_midi.txt").write_text("1.92\t5.92\tC:maj\n5.92\t9.92\tG:maj\n")
    truth = read_song(song).truth
    where_all_play = [beat.time for beat in truth.beats if beat.time > 3.8]
    assert where_all_play == pytest.approx([4 + 0.5 * i for i in range(12)], abs=0.011)
    assert [chord.start for chord in truth.chords][2:] == pytest.approx([6, 10], abs=0.011)


def test_before_the_first_whole_bar_beats_are_counted_back(tmp_path):
    marks = bars_of(4, 24)[:-3]
    marks[0] = marks[2] = (1, 1)  # bars of two before those of four, from the fifth beat on
    shifted = [(0, 0), *marks[:-1]]
    assert positions(read_song(write_song(tmp_path, shifted))) == [4, *(4 * [1, 2, 3, 4])][:16]


def test_bars_of_three_counted_in_pairs_are_bars_of_three(tmp_path):
    marks = [(int(i % 3 == 0), int(i % 6 == 0)) for i in range(21)]
    song = read_song(write_song(tmp_path, marks))
    assert positions(song) == [2, 3, *(4 * [1, 2, 3]), 1, 2]
    assert song.truth.metre == 3


def test_chords_cover_the_song(song):
    labels = [span.label for span in song.truth.chords]
    assert labels == ["N", *CHORDS, "N"]
    assert song.truth.chords[0] == Span(0.0, 2.01, "N")
    assert song.truth.chords[-1] == Span(10.01, song.seconds, "N")


def test_the_key_is_the_one_that_lasts_longest(song):
    assert [span.label for span in song.truth.keys] == ["C:maj", "A:min"]
    assert song.truth.keys[-1].end == song.seconds
    assert song.truth.key == "A:min"


def test_songs_without_notes_or_bars_are_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match="no whole bar among the beats"):
        read_song(write_song(tmp_path / "bars", [(0, 0)] * 21))
    song = write_song(tmp_path / "notes", bars_of(4, 21))
    mido.MidiFile(tracks=[mido.MidiTrack()]).save(song / "007.mid")
    with pytest.raises(ValueError, match="no notes on the tracks MELODY, BRIDGE, PIANO"):
        read_song(song)


def test_all_songs_of_the_development_set():
    require(places.POP_SONGS.exists(), f"{places.POP_SONGS} is not there")
    songs = [read_song(folder) for folder in song_folders(places.POP_SONGS)]
    assert len(songs) == 40
    assert {song.truth.metre for song in songs} == {3, 4}
    for song in songs:
        chords = song.truth.chords
        assert all(harte.parse(chord.label) for chord in chords)
        assert [c.end for c in chords[:-1]] == pytest.approx([c.start for c in chords[1:]], abs=1e-3)
        assert 60 <= song.truth.tempo <= 140
        near = [min(abs(c.start - beat.time) for beat in song.truth.beats) for c in chords[2:-2]]
        assert median(near) < 0.01
