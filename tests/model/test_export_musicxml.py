"""MusicXML, as music21 reads it."""

from dataclasses import replace

import music21
import pytest

from model.chords import ROOTS, Chord
from model.export.musicxml import as_musicxml
from model.timeline import Timeline
from tests.helpers.timelines import SONGS, key_regions, make_free_timeline, make_timeline

Notes = tuple[str | None, str | None, frozenset[int]]  # root, bass, all pitch classes


def measures(timeline: Timeline) -> list[music21.stream.Measure]:
    """Write a song and let music21 read its bars."""
    score = music21.converter.parseData(as_musicxml(timeline), format="musicxml")
    return list(score.parts[0].getElementsByClass(music21.stream.Measure))


def chords_in_bars(timeline: Timeline) -> list[list[Notes]]:
    """What sounds at each beat, bar by bar, as music21 reads it."""
    bars, sounding = [], None
    for measure in measures(timeline):
        harmonies = measure.getElementsByClass(music21.harmony.Harmony)
        symbols = {float(harmony.offset): harmony for harmony in harmonies}
        slashes = measure.getElementsByClass(music21.note.Unpitched)
        assert symbols.keys() <= {float(slash.offset) for slash in slashes}
        bars.append([])
        for slash in slashes:
            sounding = symbols.get(float(slash.offset), sounding)
            bars[-1].append(notes_of(sounding))
    return bars


def notes_of(symbol: music21.harmony.ChordSymbol) -> Notes:
    """The notes of a chord symbol."""
    if isinstance(symbol, music21.harmony.NoChord):
        return None, None, frozenset()
    root, bass = (ROOTS[pitch.pitchClass] for pitch in (symbol.root(), symbol.bass()))
    return root, bass, frozenset(pitch.pitchClass for pitch in symbol.pitches)


def expected(timeline: Timeline) -> list[list[Notes]]:
    """What sounds at each beat, bar by bar."""
    return [[expected_notes(timed.chord) for timed in bar.chords] for bar in timeline.bars]


def expected_notes(chord: Chord) -> Notes:
    """The notes of a chord of ours."""
    foreign = [] if chord.bass is None else [ROOTS.index(chord.bass)]
    return chord.root, chord.bass or chord.root, frozenset({*chord.pitch_classes, *foreign})


@pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
def test_music21_reads_the_same_chords_in_the_same_bars(song):
    assert chords_in_bars(song) == expected(song)


@pytest.mark.parametrize(
    ("name", "time", "numbers"),
    [
        ("common time", "4/4", [1, 2, 3, 4]),
        ("waltz", "3/4", [1, 2, 3, 4]),
        ("six eighths", "6/8", [1, 2]),
        ("pickup", "4/4", [0, 1, 2, 3]),
        ("short end", "4/4", [1, 2, 3]),
    ],
)
def test_bars_have_a_time_signature_and_numbers(name, time, numbers):
    bars = measures(SONGS[name])
    assert [bar.number for bar in bars] == numbers
    assert [bar.timeSignature.ratioString for bar in bars if bar.timeSignature] == [time]


def test_a_bar_with_a_beat_too_few_has_a_time_of_its_own():
    song = make_timeline("C:maj . . . | F:maj . . . | G:7 . . . | C:maj . . .")
    gone = replace(song, beats=(*song.beats[:7], *song.beats[8:]))
    signatures = [bar.timeSignature and bar.timeSignature.ratioString for bar in measures(gone)]
    assert signatures == ["4/4", "3/4", "4/4", None]


def test_a_bar_amid_a_song_that_begins_late_is_no_pickup():
    song = make_timeline("C:maj . | F:maj . . . | G:7 . . . | C:maj . . .")
    late = replace(song, beats=(*song.beats[:6], *song.beats[7:]))
    bars = measures(late)
    assert [bar.number for bar in bars] == [0, 1, 2, 3]
    signatures = [bar.timeSignature and bar.timeSignature.ratioString for bar in bars]
    assert signatures == ["4/4", None, "3/4", "4/4"]
    assert 'number="2" implicit' not in as_musicxml(late)


def test_the_key_is_written_where_it_changes():
    song = make_timeline("Eb:maj . . . | Bb:7 . . . | Gb:min . . .", first=0)
    keys = key_regions((0, "Eb:maj"), (4.0, "Gb:min"), seconds=6.0)
    found = [bar.keySignature for bar in measures(replace(song, keys=keys))]
    assert [key and (key.sharps, key.mode) for key in found] == [(-3, "major"), None, (3, "minor")]


def test_notes_are_spelled_by_the_key():
    song = make_timeline("Bb:maj . . . | D:maj/3 . . . | Db:dim . . .", key="D:min")
    symbols = [bar.getElementsByClass(music21.harmony.ChordSymbol).first() for bar in measures(song)]
    names = [(symbol.root().name, symbol.bass().name) for symbol in symbols]
    assert names == [("B-", "B-"), ("D", "F#"), ("C#", "C#")]


@pytest.mark.parametrize(("name", "referent"), [("waltz", 1.0), ("six eighths", 0.5)])
def test_the_tempo_is_of_beats(name, referent):
    mark = measures(SONGS[name])[0].getElementsByClass(music21.tempo.MetronomeMark).first()
    assert (mark.number, mark.referent.quarterLength) == (SONGS[name].tempo, referent)


def test_free_playing_is_a_bar_a_chord():
    song = make_free_timeline((0, "N"), (1.3, "Eb:maj"), (7.0, "C:min7/b3"), seconds=9.0, key="Eb:maj")
    roots = [[root for root, _, _ in bar] for bar in chords_in_bars(song)]
    assert roots == [[None] * 4, ["Eb"] * 4, ["C"] * 4]


def test_without_a_key_there_is_no_signature():
    bars = measures(replace(SONGS["waltz"], keys=()))
    assert bars[0].keySignature is None


def test_the_sheet_has_the_title():
    written = as_musicxml(replace(SONGS["waltz"], title="Rock & <Roll>"))
    assert music21.converter.parseData(written, format="musicxml").metadata.title == "Rock & <Roll>"
    assert "<work>" not in as_musicxml(SONGS["waltz"])
