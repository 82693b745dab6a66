"""ChordPro grids, as a small parser reads them."""

import re
from dataclasses import replace

import pytest

from model.chords import Chord
from model.export.chordpro import as_chordpro
from model.timeline import Timeline
from tests.helpers.timelines import SONGS, labels_in_bars, make_free_timeline, make_timeline

TYPES = {  # after the root, in names that ChordPro knows: its lib/ChordPro/Chords/Parser.pm lists them
    "": "maj",
    "m": "min",
    "dim": "dim",
    "aug": "aug",
    "7": "7",
    "maj7": "maj7",
    "m7": "min7",
    "mmaj7": "minmaj7",
    "dim7": "dim7",
    "m7b5": "hdim7",
    "6": "maj6",
    "m6": "min6",
    "sus2": "sus2",
    "sus4": "sus4",
    "5": "5",
}
SHARPS = dict(zip(("C#", "D#", "F#", "G#", "A#"), ("Db", "Eb", "Gb", "Ab", "Bb"), strict=True))
NOTE = "[A-G][b#]?"


def chord(symbol: str) -> Chord:
    """Read a symbol: "C#m7/F"."""
    if symbol == "N.C.":
        return Chord(None, None)
    root, type_, bass = re.fullmatch(rf"({NOTE})([^/]*)(?:/({NOTE}))?", symbol).groups()
    return Chord(SHARPS.get(root, root), TYPES[type_], SHARPS.get(bass, bass))


def read(timeline: Timeline) -> tuple[list[str], list[list[list[str]]]]:
    """Write a song and read the directives before its grid, and the cells of its bars, line by line."""
    text = as_chordpro(timeline)
    head, grid = re.fullmatch(
        r'(.*?)\{start_of_grid shape="4x\d"\}\n(.*)\{end_of_grid\}\n', text, re.DOTALL
    ).groups()
    lines = [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in grid.splitlines()]
    return head.splitlines(), [[bar.split() for bar in line] for line in lines]


@pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
def test_a_grid_has_the_same_chords_in_the_same_bars(song):
    _, lines = read(song)
    bars = [[] for line in lines for _ in line]
    for heard, cells in zip(bars, (bar for line in lines for bar in line), strict=True):
        for cell in cells:
            heard.append(heard[-1] if cell == "." else chord(cell).label)
    assert bars == labels_in_bars(song)


def test_a_grid_in_full():
    song = make_timeline(
        "F:7 | Bb:maj . . | Eb:maj/3 . F:7 | Bb:maj . . | N . . | Bb:maj", metre=3, key="Bb:maj"
    )
    assert as_chordpro(song) == (
        "{key: Bb}\n"
        "{tempo: 120}\n"
        "{time: 3/4}\n"
        '{start_of_grid shape="4x3"}\n'
        "| F7 |\n"
        "| Bb . . | Eb/G . F7 | Bb . . | N.C. . . |\n"
        "| Bb |\n"
        "{end_of_grid}\n"
    )


def test_notes_that_chordpro_does_not_know_have_their_other_name():
    song = make_timeline("B:maj . | Db:maj/3 . | Db:7/b7 .", metre=2, key="Gb:maj")
    sharp = make_timeline("Db:7/3 . | Gb:maj/3 .", metre=2, key="B:maj")
    assert read(song)[1] == [[["B", "."], ["Db/F", "."], ["Db7/B", "."]]]
    assert read(sharp)[1] == [[["C#7/F", "."], ["F#/A#", "."]]]


def test_a_minor_key_is_named():
    assert "{key: G#m}" in read(replace(make_timeline("Ab:min . . .", key="Ab:min")))[0]


def test_free_playing_is_a_bar_a_chord_without_a_tempo():
    song = make_free_timeline((0, "N"), (1.3, "Eb:maj"), seconds=4.0, key="Eb:maj")
    assert read(song) == (["{key: Eb}", "{time: 4/4}"], [[["N.C.", ".", ".", "."], ["Eb", ".", ".", "."]]])
    assert read(replace(song, keys=()))[0] == ["{time: 4/4}"]


def test_behind_a_capo_it_has_what_the_hand_holds():
    song = make_timeline("Bb:maj . | Eb:maj/3 .", metre=2, key="Bb:maj")
    head, grid = "{key: G}\n{capo: 3}\n{tempo: 120}", "| G . | C/E . |"
    written = as_chordpro(song, capo=3)
    assert written.startswith(head)
    assert grid in written
    assert "capo" not in as_chordpro(song)


def test_the_title_comes_first():
    song = replace(SONGS["waltz"], title="A {braced} tune")
    assert as_chordpro(song).splitlines()[0] == "{title: A (braced) tune}"
    assert as_chordpro(SONGS["waltz"]).startswith("{key:")
