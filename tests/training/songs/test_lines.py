from itertools import pairwise

import numpy as np
import pytest

from model.chords import NO_CHORD, ROOTS
from model.harte import parse
from training.songs.harmony import Progression, Step
from training.songs.lines import (
    CRASH,
    LOWEST_BASS,
    LOWEST_SECOND,
    MELODY_RANGE,
    play_bass,
    play_drums,
    play_melody,
    play_second,
)
from training.songs.patterns import BASS_ROWS, DRUM_ROWS, FILLS
from training.songs.progressions import from_grammar

LABELS = ("C", "A:min7", "D:min/b3", "N", "G:7", "C/2")
SONG = Progression("pop", 4, 1, tuple(Step(parse(label), 4, 0, "maj") for label in 6 * LABELS))


@pytest.mark.parametrize("name", BASS_ROWS)
def test_every_chord_begins_with_its_bass_and_no_chord_has_none(name: str) -> None:
    first = {}
    for stroke in play_bass(name, SONG, np.random.default_rng(0)):
        assert SONG.steps[SONG.place(stroke.start)].chord != NO_CHORD
        first.setdefault(SONG.place(stroke.start), stroke.notes[0])
    assert len(first) == 30
    for place, note in first.items():
        chord = SONG.steps[place].chord
        assert ROOTS[note % 12] == (chord.bass or chord.root)
        assert LOWEST_BASS <= note < LOWEST_BASS + 12


def test_a_walking_bass_steps_into_the_next_chord() -> None:
    strokes = play_bass("walking", SONG, np.random.default_rng(1))
    steps = [
        abs(after.notes[0] - before.notes[0])
        for before, after in pairwise(strokes)
        if after.start == before.end and SONG.place(after.start) != SONG.place(before.start)
    ]
    assert sum(step <= 2 for step in steps) > 0.5 * len(steps)
    assert len({stroke.notes for stroke in strokes}) > 8


def test_a_melody_has_chord_notes_where_chords_begin_and_others_between() -> None:
    at_change, between = [], []
    for seed in range(40):
        progression = from_grammar(64, np.random.default_rng(seed))
        for stroke in play_melody(progression, 60, np.random.default_rng(seed)):
            assert 60 - 2 <= stroke.notes[0] <= 60 + MELODY_RANGE
            is_own = (
                stroke.notes[0] % 12 in progression.steps[progression.place(stroke.start)].chord.pitch_classes
            )
            (at_change if stroke.start in progression.starts else between).append(is_own)
    assert 0.75 < np.mean(at_change) < 1  # the others are suspended, or pentatonic
    assert 0.35 < np.mean(between) < 0.75


def test_a_melody_moves_by_steps_more_than_by_leaps() -> None:
    notes = [stroke.notes[0] for stroke in play_melody(SONG, 60, np.random.default_rng(0))]
    assert len(notes) > 100
    moves = np.abs(np.diff(notes))
    assert np.mean(moves <= 2) > 0.5
    assert np.mean(moves > 7) < 0.1


def test_suspended_notes_fall_into_the_chord() -> None:
    steps = tuple(Step(parse(label), 1, 0, "maj") for label in 100 * ("C", "D:min", "E:min", "F"))
    progression = Progression("pop", 4, 1, steps)
    strokes = play_melody(progression, 60, np.random.default_rng(3))
    falls = [
        after.notes[0]
        for before, held, after in zip(strokes, strokes[1:], strokes[2:], strict=False)
        if before.notes == held.notes
        and held.start in progression.starts
        and held.notes[0] - after.notes[0] in (1, 2)
        and held.notes[0] % 12 not in steps[progression.place(held.start)].chord.pitch_classes
    ]
    assert len(falls) > 5


@pytest.mark.parametrize("name", DRUM_ROWS)
def test_drums_play_their_groove_in_every_bar(name: str) -> None:
    progression = from_grammar(64, np.random.default_rng(2))
    strokes = play_drums(name, progression, np.random.default_rng(0))
    known = {
        drum
        for table in (DRUM_ROWS[name], FILLS)
        for kit in table.values()
        if isinstance(kit, dict)
        for drum in kit
    }
    assert {stroke.notes[0] for stroke in strokes} <= {*known, CRASH}
    played = {int(stroke.start + progression.first - 1) // progression.metre for stroke in strokes}
    assert played == set(range(progression.bars))


def test_drums_rest_without_harmony_or_play_on() -> None:
    silent = []
    for seed in range(20):
        strokes = play_drums("rock", SONG, np.random.default_rng(seed))
        silent.append(all(SONG.steps[SONG.place(stroke.start)].chord != NO_CHORD for stroke in strokes))
    assert set(silent) == {True, False}


def test_a_second_voice_goes_with_the_melody_in_the_harmony() -> None:
    melody = play_melody(SONG, 65, np.random.default_rng(0))
    intervals = set()
    for seed in range(10):
        second = play_second(melody, SONG, np.random.default_rng(seed))
        assert [(s.start, s.end) for s in second] == [(s.start, s.end) for s in melody]
        for above, below in zip(melody, second, strict=True):
            step = SONG.steps[SONG.place(above.start)]
            both = {above.notes[0] % 12, below.notes[0] % 12}
            assert both <= {*step.scale, above.notes[0] % 12}
            assert above.notes[0] % 12 not in step.chord.pitch_classes or both <= {*step.chord.pitch_classes}
            intervals.add(above.notes[0] - below.notes[0])
    assert {3, 4, 5, 12} <= intervals
    assert min(intervals) >= 3


def test_a_second_voice_is_never_low_enough_to_be_a_bass() -> None:
    melody = play_melody(SONG, LOWEST_SECOND, np.random.default_rng(0))
    for seed in range(10):
        assert (
            min(s.notes[0] for s in play_second(melody, SONG, np.random.default_rng(seed))) >= LOWEST_SECOND
        )
