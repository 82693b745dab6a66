"""The table of formats."""

from dataclasses import replace

import pytest

from model.export import EXPORTERS
from model.timeline import Beat
from tests.helpers.timelines import make_free_timeline, make_timeline, timed_chords

BARE = replace(make_free_timeline((0, "N"), seconds=600.0), keys=())
ODD = {
    "ten minutes of nothing": BARE,
    "a moment": replace(BARE, seconds=0.05, chords=timed_chords((0, "C:maj"), seconds=0.05)),
    "one beat at the end": replace(BARE, beats=(Beat(599.999, 3),), metre=4),
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


@pytest.mark.parametrize("name", EXPORTERS.keys() - {"midi"})
def test_text_is_ascii(name):
    assert EXPORTERS[name].export(make_timeline("Gb:hdim7 | B:minmaj7 | Bb:dim7", metre=1)).isascii()
