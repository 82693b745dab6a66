"""Keys of songs from their chords."""

import pytest

from model import harte
from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from model.keys import KEYS, Key, KeyFinder, KeySpan, Sounding, longest_key, main_key, weights

FAMOUS = {  # progressions of well-known songs, each chord as long as the others
    "C:maj": "C F C G A:min F G C",
    "G:maj": "G D E:min C G D E:min C G",
    "D:maj": "D A B:min F#:min G D G A D A B:min F#:min G D G A D",
    "F:maj": "F D:min Bb C F D:min Bb C F",
    "Eb:maj": "F:min7 Bb:7 Eb:maj7 Ab:maj7 F:min7 Bb:7 Eb:maj7",
    "A:min": "A:min G F E A:min G F E A:min",
    "G:min": "C:min7 F:7 Bb:maj7 Eb:maj7 A:hdim7 D:7 G:min A:hdim7 D:7 G:min",
    "E:min": "E:min C:maj7 A:min7 B:7 E:min C:maj7 A:min7 B:7 E:min",
}


def song(labels, length=2.0):
    return [Sounding(length, harte.parse(label)) for label in labels.split()]


def moved(sounding, semitones):
    root = ROOTS[(ROOTS.index(sounding.chord.root) + semitones) % 12]
    return sounding._replace(chord=Chord(root, sounding.chord.type))


@pytest.fixture(scope="module")
def finder():
    return KeyFinder.load()


def test_a_key_has_a_label():
    assert Key("Bb", "maj").label == "Bb:maj"
    assert len({key.label for key in KEYS}) == 24


@pytest.mark.parametrize(
    ("tonic", "mode"), [("A#", "maj"), ("H", "maj"), ("C", "major"), ("C", ""), ("", "min")]
)
def test_other_keys_are_refused(tonic, mode):
    with pytest.raises(ValueError, match="not a key"):
        Key(tonic, mode)


@pytest.mark.parametrize("label", FAMOUS)
@pytest.mark.parametrize("semitones", [0, 5, 11])
def test_famous_changes_are_in_their_key_wherever_they_are_moved(finder, label, semitones):
    chords = [moved(one, semitones) for one in song(FAMOUS[label])]
    tonic, mode = label.split(":")
    key = Key(ROOTS[(ROOTS.index(tonic) + semitones) % 12], mode)
    assert finder.find(chords) == (KeySpan(0, len(chords), key),)


def test_a_blues_is_in_the_key_of_the_seventh_that_it_begins_and_ends_on(finder):
    blues = song("C:7 F:7 C:7 F:7 C:7 G:7 F:7 C:7")
    assert finder.find(blues) == (KeySpan(0, 8, Key("C", "maj")),)
    assert [span.key.label for span in finder.find(song("D:min7 G:7 C F G:7 C"))] == ["C:maj"]


def test_power_chords_have_a_key(finder):
    assert finder.find(song("E:5 G:5 A:5 C:5 E:5 G:5 A:5 E:5")) == (KeySpan(0, 8, Key("E", "min")),)


def test_a_change_of_key_is_found_where_it_is(finder):
    verse = song("C A:min F G C F G C D:min G C F C G C")
    chords = verse + [moved(one, 1) for one in verse]
    assert finder.find(chords) == (
        KeySpan(0, len(verse), Key("C", "maj")),
        KeySpan(len(verse), len(chords), Key("Db", "maj")),
    )


def test_a_borrowed_chord_changes_no_key(finder):
    assert [region.key.label for region in finder.find(song("C F F:min C Ab Bb C F G C"))] == ["C:maj"]


@pytest.mark.parametrize("length", [0.01, 1.0, 300.0])
def test_the_unit_of_length_is_free(finder, length):
    assert finder.find(song(FAMOUS["G:min"], length)) == finder.find(song(FAMOUS["G:min"]))


def test_a_chord_may_be_given_beat_by_beat(finder):
    verse = song("C A:min F G C F G C D:min G C F C G C")
    chords = verse + [moved(one, 1) for one in verse]
    beats = [one._replace(length=0.5) for one in chords for _ in range(4)]
    assert [(r.start, r.end, r.key) for r in finder.find(beats)] == [
        (4 * r.start, 4 * r.end, r.key) for r in finder.find(chords)
    ]
    assert sum(weights(beats)) == pytest.approx(sum(weights(chords))) == pytest.approx(len(chords))


def test_long_and_certain_chords_say_more(finder):
    assert list(weights(song("C G") + song("N F"))) == pytest.approx([1, 1, 0, 1])
    assert list(weights([Sounding(3, Chord("C", "maj")), Sounding(1, Chord("G", "maj"))])) == [1.5, 0.5]
    assert list(weights([Sounding(1, Chord("C", "maj"), 0.9), Sounding(1, Chord("G", "maj"), 0.3)])) == [
        1.5,
        0.5,
    ]


def test_doubtful_chords_change_no_key(finder):
    chords = song("C F G C A:min D:min G C")
    foreign = [moved(one, 6) for one in chords]
    doubted = [one._replace(confidence=0.01) for one in foreign]
    assert [region.key.label for region in finder.find(chords + foreign + chords)] == [
        "C:maj",
        "Gb:maj",
        "C:maj",
    ]
    assert [region.key.label for region in finder.find(chords + doubted + chords)] == ["C:maj"]


def test_where_no_chord_sounds_there_is_no_key(finder):
    assert finder.find([]) == ()
    assert finder.find([Sounding(4, NO_CHORD)] * 3) == ()
    assert main_key([], ()) is None


def test_silence_belongs_to_the_key_around_it(finder):
    chords = [Sounding(8, NO_CHORD), *song(FAMOUS["F:maj"]), Sounding(8, NO_CHORD)]
    assert finder.find(chords) == (KeySpan(0, len(chords), Key("F", "maj")),)


def test_chords_without_confidence_have_some_key(finder):
    assert len(finder.find([one._replace(confidence=0.0) for one in song("C F G C")])) == 1


def test_the_main_key_is_the_longest_in_time():
    chords = [Sounding(1, Chord("C", "maj"))] * 3 + [Sounding(9, Chord("D", "maj"))]
    regions = (KeySpan(0, 3, Key("C", "maj")), KeySpan(3, 4, Key("D", "maj")))
    assert main_key(chords, regions) == Key("D", "maj")


def test_a_key_that_comes_back_counts_as_a_whole():
    c, d = Key("C", "maj"), Key("D", "maj")
    assert longest_key([(c, 2.0), (d, 3.0), (c, 2.0)]) == c
    assert longest_key([]) is None


def test_a_table_that_was_saved_is_the_same(finder, tmp_path):
    finder.save(tmp_path / "keys.csv")
    again = KeyFinder.load(tmp_path / "keys.csv")
    assert list(again.tables) == list(finder.tables)
    for table, same in zip(finder.tables.values(), again.tables.values(), strict=True):
        assert (same.chords == table.chords).all()
        assert (same.first == table.first).all()
        assert (same.last == table.last).all()


@pytest.mark.parametrize(
    ("mode", "type_", "above"), [(0, "maj", 0), (0, "7", 7), (0, "min7", 2), (1, "min", 0), (1, "7", 7)]
)
def test_the_table_knows_music(finder, mode, type_, above):
    table = finder.tables["lead sheets"]
    assert table.chords[mode, TYPES.index(type_)].argmax() == above
    assert table.first[mode].argmax() == table.last[mode].argmax() == 0
