"""Correcting a song's chart: what the page's script is told, and what it may say."""

import json
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from model.adjust import AS_HEARD, DOUBLE, HALF, Adjustments
from model.corrections import Correction
from model.harte import parse
from model.prediction import Candidate
from model.timeline import Timeline
from tests.helpers.timelines import SONGS, make_free_timeline, make_timeline
from ui.choices import ALL, TRIADS
from ui.naming import ENGLISH, GERMAN, SOLFEGE, USUAL, Naming
from ui.song import corrections
from ui.song import song as chart
from ui.song.wishes import MOST_CORRECTIONS, Song

NAMING = Naming()
TIMELINE = make_timeline(
    "C:maj . . . | A:min7 . F:maj . | F:maj . . G:7", first=0.0
)  # a beat is half a second
AM7 = TIMELINE.chords[1]
AM7 = replace(AM7, confidence=0.4, sure=False, alternatives=(Candidate(parse("C:maj"), 0.3),))
TIMELINE = replace(TIMELINE, chords=(TIMELINE.chords[0], AM7, *TIMELINE.chords[2:]))
SONG = Song(
    {ALL: TIMELINE, TRIADS: make_timeline("C:maj . . . | A:min . F:maj . | F:maj . . G:maj", first=0)}
)
DM9 = {"start": 1.0, "end": 2.0, "label": "D:min7"}


def told(song: Song, vocabulary: str = ALL, naming: Naming = NAMING) -> dict[str, list]:
    """What the script is told."""
    (data,) = re.findall(
        "<div hidden data-correcting.*?>(.*?)</div>", corrections.render(song, vocabulary, naming)
    )
    return json.loads(unescape(data))


def spans(timeline: Timeline) -> list[tuple[float, float, str]]:
    return [(start, end, timed.chord.label) for start, end, timed in corrections.spans(timeline)]


def test_a_cell_lasts_until_the_next_and_no_longer_than_its_bar() -> None:
    assert spans(TIMELINE) == [
        (0.0, 2.0, "C:maj"),
        (2.0, 3.0, "A:min7"),
        (3.0, 4.0, "F:maj"),
        (4.0, 5.5, "F:maj"),
        (5.5, 6.0, "G:7"),
    ]


def test_a_cell_begins_where_its_chord_really_does() -> None:
    late = make_free_timeline((0, "C:maj"), (1.2, "A:min7"), seconds=2.0)
    song = replace(make_timeline("C:maj . . .", first=0.0), chords=late.chords)
    assert spans(song) == [(0.0, 1.2, "C:maj"), (1.2, 2.0, "A:min7")]


def test_no_moment_belongs_to_no_cell() -> None:
    unheard = make_free_timeline((0, "C:maj"), (1.05, "G:7"), (1.2, "A:min7"), seconds=2.0)
    song = replace(make_timeline("C:maj . . .", first=0.0), chords=unheard.chords)
    assert spans(song) == [(0.0, 1.05, "C:maj"), (1.05, 2.0, "A:min7")]


def test_without_beats_a_cell_is_a_chord() -> None:
    assert spans(make_free_timeline((0, "N"), (1.3, "C:maj"), seconds=4.0)) == [
        (0, 1.3, "N"),
        (1.3, 4.0, "C:maj"),
    ]


@pytest.mark.parametrize("pace", [HALF, 0, DOUBLE])
@pytest.mark.parametrize("timeline", SONGS.values(), ids=SONGS)
def test_there_is_a_span_for_every_cell_of_the_chart(timeline: Timeline, pace: int) -> None:

    song = Song({ALL: timeline}, Adjustments(pace=pace))
    times = [(start, end) for start, end, *_ in told(song)["cells"]]
    assert len(times) == chart.render(song.fingered(ALL), NAMING).count('class="chord" aria-hidden')
    assert all(start < end for start, end in times)
    assert all(before[1] == after[0] for before, after in pairwise(times))


def test_a_cell_offers_what_was_heard_there() -> None:
    data = told(SONG)
    assert data["cells"][1] == [2.0, 3.0, "A:min7", "Am7", False, 1]
    assert data["offers"][1] == [["A:min7", "Am7"], ["C:maj", "C"]]


def test_a_chord_over_another_note_is_offered_without_it() -> None:
    song = Song({ALL: make_timeline("C:maj/3 . . .", first=0.0)})
    assert told(song)["offers"] == [[["C:maj/3", "C/E"], ["C:maj", "C"]]]


def test_it_does_so_after_a_correction_too() -> None:
    data = told(SONG.wished({"corrections": [{"start": 2.0, "end": 3.0, "label": "D:min"}]}))
    (start, end, label, symbol, sure, offers) = data["cells"][1]
    assert (start, end, label, symbol, sure) == (2.0, 3.0, "D:min", "Dm", True)
    assert data["offers"][offers] == [["A:min7", "Am7"], ["C:maj", "C"]]


def test_labels_are_as_heard_and_symbols_as_shown() -> None:
    shown = replace(SONG, adjustments=Adjustments(transpose=3, capo=1))
    assert told(shown, naming=Naming(USUAL, GERMAN))["cells"][1][2:4] == ["A:min7", "Hm7"]
    assert told(shown)["offers"][1] == [["A:min7", "Bm7"], ["C:maj", "D"]]


def test_what_is_written_in_a_page_cannot_leave_its_place() -> None:
    song = SONG.wished({"corrections": [DM9]})
    assert told(song)["corrections"] == [DM9]
    assert told(song)["seconds"] == 6.0


def test_a_chord_that_is_typed_is_named_as_it_was_heard() -> None:
    adjusted = Adjustments(transpose=3, capo=1)  # two semitones up
    assert corrections.understand("Bbm7/Db", NAMING, adjusted) == {
        "text": "Bbm7/Db",
        "label": "Ab:min7/b3",
        "symbol": "B♭m7/D♭",
        "exact": True,
    }


@pytest.mark.parametrize(
    ("typed", "language", "label", "exact"),
    [
        ("H7", GERMAN, "B:7", True),
        ("B", GERMAN, "Bb:maj", True),
        ("C9", ENGLISH, "C:7", False),
        ("n.c.", ENGLISH, "N", True),
    ],
)
def test_it_is_read_in_the_persons_language(typed: str, language: str, label: str, exact: bool) -> None:
    said = corrections.understand(typed, Naming(USUAL, language), AS_HEARD)
    assert (said["label"], said["exact"]) == (label, exact)


@pytest.mark.parametrize(("language", "typed"), [(ENGLISH, "Foo"), (GERMAN, "Hmol"), (SOLFEGE, "Sibx")])
def test_what_is_no_chord_gets_a_sentence_about_what_was_typed(language: str, typed: str) -> None:
    said = corrections.understand(typed, Naming(USUAL, language), AS_HEARD)
    assert said["text"] == typed
    assert said["error"].startswith(f"“{typed}” is no chord that I can read.")


def test_corrections_come_before_the_key_and_the_capo() -> None:
    song = SONG.wished({"corrections": [DM9], "adjust": {"transpose": 2}})
    assert song.sounding(ALL).chord_at(1.5).chord.label == "E:min7"
    assert (
        song.wished({"adjust": {"transpose": 2, "capo": 2}}).fingered(ALL).chord_at(1.5).chord.label
        == "D:min7"
    )
    assert song.fingered_as_heard(ALL).chord_at(1.5).chord.label == "D:maj"


def test_the_key_is_the_one_that_the_corrected_chords_tell() -> None:
    heard = make_timeline("C:maj . F:maj . | G:maj . C:maj . | F:maj . G:maj . | C:maj . . .", first=0.0)
    song = Song({ALL: heard, TRIADS: heard})
    given = [{"start": start, "end": start + 1, "label": "Ebm"} for start in (0, 3)]
    given += [{"start": 6, "end": 8, "label": "Ebm"}]
    given += [{"start": start, "end": start + 1, "label": "Abm"} for start in (1, 4)]
    given += [{"start": start, "end": start + 1, "label": "Bb7"} for start in (2, 5)]
    corrected = song.wished({"corrections": given})
    assert [corrected.corrected(vocabulary).key.label for vocabulary in (ALL, TRIADS)] == ["Eb:min"] * 2
    assert corrected.wished({"corrections": []}).corrected(ALL) == heard


def test_they_are_simple_where_chords_are() -> None:
    given = [DM9, {"start": 2, "end": 3, "label": "Gsus4"}]
    simple = SONG.wished({"corrections": given}).sounding(TRIADS)
    assert simple.chord_at(1.5).chord.label == "D:min"
    assert simple.chord_at(2.5).chord.label == "G:sus4"  # which is no kind of triad


@pytest.mark.parametrize("wish", [None, 7, "C", {"start": 0}])
def test_corrections_that_make_no_sense_change_nothing(wish: object) -> None:
    song = SONG.wished({"corrections": [DM9]})
    assert song.wished({"corrections": wish}) == song


@pytest.mark.parametrize(
    "one",
    [None, [], {}, {**DM9, "label": "Foo"}, {**DM9, "start": None}, {**DM9, "more": 1}, {**DM9, "end": 0.5}],
)
def test_one_that_makes_no_sense_is_left_out(one: object) -> None:
    assert SONG.wished({"corrections": [one, DM9]}).corrections == (Correction(**DM9),)


def test_there_is_an_end_to_them() -> None:
    given = [{**DM9, "end": 2.0 + i} for i in range(MOST_CORRECTIONS + 5)]
    kept = SONG.wished({"corrections": given}).corrections
    assert len(kept) == MOST_CORRECTIONS
    assert kept[-1].end == given[-1]["end"]
