"""Songs that others wrote down."""

import pytest

from model import harte
from model.keys import Key, Sounding
from training.leadsheets import lead_sheet_key, read_annotated, read_lead_sheets


def chords(labels):
    return tuple(Sounding(4.0, harte.parse(label)) for label in labels.split())


@pytest.mark.parametrize(
    ("labels", "signature", "key"),
    [
        ("C F G:7 C", 0, "C:maj"),
        ("G:7 C F G:7 C:maj6", 0, "C:maj"),
        ("A:min D:min E:7 A:min", 0, "A:min"),
        ("C G E:7 A:min", 0, "A:min"),
        ("F Bb C:7 F", 0, "F:maj"),
        ("A:min D:min E:7 A", 0, "A:maj"),
        ("A:min D:min A:min E:7 A", 0, "A:min"),
        ("C A:min D:min G:7", 0, None),
        ("A:7 D:7 G:7 C A:7", 0, None),
        ("F G:sus4 C G:sus4", 7, None),
        ("A:7 C D:7 G:7 C A:7", 9, "A:maj"),
    ],
)
def test_the_last_chord_of_a_lead_sheet_tells_its_key(labels, signature, key):
    found = lead_sheet_key(chords(labels), signature)
    assert (found and found.label) == key


def test_lead_sheets_are_read(tmp_path):
    path = tmp_path / "sheets.csv"
    header = "song,tonic,mode,metre,bar,beat,beats,root,type,bass\n"
    rows = (
        "0,7,major,4/4,1,0.0,4.0,7,maj,7\n0,7,major,4/4,2,0.0,2.0,7,maj7,7\n3,9,minor,3/4,1,0.0,3.0,9,min,9\n"
    )
    path.write_text(header + rows)
    first, second = read_lead_sheets(path)
    assert [(one.length, one.chord.label) for one in first.chords] == [(4.0, "G:maj"), (2.0, "G:maj7")]
    assert first.keys == (Key("G", "maj"),) * 2
    assert second.keys == (Key("A", "min"),)


def test_annotated_songs_are_read(tmp_path):
    (tmp_path / "001").mkdir()
    (tmp_path / "001" / "chord_midi.txt").write_text(
        "0.5 1.5 N\n1.5 3.5 Eb:maj/3\n3.5 4 C:maj(*3)\n4 9 F:min7\n"
    )
    (tmp_path / "001" / "key_audio.txt").write_text("1.1 5.0 Eb:maj\n5.0 8.0 F:min\n")
    (only,) = read_annotated(tmp_path)
    assert [one.chord.label for one in only.chords] == ["N", "Eb:maj/3", "C:5", "F:min7"]
    assert [one.length for one in only.chords] == [1, 2, 0.5, 5]
    assert [key and key.label for key in only.keys] == [None, "Eb:maj", "Eb:maj", "F:min"]
