import numpy as np

from model.harte import parse
from training.songs.cells import Cell, bars, cells, rows
from training.songs.harmony import Progression, Step


def progression(first: int, *beats: int) -> Progression:
    """Chords of so many beats in 4/4, from this place in the bar on."""
    return Progression("pop", 4, first, tuple(Step(parse("C"), count, 0, "maj") for count in beats))


def test_signs_last_through_holds_and_not_through_rests() -> None:
    assert cells(["X-.X"], progression(1, 4)) == [Cell(0, 2, "X", 0), Cell(3, 4, "X", 0)]


def test_a_held_chord_is_struck_again_when_it_changes_but_a_tied_note_is_not() -> None:
    song = progression(1, 2, 2)
    assert cells(["X---"], song) == [Cell(0, 2, "X", 0), Cell(2, 4, "X", 1)]
    assert cells(["x---"], song, is_tied=True) == [Cell(0, 4, "x", 0)]


def test_a_push_is_the_next_chord_early_and_holds_into_it() -> None:
    song = progression(1, 4, 4)
    assert cells(["X------P", "----X---"], song) == [
        Cell(0, 3.5, "X", 0),
        Cell(3.5, 6, "P", 1),
        Cell(6, 8, "X", 1),
    ]


def test_an_upbeat_is_the_end_of_a_bar() -> None:
    song = progression(3, 2, 4)
    assert cells(["BC--", "B-C-"], song) == [Cell(0, 2, "C", 0), Cell(2, 4, "B", 1), Cell(4, 6, "C", 1)]
    assert cells(["B.C.", "B.C."], song)[0] == Cell(0, 1, "C", 0)


def test_a_bar_of_two_is_half_a_bar_of_four() -> None:
    table = {4: "X---C--- X-C-", 3: "X-C"}
    assert rows(table, 2) == ["X---", "X-"]
    assert rows(table, 3) == ["X-C"]


def test_there_is_a_row_for_each_bar() -> None:
    song = progression(3, 2, 40)
    for seed in range(20):
        played = bars(["X---", "XX--", "XXX-"], song, np.random.default_rng(seed))
        assert len(played) == 11
        assert len(set(played)) <= 2
