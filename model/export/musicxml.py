"""MusicXML: a lead sheet. Format: w3.org/2021/06/musicxml40."""

from html import escape
from itertools import pairwise

from model.chords import QUALITIES, Chord
from model.export.beats import barred
from model.keys import Key
from model.spelling import MODE_WORDS, ascii_symbol, root_and_bass, sharps
from model.timeline import Bar, Timeline

KINDS = {  # of chords in MusicXML, by type
    "maj": "major",
    "min": "minor",
    "dim": "diminished",
    "aug": "augmented",
    "7": "dominant",
    "maj7": "major-seventh",
    "min7": "minor-seventh",
    "minmaj7": "major-minor",
    "dim7": "diminished-seventh",
    "hdim7": "half-diminished",
    "maj6": "major-sixth",
    "min6": "minor-sixth",
    "sus2": "suspended-second",
    "sus4": "suspended-fourth",
    "5": "power",
}
BEAT_NAMES = {4: "quarter", 8: "eighth"}
NO_HARMONY = '<harmony><root><root-step text="">C</root-step></root><kind text="N.C.">none</kind></harmony>\n'
SHEET = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"
 "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="4.0">
{title}<part-list><score-part id="P1"><part-name>Chords</part-name></score-part></part-list>
<part id="P1">
{measures}</part>
</score-partwise>
"""
TEMPO = (
    "<direction><direction-type><metronome><beat-unit>{}</beat-unit><per-minute>{:.0f}</per-minute>"
    '</metronome></direction-type><sound tempo="{:.1f}"/></direction>\n'
)
SLASH = (
    "<note><unpitched><display-step>B</display-step><display-octave>4</display-octave></unpitched>"
    "<duration>1</duration><type>{}</type><stem>none</stem><notehead>slash</notehead></note>\n"
)


def as_musicxml(timeline: Timeline) -> str:
    """A lead sheet: chord symbols over a slash for each beat, with key, time and tempo.

    A bar with too few beats has a time of its own, but for a pickup and the last one.
    """
    song = barred(timeline)
    bars = song.bars
    first = 0 if bars[0].is_pickup else 1
    both = enumerate(pairwise((None, *bars)), first)
    title = f"<work><work-title>{escape(song.title)}</work-title></work>\n" if song.title else ""
    measures = "".join(_measure(song, number, *pair) for number, pair in both)
    return SHEET.format(title=title, measures=measures)


def _measure(song: Timeline, number: int, before: Bar | None, bar: Bar) -> str:
    """A bar after another: what of key and time is new, and its beats with the chords that are."""
    last = before.chords[-1].chord if before else None
    beats = []
    for timed in bar.chords:
        beats.append(_harmony(timed.chord, bar.key) if timed.chord != last else "")
        beats.append(SLASH.format(BEAT_NAMES[song.beat_note]))
        last = timed.chord
    implicit = ' implicit="yes"' if bar.is_pickup else ""
    opening = _attributes(song, before, bar) + ("" if before else _tempo(song))
    return f'<measure number="{number}"{implicit}>\n{opening}{"".join(beats)}</measure>\n'


def _attributes(song: Timeline, before: Bar | None, bar: Bar) -> str:
    """The key and time of a bar where they are not those of the bar before."""
    size, mode = _size(song, bar), bar.key and MODE_WORDS[bar.key.mode]
    parts = [] if before else [f"<divisions>{song.beat_note // 4}</divisions>"]
    if bar.key and (before is None or bar.key != before.key):
        parts.append(f"<key><fifths>{sharps(bar.key)}</fifths><mode>{mode}</mode></key>")
    if before is None or size != _size(song, before):
        parts.append(f"<time><beats>{size}</beats><beat-type>{song.beat_note}</beat-type></time>")
    parts += [] if before else ["<clef><sign>G</sign><line>2</line></clef>"]
    return f"<attributes>{''.join(parts)}</attributes>\n" if parts else ""


def _size(song: Timeline, bar: Bar) -> int:
    """The beats that a bar's time signature counts: all the metre's in a pickup and at the end."""
    is_whole = bar.is_pickup or bar.beats[-1] == song.beats[-1]
    return song.metre if is_whole else len(bar.beats)


def _tempo(song: Timeline) -> str:
    """A metronome mark, where there is a tempo."""
    if song.tempo is None:
        return ""
    return TEMPO.format(BEAT_NAMES[song.beat_note], song.tempo, song.tempo * 4 / song.beat_note)


def _harmony(chord: Chord, key: Key | None) -> str:
    """A chord symbol, or "N.C."."""
    if chord.root is None:
        return NO_HARMONY
    root, bass = root_and_bass(chord, key)
    kind = f'<kind text="{ascii_symbol(QUALITIES[chord.type].suffix)}">{KINDS[chord.type]}</kind>'
    over = _note("bass", bass) if chord.bass else ""
    return f"<harmony>{_note('root', root)}{kind}{over}</harmony>\n"


def _note(element: str, name: str) -> str:
    """The root or bass of a chord symbol, by its spelled name."""
    alter = name.count("♯") - name.count("♭")
    altered = f"<{element}-alter>{alter}</{element}-alter>" if alter else ""
    return f"<{element}><{element}-step>{name[0]}</{element}-step>{altered}</{element}>"
