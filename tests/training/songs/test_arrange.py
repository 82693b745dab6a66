from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from model.harte import parse
from training.songs.arrange import FASTEST, LINEUPS, SLOWEST, STYLES, arrange, draw_song
from training.songs.harmony import Progression, Step
from training.songs.perform import DRIFT, LAG, MOST_OFF, draw_beats, swung
from training.songs.progressions import STYLES as STYLE_WEIGHTS
from training.songs.song import ROLES, Song

MANY = 150
SECONDS = 24.0


@pytest.fixture(scope="module")
def songs() -> list[Song]:
    """Many songs."""
    return [draw_song(np.random.default_rng(seed)) for seed in range(MANY)]


def test_beats_are_even_within_the_drift(songs: list[Song]) -> None:
    for song in songs:
        times = np.array([beat.time for beat in song.beats])
        lengths = np.diff(times)
        assert np.all(np.abs(lengths / np.median(lengths) - 1) < 2 * DRIFT)
        assert np.all(np.abs(np.diff(lengths)) < 0.05 * np.median(lengths))
        assert SLOWEST * (1 - 2 * DRIFT) < 60 / np.median(lengths) < FASTEST * (1 + 2 * DRIFT)
        assert 0 <= times[0] < times[-1] < SECONDS


def test_metres_have_their_bars(songs: list[Song]) -> None:
    metres = Counter()
    for song in songs:
        positions = [beat.position for beat in song.beats]
        metre = max(positions)
        metres[metre] += 1
        assert all(after == before % metre + 1 for before, after in pairwise(positions))
    assert set(metres) == {2, 3, 4, 6}
    assert metres[4] > MANY / 2


def test_an_upbeat_comes_before_the_first_downbeat() -> None:
    steps = tuple(
        Step(parse(label), beats, 0, "maj") for label, beats in (("N", 2), ("C", 4), ("C", 4), ("F", 4))
    )
    times = 1 + 0.5 * np.arange(15)
    song = arrange(Progression("folk", 4, 3, steps), times, 9.0, np.random.default_rng(0))
    assert [beat.position for beat in song.beats] == [3, 4, *3 * (1, 2, 3, 4)]
    assert [(timed.start, timed.end, timed.chord.label) for timed in song.chords] == [
        (0, 2, "N"),
        (2, 6, "C:maj"),  # the same chord twice is one
        (6, 8, "F:maj"),
        (8, 9, "N"),
    ]
    assert song.keys == ((0, 9, "C", "maj"),)


def test_chords_and_keys_cover_the_song_and_begin_on_beats(songs: list[Song]) -> None:
    for song in songs:
        times = {beat.time for beat in song.beats}
        for spans in (song.chords, song.keys):
            assert spans[0].start == 0
            assert spans[-1].end == song.seconds == SECONDS
            assert all(before.end == after.start for before, after in pairwise(spans))
            assert all(before[2:] != after[2:] for before, after in pairwise(spans))
            assert {span.start for span in spans} - times <= {0.0, spans[-1].start}
        after_the_end = song.chords[-1].start not in {0.0, *times}
        assert not after_the_end or song.chords[-1].chord == NO_CHORD


def test_every_type_role_key_and_lineup_occurs(songs: list[Song]) -> None:
    assert {timed.chord.type for song in songs for timed in song.chords} == {*TYPES, None}
    assert {part.role for song in songs for part in song.parts} == set(ROLES)
    assert {(key.tonic, key.mode) for song in songs for key in song.keys} == {
        (root, mode) for root in ROOTS for mode in ("maj", "min")
    }
    assert {" ".join(part.role for part in song.parts) for song in songs} == set(LINEUPS)
    assert set(STYLES) == set(STYLE_WEIGHTS)


def test_notes_are_in_order_within_the_song_and_of_sensible_pitch(songs: list[Song]) -> None:
    for song in songs:
        for part in song.parts:
            starts = [note.start for note in part.notes]
            assert starts == sorted(starts)
            assert all(0 <= note.start < note.end <= SECONDS for note in part.notes)
            assert all(24 <= note.midi <= 108 and 0 < note.velocity <= 1 for note in part.notes)


def test_the_lowest_note_that_begins_with_a_chord_is_its_bass(songs: list[Song]) -> None:
    right = []
    for song in songs:
        notes = [
            note
            for part in song.parts
            if part.role not in ("drums", "melody", "second")
            for note in part.notes
        ]
        for start, end, chord in song.chords:
            begun = [n.midi for n in notes if abs(n.start - start) <= MOST_OFF + LAG and n.end > start + 0.2]
            if chord != NO_CHORD and len(begun) > 1 and end - start > 0.5:
                right.append(ROOTS[min(begun) % 12] == (chord.bass or chord.root))
    assert len(right) > MANY
    assert np.mean(right) > 0.97  # the others come late, or are short notes on the way


def test_chords_and_pads_sound_with_the_chord(songs: list[Song]) -> None:
    own = []
    for song in songs:
        for note in (note for part in song.parts if part.role in ("chords", "pad") for note in part.notes):
            heard = note.start + min(0.1, 0.5 * (note.end - note.start))
            around = [t.chord for t in song.chords if t.start < heard + 0.5 and t.end > heard]
            own.append(any(note.midi % 12 in sounding(chord) for chord in around))
    assert np.mean(own) > 0.99


def sounding(chord: Chord) -> set[int]:
    """The pitch classes of a chord and its bass."""
    return {*chord.pitch_classes, *([] if chord.bass is None else [ROOTS.index(chord.bass)])}


def test_some_chords_ring_into_the_next(songs: list[Song]) -> None:
    ringing = 0
    for song in songs:
        changes = [timed.start for timed in song.chords[1:-1]]
        notes = [note for part in song.parts if part.role in ("chords", "pad") for note in part.notes]
        ringing += any(n.start < change - 0.3 and n.end > change + 0.2 for change in changes for n in notes)
    assert 0.2 < ringing / MANY < 0.8


def test_the_same_seed_composes_the_same_song() -> None:
    assert draw_song(np.random.default_rng(3)) == draw_song(np.random.default_rng(3))
    assert draw_song(np.random.default_rng(3)) != draw_song(np.random.default_rng(4))


def test_songs_of_any_length_are_composed() -> None:
    for seconds in (5.0, 240.0):
        song = draw_song(np.random.default_rng(0), seconds=seconds)
        assert song.chords[-1].end == song.seconds == seconds


def test_beats_are_as_fast_as_asked() -> None:
    times = draw_beats(120, 400, np.random.default_rng(0))
    assert len(times) == 401
    assert times[0] == 0
    assert np.median(np.diff(times)) == pytest.approx(0.5, rel=DRIFT)


def test_swing_moves_the_second_half_of_a_beat() -> None:
    np.testing.assert_allclose(swung(np.array([0.0, 1.0, 3.0]), 0.6), [0, 0.6, 1, 2.2, 3])


def test_the_slower_the_beats_the_more_notes_to_each() -> None:
    progression = Progression("pop", 4, 1, (Step(parse("C"), 4, 0, "maj"),) * 8)

    def notes_a_beat(tempo: float) -> float:
        times, notes = 60 / tempo * np.arange(33), 0
        for seed in range(60):
            song = arrange(progression, times, times[-1], np.random.default_rng(seed))
            notes += sum(
                len({note.start for note in part.notes}) for part in song.parts if part.role != "bass"
            )
        return notes / 60 / 32

    assert notes_a_beat(62) > 1.3 * notes_a_beat(100)
    assert notes_a_beat(100) == pytest.approx(notes_a_beat(150), rel=0.2)
