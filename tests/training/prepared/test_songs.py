"""Songs as a database keeps them: what is drawn, and the targets of their segments."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.analysis import in_tune
from model.chords import NO_CHORD, Chord
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import SAMPLE_RATE
from preprocessing.onsets import FRAME_RATE
from tests.helpers.sounds import sines
from training.prepared import songs, sources
from training.prepared.beats import beat_targets
from training.prepared.pictures import NO_TYPE, encode
from training.prepared.songs import SEGMENTS, SONG_SHAPE, SongRecipe, compute, targets, without_chords
from training.songs import arrange
from training.songs.song import Beat, Note, Part, Song, TimedChord
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

RECIPE = SongRecipe("smoke", songs=30, seed=3)
SECONDS = arrange.SECONDS
SHEETS = """\
song,tonic,mode,metre,bar,beat,beats,root,type,bass
1,0,major,4/4,0,0,4,0,maj,0
1,0,major,4/4,1,0,4,0,maj,0
"""


@pytest.fixture(autouse=True)
def players(monkeypatch):
    """One instrument of sines, and some noise to speak with."""
    noise = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE, dtype=np.int16)
    band = Instruments((), (sines("sines"),), (), (), (noise,))
    monkeypatch.setattr(sources.instruments, "load", lambda split, notes, cache: band)
    return band


def changing_at(*times: float) -> Song:
    """A song that goes from no chord to C major over E, and then to A minor seventh, at two times."""
    chords = (NO_CHORD, Chord("C", "maj", "E"), Chord("A", "min7"))
    spans = zip((0.0, *times), (*times, SECONDS), chords, strict=True)
    parts = (Part("chords", (Note(0, 1, 60, 0.8),)), Part("melody", (Note(0, 1, 72, 0.8),)))
    return Song(SECONDS, parts, (Beat(0.0, 1),), tuple(TimedChord(*span) for span in spans), ())


def test_a_segment_has_the_chord_that_sounds_at_its_centre():
    step, first = 2 * 2048 / SAMPLE_RATE, 1024 / SAMPLE_RATE  # frames 0 and 1 are in the middle of the first
    song = changing_at(first + 9.9 * step, first + 20.1 * step)
    found = targets(song).tolist()
    assert len(found) == SEGMENTS
    assert found[:10] == [[12, NO_TYPE, NO_TYPE]] * 10
    assert found[10:21] == [list(encode(Chord("C", "maj", "E")))] * 11
    assert found[21:] == [list(encode(Chord("A", "min7")))] * (SEGMENTS - 21)


def test_a_song_has_a_segment_for_every_quarter_of_a_second():
    frames = PitchSpectrogram().of_songs(torch.zeros(1, int(SECONDS * SAMPLE_RATE))).shape[1:]
    assert tuple(frames) == SONG_SHAPE
    assert -(-frames[1] // 2) == SEGMENTS


def test_each_song_has_a_seed_of_its_own_and_stays_the_same(tmp_path):
    drawn = [recipe[i].record(tmp_path) for recipe in (RECIPE, replace(RECIPE, seed=4)) for i in (0, 1)]
    assert len({song.chords for song, _ in drawn}) == 4
    song, waveform = RECIPE[0].record(tmp_path)
    assert song == drawn[0][0]
    assert np.array_equal(waveform, drawn[0][1])
    assert len(waveform) == int(SECONDS * SAMPLE_RATE)
    assert replace(RECIPE, songs=1)[0].record(tmp_path)[0] == song  # however many there are


def test_a_chunk_holds_spectrograms_and_targets_of_its_songs(tmp_path):
    chunk = compute(7, [RECIPE[0], RECIPE[1]], tmp_path)
    assert chunk.number == 7
    assert chunk.spectrograms.shape == (2, *SONG_SHAPE)
    assert [row.split for row in chunk.rows] == ["smoke"] * 2
    for place in range(2):
        song, waveform = RECIPE[place].record(tmp_path)
        assert np.array_equal(chunk.labels[place].reshape(SEGMENTS, 3), targets(song))
        drawn = PitchSpectrogram().of_songs(torch.from_numpy(waveform)[None])[0].numpy()
        assert np.abs(chunk.spectrograms[place] / 255 - in_tune(drawn)).max() < 0.6 / 255


def test_some_recordings_hold_no_chord(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(songs.recording, "record_no_song", lambda *_: told.append("noise"))
    monkeypatch.setattr(songs.recording, "record", lambda song, *_: told.append({p.role for p in song.parts}))
    monkeypatch.setattr(songs, "NO_SONG_SHARE", 0.3)
    monkeypatch.setattr(songs, "ALONE_SHARE", 0.4)
    for draw in (RECIPE[i] for i in range(30)):
        song, _ = draw.record(tmp_path)
        is_silent = [timed.chord for timed in song.chords] == [NO_CHORD]
        assert is_silent == (told[-1] == "noise" or told[-1] <= {"melody", "drums"})
    assert told.count("noise") in range(3, 16)
    assert {"melody"} in told or {"melody", "drums"} in told
    assert any("chords" in roles for roles in told if roles != "noise")


def test_what_players_leave_out_is_in_the_truth(tmp_path, monkeypatch):
    played = []
    monkeypatch.setattr(songs, "NO_SONG_SHARE", 0.0)
    monkeypatch.setattr(songs, "ALONE_SHARE", 0.0)
    monkeypatch.setattr(songs, "thinned", lambda song, _: replace(song, parts=()))
    monkeypatch.setattr(songs.recording, "record", lambda song, *_: played.append(song))
    song, _ = RECIPE[0].record(tmp_path)
    assert song.parts
    assert played == [replace(song, parts=())]


def test_without_chords_only_what_plays_none_is_left():
    song = changing_at(1.0, 2.0)
    silent = without_chords(song, ("melody", "drums"))
    assert [part.role for part in silent.parts] == ["melody"]
    assert silent.chords == (TimedChord(0.0, SECONDS, NO_CHORD),)
    assert (silent.keys, without_chords(song).parts) == ((), ())


@pytest.mark.parametrize("has_kit", [True, False])
def test_drums_that_nobody_can_play_are_no_part_of_the_truth(tmp_path, monkeypatch, players, has_kit):
    kit = NoteBank("kit_drums", {38: (np.full(800, 9000, np.int16),)})
    kits = (kit,) if has_kit else ()
    monkeypatch.setattr(sources.instruments, "load", lambda *_: replace(players, drums=kits))
    chords = Part("chords", (Note(8.0, 10.0, 60, 0.8),))
    drums = Part("drums", (Note(0.0, 0.1, 38, 0.8), Note(12.0, 12.1, 38, 0.8)))
    beats = tuple(Beat(0.5 * place, place % 4 + 1) for place in range(48))
    written = Song(SECONDS, (chords, drums), beats, (TimedChord(0.0, SECONDS, Chord("C", "maj")),), ())
    monkeypatch.setattr(songs.arrange, "draw_song", lambda *_: written)
    monkeypatch.setattr(songs, "NO_SONG_SHARE", 0.0)
    monkeypatch.setattr(songs, "ALONE_SHARE", 0.0)
    monkeypatch.setattr(songs.recording, "record", lambda *_: None)
    song, _ = RECIPE[0].record(tmp_path)
    times = np.flatnonzero(beat_targets(song)) / FRAME_RATE
    assert (times[0], times[-1]) == ((0.0, 12.5) if has_kit else (7.5, 8.5))


def test_lead_sheets_are_played(tmp_path):
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(SHEETS)
    songs.read_sheets.cache_clear()
    drawn = [replace(RECIPE, sheets=str(sheets))[i].record(tmp_path)[0] for i in range(12)]
    from_sheet = [one for one in drawn if {c.chord.type for c in one.chords} - {None} == {"maj"}]
    assert any(len({c.chord.root for c in one.chords} - {None}) == 1 for one in from_sheet)


def test_a_name_follows_recipe_code_and_sheets(tmp_path, monkeypatch):
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(SHEETS)
    with_sheets = replace(RECIPE, sheets=str(sheets))
    names = [RECIPE.name, replace(RECIPE, seed=4).name, replace(RECIPE, songs=31).name, with_sheets.name]
    sheets.write_text(SHEETS + "1,0,major,4/4,2,0,4,7,maj,7\n")
    names.append(with_sheets.name)
    monkeypatch.setattr(songs, "COMPOSING", songs.COMPOSING[1:])
    names.append(RECIPE.name)
    assert len(set(names)) == len(names)
    assert names[0].startswith("songs-smoke-30-3-")


def test_all_that_songs_are_composed_and_recorded_with_counts():
    room = {module.__name__.rpartition(".")[2] for module in (*sources.DECIDING, *songs.COMPOSING)}
    assert {"arrange", "recording", "progressions", "singing", "shapes", "thinning", "lines", "loops"} <= room
    assert {"adjust", "harte", "pictures", "songs", "sources"} <= room
