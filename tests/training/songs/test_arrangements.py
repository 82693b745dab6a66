from dataclasses import replace

import numpy as np
import pytest

from tests.helpers.sounds import sines
from training.songs.annotation import Span
from training.songs.arrangements import HAT, KICK, band, bass_line, drum_beat, piano
from training.songs.pop909 import BRIDGE, MELODY, PIANO
from training.songs.recording import RIDE, SNARE


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_a_piano_plays_accompaniment_and_melody(song, players, rng):
    (part,) = piano(song, players, rng)
    assert part.bank.instrument == "piano_yamahaC3"
    assert sorted(part.notes, key=repr) == sorted(song.tracks[PIANO] + song.tracks[MELODY], key=repr)


def test_a_band_has_its_players(song, players, rng):
    accompaniment, melody, bridge, bass, drums = band(song, players, rng)
    assert accompaniment.bank.instrument == "piano_yamahaC3"
    assert (melody.notes, bridge.notes) == (song.tracks[MELODY], song.tracks[BRIDGE])
    assert len({melody.bank.instrument, bridge.bank.instrument} & {"harp", "violin", "organ"}) == 2
    assert (bass.bank.instrument, drums.bank.instrument) == ("contrabass", "kit_drums")
    assert accompaniment.level == 0
    assert max(abs(part.level) for part in (melody, bridge, bass, drums)) <= 6


def test_a_band_without_bass_or_drums(song, players, rng):
    parts = band(song, replace(players, basses=(), drums=()), rng)
    assert [part.notes for part in parts] == [song.tracks[name] for name in (PIANO, MELODY, BRIDGE)]


def test_the_bass_plays_the_annotated_bass(song):
    notes = bass_line(song)
    assert [note.midi for note in notes] == [28, 33, 29, 31]  # E under C:maj/3, A, F, G
    assert [note.start for note in notes] == pytest.approx([2.01, 4.01, 6.01, 8.01])
    assert notes[0].end == notes[1].start
    assert notes[-1].end == pytest.approx(10.01)


def test_the_bass_plays_on_downbeats_too_and_rests_without_a_chord(song):
    chords = (Span(0, 2.01, "N"), Span(2.01, 5.01, "D:min"), Span(5.01, 6.01, "N"), Span(6.01, 12, "A:7/5"))
    notes = bass_line(replace(song, truth=replace(song.truth, chords=chords)))
    assert [(round(note.start, 2), note.midi) for note in notes] == [
        (2.01, 38), (4.01, 38), (6.01, 28), (8.01, 28)
    ]  # fmt: skip


def test_drums_follow_the_beats_from_the_melody_on(song, players, rng):
    hits = drum_beat(song, players.drums[0], rng)
    first_bar = [(round(note.start, 2), note.midi) for note in hits if note.start < 6]
    assert [hit for hit in first_bar if hit[1] == KICK] == [(4.01, KICK), (5.01, KICK)]
    assert [hit for hit in first_bar if hit[1] == SNARE] == [(4.51, SNARE), (5.51, SNARE)]
    cymbals = [time for time, drum in first_bar if drum == RIDE]  # the kit has no hi-hat
    assert cymbals == pytest.approx(np.arange(8) / 4 + 4.01)


def test_drums_in_three(song, rng):
    waltz = tuple(beat._replace(position=i % 3 + 1) for i, beat in enumerate(song.truth.beats))
    waltz = replace(song, truth=replace(song.truth, beats=waltz))
    kit = replace(sines("drums"), notes=dict.fromkeys((KICK, SNARE, HAT, RIDE), ()))
    hits = drum_beat(waltz, kit, rng)
    assert [round(note.start, 2) for note in hits if note.midi == KICK] == [5.01, 6.51, 8.01]
    assert {note.midi for note in hits} == {KICK, SNARE, HAT}
