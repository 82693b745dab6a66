"""The table of formats."""

import io
from dataclasses import replace

import mido
import pytest

from model.chart import chart
from model.export import EXPORTERS
from model.timeline import Beat
from tests.helpers.timelines import make_free_timeline, make_timeline, timed_chords

BARE = replace(make_free_timeline((0, "N"), seconds=600.0), keys=())
ODD = {
    "ten minutes of nothing": BARE,
    "a moment": replace(BARE, seconds=0.05, chords=timed_chords((0, "C:maj"), seconds=0.05)),
    "one beat at the end": replace(BARE, beats=(Beat(599.999, 3),), metre=4),
    "eighths as long as can be": replace(BARE, beats=(Beat(0.05, 1), Beat(8.4, 2)), metre=6),
    "two beats far apart": replace(BARE, beats=(Beat(0.0, 1), Beat(590.0, 2)), metre=6),
    "no downbeat": replace(BARE, beats=tuple(Beat(float(i), 2) for i in range(300)), metre=3),
    "a chord between beats": replace(
        make_timeline("C:maj . . ."),
        chords=timed_chords((0, "C:maj"), (0.55, "F:maj"), (0.6, "N"), seconds=2.5),
    ),
}


def test_formats_have_names_and_suffixes():
    assert {name: exporter.suffix for name, exporter in EXPORTERS.items()} == {
        "lab": ".lab",
        "jams": ".jams",
        "midi": ".mid",
        "musicxml": ".musicxml",
        "chordpro": ".cho",
        "csv": ".csv",
    }


@pytest.mark.parametrize("song", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", EXPORTERS)
def test_odd_songs_are_written_too(name, song):
    assert EXPORTERS[name].export(song)


@pytest.mark.parametrize("song", ODD.values(), ids=ODD)
def test_midi_is_as_long_as_an_odd_song_too(song):
    file = mido.MidiFile(file=io.BytesIO(EXPORTERS["midi"].export(song)))
    assert file.length == pytest.approx(song.seconds, abs=0.001)


FREE_ENDS = replace(  # beats from 8 s to 12 s
    make_timeline("C:maj . . . | F:maj . . .", first=8.0),
    seconds=16.0,
    chords=timed_chords(
        (0, "D:min7"),
        (4, "Bb:maj6"),
        (8, "C:maj"),
        (10, "F:maj"),
        (12, "E:hdim7"),
        (14, "Ab:7"),
        seconds=16.0,
    ),
)
LABELS = ("D:min7", "Bb:maj6", "E:hdim7", "Ab:7")
SYMBOLS = ("Dm7", "Bb6", "Em7b5", "Ab7")
KINDS = ('text="m7"', 'text="6"', 'text="m7b5"', 'text="7"')
WRITTEN = {"lab": LABELS, "jams": LABELS, "midi": SYMBOLS, "musicxml": KINDS, "chordpro": SYMBOLS}


@pytest.mark.parametrize(("name", "names"), WRITTEN.items(), ids=WRITTEN)
def test_a_chord_before_the_first_beat_or_after_the_last_is_written_too(name, names):
    written = EXPORTERS[name].export(FREE_ENDS).decode("latin-1")
    assert [name for name in names if name not in written] == []


def test_so_it_is_in_a_table_with_its_bar_and_in_a_chart():
    rows = EXPORTERS["csv"].export(FREE_ENDS).decode().splitlines()[1:]
    assert [row.split(",")[2:6] for row in rows] == [
        ["1", "1", "D:min7", "Dm7"],
        ["3", "1", "Bb:maj6", "Bb6"],
        ["5", "1", "C:maj", "C"],
        ["6", "1", "F:maj", "F"],
        ["7", "1", "E:hdim7", "Em7b5"],
        ["8", "1", "Ab:7", "Ab7"],
    ]
    lines = [" ".join(line.split()) for line in chart(FREE_ENDS).splitlines()[2:]]
    assert lines == [
        "| Dm7 . . . | Dm7 . . . | B♭6 . . . | B♭6 . . . |",
        "| C . . . | F . . . | Em7♭5 . . . | A♭7 . . . |",
    ]


@pytest.mark.parametrize("name", EXPORTERS.keys() - {"midi"})
def test_text_is_ascii(name):
    assert EXPORTERS[name].export(make_timeline("Gb:hdim7 | B:minmaj7 | Bb:dim7", metre=1)).isascii()
