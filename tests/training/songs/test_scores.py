from dataclasses import replace

import pytest

from training.songs.annotation import Annotation, Beat, Span, tempo_of
from training.songs.scores import Scores, Share, score, total

LABELS = ("N", "C:maj", "A:min7/b7", "D:sus4", "G:7/3")


def spans(*labels, seconds=2.0):
    return tuple(Span(i * seconds, (i + 1) * seconds, label) for i, label in enumerate(labels))


def beats(*times, metre=4, first=0):
    return tuple(Beat(time, (i + first) % metre + 1) for i, time in enumerate(times))


BEATS = beats(*(0.5 * i for i in range(2, 20)))
TRUTH = Annotation(spans(*LABELS), BEATS, (Span(0.0, 10.0, "F#:min"),), tempo_of(BEATS))


def scores_of(**changes):
    return total([score(TRUTH, replace(TRUTH, **changes))])


def test_a_perfect_answer_is_right_in_everything():
    assert set(scores_of().values()) == {1}


def test_no_answer_is_wrong_in_everything():
    nothing = total([score(TRUTH, Annotation(spans("N", seconds=10.0)))])
    assert nothing.pop("segments") == pytest.approx(1 / 5)
    assert {name: value for name, value in nothing.items() if value > 0.3} == {}
    assert (nothing["beats"], nothing["tempo"], nothing["key"]) == (0, 0, 0)
    assert nothing["root"] == pytest.approx(0.2)


@pytest.mark.parametrize(  # mir_eval judges five, four and four of the five chords
    ("true", "heard", "root", "majmin", "inversions", "sevenths", "tetrads"),
    [
        ("G:7/3", "G:7", 1, 1, 3 / 4, 1, 1),
        ("G:7/3", "G:maj/3", 1, 1, 1, 3 / 4, 4 / 5),
        ("C:maj", "C:min", 1, 3 / 4, 3 / 4, 3 / 4, 4 / 5),
        ("C:maj", "E:maj", 4 / 5, 3 / 4, 3 / 4, 3 / 4, 4 / 5),
        ("D:sus4", "D:maj", 1, 1, 1, 1, 4 / 5),
    ],
)
def test_known_mistakes_in_chords(true, heard, root, majmin, inversions, sevenths, tetrads):
    found = scores_of(chords=spans(*(heard if label == true else label for label in LABELS)))
    names = ("root", "majmin", "inversions", "sevenths", "tetrads")
    assert [found[name] for name in names] == pytest.approx([root, majmin, inversions, sevenths, tetrads])


def test_what_a_vocabulary_lacks_is_not_judged_in_it():
    one = score(TRUTH, TRUTH)
    assert (one.root, one.majmin, one.tetrads) == (Share(10, 10), Share(8, 8), Share(10, 10))


def test_chords_are_weighted_by_time():
    late = (Span(0.0, 2.5, "N"), Span(2.5, 4.0, "C:maj"), *TRUTH.chords[2:])
    assert scores_of(chords=late)["root"] == pytest.approx(0.95)
    longer = score(replace(TRUTH, chords=spans("C:maj", seconds=30.0)), TRUTH)
    assert total([score(TRUTH, TRUTH), longer])["root"] == pytest.approx((10 + 2) / 40)


def test_gaps_are_no_chord_and_what_nearly_touches_touches():
    gap = (*TRUTH.chords[:1], Span(3.0, 4.0, "C:maj"), *TRUTH.chords[2:])
    assert scores_of(chords=gap)["root"] == pytest.approx(0.9)
    apart = tuple(Span(span.start + 0.001, span.end - 0.001, span.label) for span in TRUTH.chords)
    found = scores_of(chords=apart)
    assert found["segments"] == 1
    assert found["tetrads"] > 0.998


def test_segments_count_equal_neighbours_once():
    halves = [Span(s.start + h, s.start + h + 1, s.label) for s in TRUTH.chords for h in (0, 1)]
    assert scores_of(chords=tuple(halves))["segments"] == 1
    split = (*TRUTH.chords[:4], Span(8, 9, "G:7/3"), Span(9, 10, "G:7"))
    assert scores_of(chords=split)["segments"] == pytest.approx(6 / 5)


@pytest.mark.parametrize(
    ("times", "same", "any_level"),
    [
        ([b.time + 0.06 for b in BEATS], 1, 1),
        ([b.time + 0.08 for b in BEATS], 0, 0),
        ([b.time for b in BEATS[1::2]], 2 / 3, 1),  # every other: 9 of 9, 9 of 18
        ([0.25 * i for i in range(4, 39)], 2 * 18 / (18 + 35), 1),  # twice as many
        ([b.time for b in BEATS[:9]], 2 / 3, 2 / 3),
        ([0.1, 0.3, *(b.time for b in BEATS), 9.8], 1, 1),  # outside the true ones, nobody knows
    ],
)
def test_beats(times, same, any_level):
    found = scores_of(beats=beats(*times))
    assert found["beats"] == pytest.approx(same)
    assert found["any_level"] == pytest.approx(any_level)


def test_downbeats():
    later = tuple(beat._replace(position=beat.position % 4 + 1) for beat in BEATS)
    found = scores_of(beats=later)
    assert (found["beats"], found["downbeats"]) == (1, 0)


@pytest.mark.parametrize(
    ("tempo", "right"), [(124, 1), (126, 0), (60, 1), (245, 1), (180, 0), (40, 0), (None, 0)]
)
def test_a_tempo_may_be_half_or_double(tempo, right):
    assert scores_of(tempo=tempo)["tempo"] == right


@pytest.mark.parametrize(
    ("key", "exact", "relative"),
    [("Gb:min", 1, 1), ("A:maj", 0, 1), ("F#:maj", 0, 0), ("E:maj", 0, 0)],
)
def test_keys(key, exact, relative):
    found = scores_of(keys=(Span(0.0, 10.0, key),))
    assert (found["key"], found["relative"]) == (exact, relative)


def test_what_is_not_known_is_not_judged():
    chords_only = Annotation(TRUTH.chords)
    found = total([score(chords_only, TRUTH)])
    assert found["root"] == 1
    unknown = ("beats", "any_level", "downbeats", "tempo", "key", "relative")
    assert [found[name] for name in unknown] == [None] * 6
    assert isinstance(score(chords_only, chords_only), Scores)
