"""MIDI files, as mido reads them."""

import io
from dataclasses import dataclass, field, replace

import mido
import pytest

from model.chords import NO_CHORD, ROOTS
from model.export.midi import as_midi
from model.timeline import Timeline
from tests.helpers.timelines import SONGS, key_regions, make_free_timeline, make_timeline, timed_chords

EVERY_SONG = pytest.mark.parametrize("song", SONGS.values(), ids=SONGS)
EXACT = 0.001  # seconds


@dataclass
class Read:
    """The content of a file, times in seconds."""

    notes: list[tuple[float, float, int]] = field(default_factory=list)  # on, off, pitch
    markers: list[tuple[float, str]] = field(default_factory=list)
    bar_lines: list[float] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)  # time signatures
    keys: list[str] = field(default_factory=list)
    end: float = 0.0

    def sounding(self, time: float) -> list[int]:
        """The pitches that sound at a time, from the lowest."""
        return sorted(pitch for on, off, pitch in self.notes if on <= time < off)


def read(timeline: Timeline) -> Read:
    """Write a song and let mido read it."""
    file = mido.MidiFile(file=io.BytesIO(as_midi(timeline)))
    found, held, signatures, clock = Read(), {}, [], {}
    tick, tempo = 0, 500_000
    for message in mido.merge_tracks(file.tracks):
        tick += message.time
        found.end += mido.tick2second(message.time, file.ticks_per_beat, tempo)
        clock[tick] = found.end
        if message.type == "set_tempo":
            tempo = message.tempo
        elif message.type == "marker":
            found.markers.append((found.end, message.text))
        elif message.type == "time_signature":
            found.times.append((message.numerator, message.denominator))
            signatures.append((tick, file.ticks_per_beat * 4 * message.numerator // message.denominator))
        elif message.type == "key_signature":
            found.keys.append(message.key)
        elif message.type == "note_on":
            held[message.note] = found.end
        elif message.type == "note_off":
            found.notes.append((held.pop(message.note), found.end, message.note))
    assert not held
    for (start, size), (end, _) in zip(signatures, [*signatures[1:], (tick, 0)], strict=True):
        found.bar_lines += [clock[line] for line in range(start, end, size)]
    return found


@EVERY_SONG
def test_the_chord_of_each_beat_sounds_there_over_its_bass(song):
    file = read(song)
    for bar in song.bars:
        for beat, timed in zip(bar.beats, bar.chords, strict=True):
            chord, pitches = timed.chord, file.sounding(beat.time + EXACT)
            lowest = [] if chord == NO_CHORD else [ROOTS.index(chord.bass or chord.root)]
            assert [pitch % 12 for pitch in pitches[:1]] == lowest
            assert {pitch % 12 for pitch in pitches} == {*chord.pitch_classes, *lowest}


@EVERY_SONG
def test_bars_begin_where_they_do_in_the_recording(song):
    downbeats = [bar.beats[0].time for bar in song.bars if not bar.is_pickup]
    lines = [line for line in read(song).bar_lines if line > downbeats[0] - EXACT]
    assert lines == pytest.approx(downbeats, abs=EXACT)


@EVERY_SONG
def test_markers_name_the_chords_where_they_begin(song):
    markers = read(song).markers
    changes = [timed.start for timed in song.chords]
    assert [time for time, _ in markers] == pytest.approx(changes, abs=EXACT)


def test_markers_are_symbols_in_the_key():
    song = make_timeline("Bb:maj7 . | Eb:hdim7/b5 . | N . | A:dim7 .", metre=2, first=0, key="Bb:maj")
    assert [name for _, name in read(song).markers] == ["Bbmaj7", "Ebm7b5/Bbb", "N.C.", "Adim7"]


@EVERY_SONG
def test_a_file_is_as_long_as_the_recording(song):
    assert read(song).end == pytest.approx(song.seconds, abs=EXACT)


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("common time", [(1, 4), (4, 4)]),  # half a second before the first beat is one more
        ("waltz", [(1, 4), (3, 4)]),
        ("six eighths", [(2, 8), (6, 8)]),
        ("pickup", [(3, 4), (4, 4), (3, 4)]),  # two more before the pickup; the last bar is short
        ("short end", [(4, 4), (1, 4)]),
    ],
)
def test_time_signatures_are_those_of_the_bars(name, times):
    assert read(SONGS[name]).times == times


def test_key_signatures_change_with_the_key():
    song = make_timeline("Eb:maj . . . | C:min . . . | Gb:min . . .", first=0)
    keys = key_regions((0, "Eb:maj"), (2.0, "C:min"), (4.0, "Gb:min"), seconds=6.0)
    assert read(replace(song, keys=keys)).keys == ["Eb", "Cm", "F#m"]


def test_beats_go_on_at_their_pace_before_the_first_and_after_the_last():
    song = make_timeline("C:maj . . . | F:maj . . .", first=2.1, pace=0.5)
    chords = timed_chords((0, "G:7"), (2.1, "C:maj"), (4.1, "F:maj"), seconds=9.0)
    file = read(replace(song, seconds=9.0, chords=chords))
    assert file.sounding(1.0) == [43, 62, 65, 67, 71]
    assert file.sounding(8.9) == file.sounding(4.2) == [41, 60, 65, 69]
    assert file.bar_lines == pytest.approx([0.0, 2.1, 4.1, 6.1, 8.0], abs=0.1)


def test_a_moment_before_the_first_beat_is_no_beat():
    file = read(make_timeline("C:maj . . . | F:maj . . .", first=0.02))
    assert file.bar_lines == pytest.approx([0.0, 2.02], abs=EXACT)
    assert file.sounding(0.0) == [36, 60, 64, 67]


def test_free_playing_keeps_its_times():
    song = make_free_timeline((0, "N"), (1.23, "C:maj"), (2.04, "A:min"), (80.0, "N"), seconds=200.0)
    file = read(song)
    assert [time for time, _ in file.markers] == pytest.approx([0, 1.23, 2.04, 80.0], abs=EXACT)
    assert (file.sounding(1.3), file.sounding(79.9)) == ([36, 60, 64, 67], [45, 60, 64, 69])
    assert file.end == pytest.approx(200.0, abs=EXACT)
    assert file.times == [(4, 4)]


def test_the_first_track_has_the_title():
    song = replace(SONGS["waltz"], title="Übung " * 30)
    track = mido.MidiFile(file=io.BytesIO(as_midi(song))).tracks[0]
    assert track.name == "Übung " * 30
    assert mido.MidiFile(file=io.BytesIO(as_midi(SONGS["waltz"]))).tracks[0].name == ""
    as_midi(replace(song, title="歌"))
