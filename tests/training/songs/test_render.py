import csv
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import sines
from training.songs import annotation, render
from training.songs.arrangements import Track
from training.songs.song import Note
from training.sounds.banks import NoteBank

SINES = sines("sines")


def perform(parts, players, seed=0, seconds=4.0):
    return render.perform(parts, seconds, players, np.random.default_rng(seed))


def strongest(sound):
    """The pitch of the strongest sine, as a MIDI number with a fraction."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    return 69 + 12 * np.log2(spectrum.argmax() * SAMPLE_RATE / 2**18 / 440)


def rms(sound):
    return np.sqrt(np.square(sound).mean())


def test_every_note_sounds_when_it_should(players):
    notes = (Note(0.5, 1.5, 60, 0.7), Note(2.0, 3.0, 67, 0.7))
    sound = perform([Track(SINES, notes)], players)
    assert (sound.dtype, len(sound)) == (np.float32, 4 * SAMPLE_RATE)
    assert np.abs(sound).max() == pytest.approx(render.PEAK)
    quarters = sound.reshape(8, -1)
    assert strongest(quarters[1]) == pytest.approx(60, abs=0.4)  # in tune to some 9 cents
    assert strongest(quarters[4]) == pytest.approx(67, abs=0.4)
    assert rms(quarters[0]) == 0
    assert rms(quarters[7]) < 0.05 * rms(quarters[5])


def test_a_velocity_is_a_level(players):
    sound = perform([Track(SINES, (Note(0, 1, 60, 0.5), Note(2, 3, 60, 1.0)))], players)
    soft, loud = rms(sound[1600:14400]), rms(sound[33600:46400])
    assert 20 * np.log10(loud / soft) == pytest.approx(40 * np.log10(2), abs=0.1)


def test_parts_are_as_loud_as_asked(players):
    players = replace(players, rooms=())
    quiet = Track(NoteBank("low", {60: (SINES.notes[60][0] // 8,)}), (Note(4, 5.5, 60, 0.3),), level=-6.0)
    sound = perform([Track(SINES, (Note(0, 1.5, 60, 1.0),)), quiet], players, seconds=8.0)
    loud, soft = (render.loudness(half) for half in np.split(sound, 2))
    assert 20 * np.log10(loud / soft) == pytest.approx(6, abs=0.1)


def test_a_band_plays_in_a_room_and_a_piano_does_not(players):
    hit = NoteBank("click_drums", {38: (np.full(400, 9000, np.int16),)})
    click = Track(hit, (Note(1.0, 1.1, 38, 0.8),))
    echo = slice(int(1.1 * SAMPLE_RATE), int(1.1 * SAMPLE_RATE) + 400)
    assert rms(perform([click], players)[echo]) < 1e-6
    together = perform([click, click], players)
    level = 20 * np.log10(rms(together[echo]) / rms(together[SAMPLE_RATE : SAMPLE_RATE + 400]))
    assert render.ROOM[0] - 0.5 <= level <= render.ROOM[1] + 0.5


def test_the_same_seed_gives_the_same_song_whatever_else_is_rendered(song, players, tmp_path):
    for folder, seed in (("a", 0), ("b", 0), ("c", 1)):
        (tmp_path / folder).mkdir()
        if folder == "b":
            render.write_song(song, "piano", players, tmp_path / folder, seed)
        render.write_song(song, "band", players, tmp_path / folder, seed)
    first, again, other = ((tmp_path / folder / "007-band.flac").read_bytes() for folder in "abc")
    assert first == again
    assert first != other


def test_the_command_writes_songs_with_their_truth(folder, song, players, tmp_path, monkeypatch):
    monkeypatch.setattr(render.instruments, "load", lambda *_: players)
    command = ["--songs", str(folder.parent), "--to", str(tmp_path)]
    render.main([*command, "--arrangement", "piano"])
    render.main([*command, "--arrangement", "band", "--only", "007"])
    render.main([*command, "--only", "008"])
    with open(tmp_path / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["path"], row["arrangement"]) for row in rows] == [
        ("007-band.flac", "band"), ("007-piano.flac", "piano")
    ]  # fmt: skip
    assert rows[0] | {"instruments": ""} == {
        "path": "007-band.flac", "arrangement": "band", "style": "pop", "seconds": "12.5", "tempo": "120.0",
        "metre": "4", "key": "A:min", "instruments": "",
    }  # fmt: skip
    assert rows[1]["instruments"] == "piano_yamahaC3"
    sound, rate = soundfile.read(tmp_path / "007-band.flac")
    assert (rate, len(sound)) == (SAMPLE_RATE, int(song.seconds * SAMPLE_RATE))
    assert annotation.read(tmp_path / "007-band").key == "A:min"
    assert (tmp_path / "007-piano.lab").read_text() == (tmp_path / "007-band.lab").read_text()


def test_songs_that_are_missing_are_asked_for(tmp_path, capsys):
    with pytest.raises(SystemExit):
        render.main(["--songs", str(tmp_path / "nowhere"), "--to", str(tmp_path / "songs")])
    assert "name their folder with --songs" in capsys.readouterr().err
