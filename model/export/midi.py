"""MIDI: the chords as notes, named by markers, on beats that follow the recording's."""

from itertools import groupby, pairwise
from struct import pack

from model.chords import ROOTS, Chord
from model.export.beats import covering
from model.spelling import ascii_symbol, sharps, symbol
from model.timeline import Bar, TimedChord, Timeline

TICKS_A_QUARTER = 480
BASS, MIDDLE_C = 36, 60  # the lowest notes of an octave for the bass and one for the chord
VELOCITY = 80
# Types of meta events.
NAME, MARKER, END, TEMPO, TIME_SIGNATURE, KEY_SIGNATURE = 0x03, 0x06, 0x2F, 0x51, 0x58, 0x59

Event = tuple[int, bytes]  # ticks from the start, and the message


def as_midi(timeline: Timeline) -> bytes:
    """A file of two tracks: title, tempo, metre, keys and markers; the chords' notes. Tick 0 is second 0.

    Every beat lasts as long as it did; beats fill the time before the first and after the last. A chord
    begins on the beat that is nearest to where it did. Format: "Standard MIDI Files 1.0", 1996.
    """
    song = covering(timeline)
    bars, ticks = song.bars, TICKS_A_QUARTER * 4 // song.beat_note
    sounding = _sounding(bars, ticks)
    markers = [(on, _marker(timed, song)) for on, _, timed in sounding]
    notes = [event for on, off, timed in sounding for event in _notes(on, off, timed.chord)]
    header = pack(">4sIHHH", b"MThd", 6, 1, 2, TICKS_A_QUARTER)  # format 1, two tracks
    end = [(len(song.beats) * ticks, _meta(END, b""))]
    title = [(0, _meta(NAME, song.title.encode("latin-1", "replace")))] if song.title else []
    signs = title + _tempos(song, ticks) + _signatures(song, bars, ticks)
    return header + _track(signs + markers + end) + _track(notes + end)


def voicing(chord: Chord) -> list[int]:
    """The MIDI notes of a chord: its bass in the octave from C2, all its notes in the one from C4."""
    if chord.root is None:
        return []
    bass = ROOTS.index(chord.bass or chord.root)
    return [BASS + bass, *sorted(MIDDLE_C + pitch_class for pitch_class in chord.pitch_classes)]


def _sounding(bars: tuple[Bar, ...], ticks: int) -> list[tuple[int, int, TimedChord]]:
    """The ticks on which each chord begins and ends, and the chord."""
    found, tick = [], 0
    for timed, beats in groupby(chord for bar in bars for chord in bar.chords):
        start, tick = tick, tick + ticks * len(list(beats))
        found.append((start, tick, timed))
    return found


def _tempos(song: Timeline, ticks: int) -> list[Event]:
    """A tempo for each beat; the first begins with the recording."""
    times = [0.0, *(beat.time for beat in song.beats[1:]), song.seconds]
    quarters = [(end - start) * song.beat_note / 4 for start, end in pairwise(times)]
    sizes = [round(1e6 * quarter) for quarter in quarters]
    return [(i * ticks, _meta(TEMPO, size.to_bytes(3))) for i, size in enumerate(sizes)]


def _signatures(song: Timeline, bars: tuple[Bar, ...], ticks: int) -> list[Event]:
    """Time and key signatures, where they change; a bar with too few beats has a time of its own."""
    events, tick, before = [], 0, (None, None)
    for bar in bars:
        size = len(bar.beats)
        if size != before[0]:
            power = song.beat_note.bit_length() - 1
            events.append((tick, _meta(TIME_SIGNATURE, bytes((size, power, 24, 8)))))
        if bar.key != before[1]:
            signature = bytes((sharps(bar.key) % 256, bar.key.mode == "min"))
            events.append((tick, _meta(KEY_SIGNATURE, signature)))
        tick, before = tick + size * ticks, (size, bar.key)
    return events


def _marker(timed: TimedChord, song: Timeline) -> bytes:
    """The name of a chord."""
    return _meta(MARKER, ascii_symbol(symbol(timed.chord, song.key_of(timed))).encode("ascii"))


def _notes(on: int, off: int, chord: Chord) -> list[Event]:
    """The events that begin and end a chord's notes."""
    notes = voicing(chord)
    begin = [(on, bytes((0x90, note, VELOCITY))) for note in notes]
    return begin + [(off, bytes((0x80, note, 0))) for note in notes]


def _meta(kind: int, data: bytes) -> bytes:
    """A meta event."""
    return bytes((0xFF, kind)) + _length(len(data)) + data


def _track(events: list[Event]) -> bytes:
    """A track of these events; those of the same tick stay in order."""
    ordered = sorted(events, key=lambda event: event[0])
    ticks = (0, *(tick for tick, _ in ordered))
    delays = (_length(tick - before) for before, tick in pairwise(ticks))
    body = b"".join(delay + message for delay, (_, message) in zip(delays, ordered, strict=True))
    return pack(">4sI", b"MTrk", len(body)) + body


def _length(number: int) -> bytes:
    """A number as MIDI writes times and lengths: seven bits a byte, all but the last with the eighth set."""
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
