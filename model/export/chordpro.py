"""ChordPro: a grid of chords in bars. Format: chordpro.org/chordpro/directives-env_grid."""

from model.adjust import transposed
from model.chart import BARS_A_LINE, cells, lines_of_bars
from model.chords import MIXED_NAMES, QUALITIES, ROOTS, Chord
from model.export.beats import barred
from model.keys import Key
from model.spelling import ascii_symbol, root_and_bass, tonic_name
from model.timeline import Timeline

KNOWN_NOTES = {*"CDEFGAB", "C#", "D#", "F#", "G#", "A#", "Db", "Eb", "Gb", "Ab", "Bb"}  # to ChordPro
NO_BRACES = str.maketrans("{}", "()")  # which end a directive
MINOR = {"maj": "", "min": "m"}


def as_chordpro(timeline: Timeline, capo: int = 0) -> str:
    """A grid of bars, four a line, under title, key, capo, tempo and time.

    capo: its fret; key and chords are then those that the hand holds behind it, as ChordPro has them.
    """
    song = barred(transposed(timeline, -capo))
    key = song.key
    lines = [f"{{title: {song.title.translate(NO_BRACES)}}}"] if song.title else []
    lines += [f"{{key: {ascii_symbol(tonic_name(key))}{MINOR[key.mode]}}}"] if key else []
    lines += [f"{{capo: {capo}}}"] if capo else []
    lines += [] if song.tempo is None else [f"{{tempo: {song.tempo:.0f}}}"]
    lines.append(f"{{time: {song.metre}/{song.beat_note}}}")
    lines.append(f'{{start_of_grid shape="{BARS_A_LINE}x{song.metre}"}}')
    for bars in lines_of_bars(song.bars):
        lines.append("| " + " | ".join(" ".join(cells(bar, _symbol)) for bar in bars) + " |")
    return "\n".join([*lines, "{end_of_grid}", ""])


def _symbol(chord: Chord, key: Key | None) -> str:
    """A symbol whose notes have names that ChordPro knows: C#/F, not C#/E#."""
    if chord.root is None:
        return chord.symbol
    root, bass = root_and_bass(chord, key)
    over = f"/{_note(bass, chord.bass)}" if chord.bass else ""
    return _note(root, chord.root) + ascii_symbol(QUALITIES[chord.type].suffix) + over


def _note(name: str, pitch: str) -> str:
    """A note's spelled name if ChordPro knows it, else its usual one."""
    written = ascii_symbol(name)
    return written if written in KNOWN_NOTES else ascii_symbol(MIXED_NAMES[ROOTS.index(pitch)])
