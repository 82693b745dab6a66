"""Chords in time from the logits of segments made up by hand."""

import numpy as np
import pytest

from model.chords import ROOTS, TYPES
from model.decision import TRIADS, Calibration
from model.harte import parse
from model.prediction import Logits
from model.segments import FIRST_CENTRE, STEP, name_chords
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
    assert chords[0].end == chords[1].start == pytest.approx(FIRST_CENTRE + 7.5 * STEP)
    assert all(timed.confidence > 0.8 and timed.sure for timed in chords)
    assert all(len(timed.alternatives) == 4 for timed in chords)


def test_a_change_near_a_beat_is_on_the_beat():
    beat = Beat(FIRST_CENTRE + 7.5 * STEP + 0.1, 1)
    chords = named(logits(*["C:maj"] * 8, *["F:maj"] * 8), (Beat(0.1, 1), beat))
    assert chords[0].end == beat.time


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
