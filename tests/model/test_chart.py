"""The chart of a song, as text."""

from dataclasses import replace

from model.chart import chart
from tests.helpers.timelines import key_regions, make_free_timeline, make_timeline


def test_a_chart_has_four_bars_a_line_under_key_tempo_and_metre():
    song = make_timeline("C:maj . . . | A:min . F:maj . | F:maj . G:7 . | C:maj . . . | N . . C:maj/3")
    assert chart(song) == (
        "C major, 120 beats a minute, 4/4\n"
        "\n"
        "| C    . .  .   | Am   . F  .   | F    . G7 .   | C    . .  .   |\n"
        "| N.C. . .  C/E |"
    )


def test_a_pickup_has_a_line_of_its_own():
    song = make_timeline("D:7 | G:maj . . | E:min . . ", metre=3, pace=0.6, key="G:maj")
    assert chart(song) == "G major, 100 beats a minute, 3/4\n\n| D7 |\n| G  . . | Em . . |"


def test_six_beats_are_eighths():
    song = make_timeline("E:min . . B:7 . . | E:min . . . . .", metre=6, pace=0.25, key="E:min")
    assert chart(song).splitlines() == [
        "E minor, 240 beats a minute, 6/8",
        "",
        "| Em . . B7 . . | Em . . .  . . |",
    ]


def test_a_chart_is_spelled_by_the_key_of_each_bar():
    song = make_timeline("Gb:maj . | B:maj . | Gb:maj . | B:maj .", metre=2, key="Gb:maj")
    changed = replace(song, keys=key_regions((0, "Gb:maj"), (2.52, "B:maj"), seconds=song.seconds))
    assert chart(changed).splitlines()[-1] == "| G♭ . | C♭ . | F♯ . | B  . |"


def test_without_beats_there_is_a_list_of_times_and_chords():
    song = make_free_timeline((0, "N"), (1.26, "Bb:maj7"), (59.96, "F:maj/3"), seconds=70.0, key="F:maj")
    assert chart(song) == "F major\n\n  0:00.0  N.C.\n  0:01.3  B♭maj7\n  1:00.0  F/A"


def test_what_is_unknown_has_no_heading():
    song = replace(make_free_timeline((0, "N"), seconds=2.0), keys=())
    assert chart(song) == "  0:00.0  N.C."
