"""Chords in time from the logits of segments made up by hand."""

import numpy as np
import pytest

from model.chords import ROOTS, TYPES
from model.decision import TRIADS, Calibration
from model.harte import parse
from model.prediction import Logits
from model.segments import (
    FIRST_CENTRE,
    PRICE_OFF_BEAT,
    PRICE_ON_BEAT,
    PRICE_ON_DOWNBEAT,
    STEP,
    UNIT,
    between,
    find_units,
    heard_between,
    name_chords,
)
from model.timeline import Beat

SECONDS = 16 * STEP


def logits(*labels, height=6.0):
    """Logits of segments that each speak for one chord and its bass."""
    roots, types, basses = (np.zeros((len(labels), *shape)) for shape in ((13,), (len(TYPES), 12), (12,)))
    for place, label in enumerate(labels):
        chord = parse(label)
        root = len(ROOTS) if chord.root is None else ROOTS.index(chord.root)
        roots[place, root] = height
        if chord.root is not None:
            types[place, TYPES.index(chord.type), root] = height
            basses[place, ROOTS.index(chord.bass or chord.root)] = height
    return Logits(roots, types, basses)


def named(heard, beats=(), **options):
    return name_chords(heard, Calibration(), SECONDS, beats, **options)


def test_chords_cover_the_song_and_change_between_segments():
    chords = named(logits(*["C:maj"] * 8, *["G:7/3"] * 8))
    assert [timed.chord.label for timed in chords] == ["C:maj", "G:7/3"]
    assert [chords[0].start, chords[-1].end] == [0, SECONDS]
    assert chords[0].end == chords[1].start == pytest.approx(FIRST_CENTRE + 7.5 * STEP, abs=0.51 * UNIT)
    assert all(timed.confidence > 0.8 and timed.sure for timed in chords)
    assert all(len(timed.alternatives) == 4 for timed in chords)


def test_a_change_near_a_beat_is_on_the_beat():
    beats = tuple(Beat(FIRST_CENTRE + 7.5 * STEP + 0.1 + 0.5 * beat, beat % 4 + 1) for beat in range(-4, 4))
    chords = named(logits(*["C:maj"] * 8, *["F:maj"] * 8), beats)
    assert [timed.end for timed in chords] == [beats[4].time, SECONDS]


def test_a_single_doubtful_segment_is_no_chord_of_its_own():
    heard = logits(*["A:min"] * 8, "A:sus2", *["A:min"] * 7, height=4.0)
    assert [timed.chord.label for timed in named(heard)] == ["A:min"]


def test_the_simple_vocabulary_names_families():
    (timed,) = named(logits(*["D:min7"] * 16), vocabulary=TRIADS)
    assert timed.chord.label == "D:min"


def test_nothing_is_named_where_nothing_is_played():
    (timed,) = named(logits(*["N"] * 16))
    assert timed.chord.label == "N"


def test_a_song_of_one_segment():
    (timed,) = name_chords(logits("E:maj"), Calibration(), 0.4)
    assert (timed.start, timed.end, timed.chord.label) == (0.0, 0.4, "E:maj")


def test_a_part_of_a_song_says_what_its_segments_say():
    song = logits("C", "C", "G", "G", "F:min")
    in_g = heard_between(song, FIRST_CENTRE + 1.5 * STEP, FIRST_CENTRE + 3.5 * STEP)
    assert in_g.roots.argmax() == ROOTS.index("G")
    half = heard_between(song, FIRST_CENTRE + 0.5 * STEP, FIRST_CENTRE + 2.5 * STEP)
    np.testing.assert_allclose(half.types, (song.types[1] + song.types[2]) / 2)
    between_centres = heard_between(song, FIRST_CENTRE + 3.6 * STEP, FIRST_CENTRE + 3.9 * STEP)
    np.testing.assert_allclose(between_centres.basses, song.basses[4])


def test_units_are_beats_and_their_halves_from_the_beginning_to_the_end():
    units = find_units((Beat(1.0, 2), Beat(2.0, 1), Beat(3.0, 2)), 4.6)
    assert units.edges.tolist() == [0, 1, 1.5, 2, 2.5, 3, 4, 4.6]
    weak, off = PRICE_ON_BEAT, PRICE_OFF_BEAT
    assert units.prices.tolist() == [weak, off, PRICE_ON_DOWNBEAT, off, weak, weak]
    assert units.bar == 4


def test_eighths_are_not_halved():
    beats = tuple(Beat(0.25 * beat, beat % 6 + 1) for beat in range(13))
    units = find_units(beats, 3.2)
    assert units.edges.tolist() == [*(beat.time for beat in beats), 3.2]
    assert units.bar == 6


def test_without_beats_units_are_equal():
    units = find_units((), 10 * UNIT)
    assert np.diff(units.edges) == pytest.approx([UNIT] * 10)
    assert units.lengths == pytest.approx([UNIT / STEP] * 10)
    assert units.bar is None
    assert len(units.prices) == 9


def test_the_integral_of_a_line_between_segments():
    centres = FIRST_CENTRE + STEP * np.arange(5)
    edges = np.array([centres[0], centres[1], centres[1] + STEP / 2, centres[4], centres[4] + STEP])
    (rising,) = between(np.arange(5.0)[:, None], edges).T
    assert rising == pytest.approx([0.5, 0.625, 6.875, 4.0])
