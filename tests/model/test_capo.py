"""Where a song has the fewest barre chords."""

import pytest

from model import capo
from model.adjust import transposed
from model.capo import barre_share, easiest_capo, easiest_transposition
from model.shapes import shown_shape
from tests.helpers.timelines import SONGS, make_free_timeline, make_timeline

OPEN = make_timeline("C:maj . . . | A:min . . . | E:min . . . | G:maj . . .")


def test_the_share_of_barre_chords_is_one_of_time() -> None:
    assert barre_share(OPEN) == 0
    assert barre_share(make_timeline("C:maj . . . | F:maj . G:maj . | N . . . | N . . .")) == 0.25
    assert barre_share(make_free_timeline((0, "N"), seconds=3.0)) == 0


def test_a_chord_over_another_bass_is_held_as_over_its_root() -> None:
    assert barre_share(make_timeline("C:maj/3 . . .")) == 0
    assert barre_share(make_timeline("F:maj/3 . . .")) == 1


@pytest.mark.parametrize("up", range(6))
def test_a_song_of_open_chords_is_brought_back_to_them(up: int) -> None:
    song = transposed(OPEN, up)
    assert barre_share(song, -easiest_capo(song)) == barre_share(song, easiest_transposition(song)) == 0
    assert easiest_capo(song) <= up


def test_who_has_no_barre_needs_no_capo() -> None:
    assert easiest_capo(OPEN) == easiest_transposition(OPEN) == 0


def test_a_chord_that_hardly_sounds_is_worth_no_move() -> None:
    song = make_timeline("C:maj" + " . . . | A:min . . . | G:maj . ." * 9 + " F:maj")
    assert 0 < barre_share(song) < 0.02
    assert easiest_capo(song) == 0


def test_the_shape_of_a_chord_is_looked_up_once_a_move_however_long_the_song(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up = []
    monkeypatch.setattr(
        capo, "shown_shape", lambda chord: looked_up.append(chord.label) or shown_shape(chord)
    )
    easiest_capo(make_timeline(" | ".join(["C:maj . C:maj/3 ."] * 50)))
    assert looked_up == ["C:maj", "B:maj", "Bb:maj", "A:maj", "Ab:maj", "G:maj", "Gb:maj", "F:maj"]


@pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
def test_advice_is_never_worse(song: object) -> None:
    assert barre_share(song, -easiest_capo(song)) <= barre_share(song)
