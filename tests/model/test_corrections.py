"""Songs corrected by somebody who knows better."""

from dataclasses import replace
from math import inf, nan

import pytest

from model.corrections import Correction, correct
from model.export import EXPORTERS
from model.prediction import Candidate
from model.timeline import Timeline
from tests.helpers.timelines import SONGS, labels_in_bars, make_free_timeline, make_timeline

SONG = make_timeline("C:maj . . . | A:min . F:maj . | G:7 . . .", first=0.0)  # a beat is half a second


def spans(timeline: Timeline) -> list[tuple[float, float, str]]:
    return [(timed.start, timed.end, timed.chord.label) for timed in timeline.chords]


def doubtful(timeline: Timeline, place: int) -> Timeline:
    """The same with one chord in doubt."""
    chords = list(timeline.chords)
    others = (Candidate(chords[0].chord, 0.3),)
    chords[place] = replace(chords[place], confidence=0.4, sure=False, alternatives=others)
    return replace(timeline, chords=tuple(chords))


def test_no_correction_changes_nothing() -> None:
    assert correct(SONG, []) == SONG


def test_a_chord_is_replaced_and_sure() -> None:
    corrected = correct(doubtful(SONG, 1), [Correction(2.0, 3.0, "Ebmaj7/G")])
    assert spans(corrected)[1] == (2.0, 3.0, "Eb:maj7/3")
    timed = corrected.chords[1]
    assert (timed.confidence, timed.sure, timed.alternatives) == (1.0, True, ())
    assert corrected.chords[2:] == SONG.chords[2:]


def test_a_chord_is_split_where_a_correction_begins() -> None:
    corrected = correct(SONG, [Correction(1.0, 2.0, "Dm")])
    assert labels_in_bars(corrected)[0] == ["C:maj", "C:maj", "D:min", "D:min"]
    assert spans(corrected)[:3] == [(0.0, 1.0, "C:maj"), (1.0, 2.0, "D:min"), (2.0, 3.0, "A:min")]


def test_a_chord_is_split_in_three() -> None:
    corrected = correct(SONG, [Correction(0.5, 1.0, "F")])
    assert labels_in_bars(corrected)[0] == ["C:maj", "F:maj", "C:maj", "C:maj"]


def test_a_correction_may_swallow_several_chords() -> None:
    assert spans(correct(SONG, [Correction(1.0, 5.0, "Dm")])) == [
        (0.0, 1.0, "C:maj"),
        (1.0, 5.0, "D:min"),
        (5.0, 6.0, "G:7"),
    ]


def test_the_same_chord_beside_it_becomes_one_with_it() -> None:
    corrected = correct(SONG, [Correction(2.0, 3.0, "F")])
    assert spans(corrected)[1] == (2.0, 4.0, "F:maj")
    assert corrected.chords[1].confidence == pytest.approx(0.95)  # of 1 and 0.9, as long as each other


def test_what_is_doubtful_beside_it_stays_apart() -> None:
    corrected = correct(doubtful(SONG, 2), [Correction(2.0, 3.0, "F")])
    assert spans(corrected)[1:3] == [(2.0, 3.0, "F:maj"), (3.0, 4.0, "F:maj")]
    assert [timed.sure for timed in corrected.chords[1:3]] == [True, False]


def test_a_doubt_can_be_confirmed_in_one_place() -> None:
    corrected = correct(doubtful(SONG, 0), [Correction(0.0, 1.0, "C")])
    assert spans(corrected)[:2] == [(0.0, 1.0, "C:maj"), (1.0, 2.0, "C:maj")]
    assert [timed.sure for timed in corrected.chords[:2]] == [True, False]


def test_the_last_word_counts() -> None:
    corrected = correct(SONG, [Correction(2.0, 4.0, "Dm"), Correction(3.0, 4.0, "N.C.")])
    assert spans(corrected)[1:3] == [(2.0, 3.0, "D:min"), (3.0, 4.0, "N")]


def test_a_time_that_is_a_hair_off_leaves_no_sliver() -> None:
    corrected = correct(SONG, [Correction(1.97, 3.04, "Dm"), Correction(3.46, 4.0, "E")])
    assert spans(corrected)[1:4] == [(2.0, 3.0, "D:min"), (3.0, 3.5, "F:maj"), (3.5, 4.0, "E:maj")]


def test_without_beats_a_chord_is_split_where_it_is_wanted() -> None:
    song = make_free_timeline((0, "C:maj"), (1.26, "Bb:maj7"), seconds=4.0)
    corrected = correct(song, [Correction(2.2, 4.0, "Eb")])
    assert spans(corrected)[1:] == [(1.26, 2.2, "Bb:maj7"), (2.2, 4.0, "Eb:maj")]


@pytest.mark.parametrize(("start", "end"), [(5.5, 99.0), (6.5, 99.0), (5.98, 6.02)])
def test_none_reaches_beyond_the_end(start: float, end: float) -> None:
    corrected = correct(SONG, [Correction(start, end, "Dm")])
    assert corrected.chords[-1].end == SONG.seconds
    assert corrected.chords[-1].chord.label == ("D:min" if start < 5.9 else "G:7")


@pytest.mark.parametrize("timeline", SONGS.values(), ids=SONGS)
def test_every_export_takes_a_corrected_song(timeline: Timeline) -> None:
    beats = timeline.beats
    corrected = correct(
        timeline, [Correction(beats[1].time, beats[3].time, "F#m7b5/E"), Correction(0, 0.3, "N")]
    )
    assert all(exporter.export(corrected) for exporter in EXPORTERS.values())
    assert b"\tGb:hdim7/b7\n" in EXPORTERS["lab"].export(corrected)


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (1, 1, "C"),
        (2, 1, "C"),
        (-1, 1, "C"),
        (nan, 1, "C"),
        (0, inf, "C"),
        (0, 10**400, "C"),
        ("0", 1, "C"),
        (0, True, "C"),
        (None, 1, "C"),
        (0, 1, "Foo"),
        (0, 1, None),
    ],
)
def test_what_makes_no_sense_is_refused(start: object, end: object, label: object) -> None:
    with pytest.raises(ValueError, match=r"^(not|“Foo” is no chord)"):
        Correction(start, end, label)
