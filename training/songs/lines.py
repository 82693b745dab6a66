"""Basses, melodies and drums over a progression."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

import numpy as np

from model.chords import NO_CHORD
from model.shapes import basses
from training.songs.cells import REST, Cell, Stroke, bars, cells, half, loudness, rows
from training.songs.harmony import Progression, Step
from training.songs.patterns import BASS_ROWS, DRUM_ROWS, FILLS, MELODY_ROWS, PHRASE_ENDS
from training.songs.progressions import draw

LOWEST_BASS = 27  # MIDI, Eb1; a chord's bass is less than an octave above
HIGHEST_PASSING = 48  # MIDI, C3, of a bass on its way
PENTATONICS = {"maj": (0, 2, 4, 7, 9), "min": (0, 3, 5, 7, 10)}  # semitones above the tonic
PENTATONIC_SHARE = 0.25  # melodies that keep to the key's five notes, whatever the chord
MELODY_RANGE = 17  # semitones
STRONG_SHARE = 0.6  # notes on the beat that are the chord's, besides those where it begins
SUSPENDED_SHARE = 0.3  # notes foreign to the next chord that stay and then fall into it, of those that can
REST_SHARE = 0.15  # phrases in which the melody rests
OCTAVE_SHARE = 0.3  # voices beside a melody that double it an octave apart; the others go in thirds and more
LOWEST_SECOND = 53  # MIDI: above what is low enough to be a bass
PHRASE = 4  # bars
FILL_SHARE = 0.5  # phrases that drums end with a fill, and a cymbal on the barline
CRASH = 49  # General MIDI


def play_bass(name: str, progression: Progression, rng: np.random.Generator) -> list[Stroke]:
    """A bass in rows of this name of `BASS_ROWS`: each chord begins with its own; the last bar is held."""
    played = bars(rows(BASS_ROWS[name], progression.metre), progression, rng)
    played[-1] = rows(BASS_ROWS["held"], progression.metre)[0]
    strokes, last, note = [], None, LOWEST_BASS
    for cell in cells(played, progression):
        if progression.steps[cell.place].chord != NO_CHORD:
            sign = "r" if cell.place != last else cell.sign
            note = _bass_note(sign, note, cell, progression, rng)
            strokes.append(Stroke(cell.start, cell.end, (note,), loudness(sign)))
            last = cell.place
    return strokes


def play_melody(progression: Progression, lowest: int, rng: np.random.Generator) -> list[Stroke]:
    """A melody from this note up: chord notes where it is strong, steps between them, suspensions."""
    is_pentatonic = rng.random() < PENTATONIC_SHARE
    strokes, note, resolution = [], lowest + MELODY_RANGE // 2, None
    for cell in cells(_phrases(progression, rng), progression, is_tied=True):
        step, is_new = progression.steps[cell.place], cell.start in progression.starts
        below = [note - fall for fall in (1, 2) if (note - fall) % 12 in step.chord.pitch_classes]
        if resolution is not None:
            note, resolution = resolution, None
        elif is_new and below and _is_foreign(note, step) and rng.random() < SUSPENDED_SHARE:
            resolution = below[0]
        else:
            is_strong = is_new or (cell.start % 1 == 0 and rng.random() < STRONG_SHARE)
            note = _melody_note(note, _palette(step, is_strong, is_pentatonic), lowest, rng)
        strokes.append(Stroke(cell.start, cell.end, (note,), loudness(cell.sign)))
    return strokes


def play_second(melody: Sequence[Stroke], progression: Progression, rng: np.random.Generator) -> list[Stroke]:
    """A voice that goes with a melody below it, or above where that would be too low for one."""
    is_octave = rng.random() < OCTAVE_SHARE
    strokes = []
    for stroke in melody:
        (note,), step = stroke.notes, progression.steps[progression.place(stroke.start)]
        below = note - 12 if is_octave else _harmony_below(note, step)
        strokes.append(replace(stroke, notes=(below if below >= LOWEST_SECOND else below + 12,)))
    return strokes


def play_drums(name: str, progression: Progression, rng: np.random.Generator) -> list[Stroke]:
    """A groove of `DRUM_ROWS` with fills and cymbals; where there is no chord, silent or not."""
    groove, fill = _kit(DRUM_ROWS[name], progression.metre), _kit(FILLS, progression.metre)
    count, plays_on = progression.bars, rng.random() < 0.5
    fills = [bar for bar in range(PHRASE - 1, count, PHRASE) if rng.random() < FILL_SHARE]
    strokes = []
    for drum in sorted({*groove, *fill}):
        played = [(fill if bar in fills else groove).get(drum, REST) for bar in range(count)]
        strokes += [Stroke(c.start, c.end, (drum,), loudness(c.sign)) for c in cells(played, progression)]
    barlines = [(bar + 1) * progression.metre - progression.first + 1 for bar in fills]
    strokes += [Stroke(beat, beat + 1, (CRASH,), 1.0) for beat in barlines if beat < progression.beats]
    steps = progression.steps
    return [s for s in strokes if plays_on or steps[progression.place(s.start)].chord != NO_CHORD]


def _kit(table: Mapping[int, Mapping[int, str]], metre: int) -> Mapping[int, str]:
    """The row of each drum for this metre; a bar of two is the first half of a bar of four."""
    return {drum: half(row) for drum, row in table[4].items()} if metre == 2 else table[metre]


def _bass_note(sign: str, note: int, cell: Cell, progression: Progression, rng: np.random.Generator) -> int:
    """The note after this one that a sign stands for."""
    chord, root = progression.steps[cell.place].chord, _lowest_bass(progression, cell.place)
    following = _lowest_bass(progression, cell.place + 1)
    if sign == "a" and following is not None and cell.end == progression.starts[cell.place + 1]:
        return following + int(rng.choice((-2, -1, 1, 2)))
    if sign in "aw":
        near = [other for other in range(root, HIGHEST_PASSING) if 0 < abs(other - note) < 8]
        scale = progression.steps[cell.place].scale if rng.random() < 0.4 else chord.pitch_classes
        return int(rng.choice([other for other in near if other % 12 in scale] or [root]))
    degree = chord.pitch_class(int(sign)) if sign in "35" and chord.bass is None else None
    return root + 12 * (sign == "8") + (0 if degree is None else (degree - root) % 12)


def _lowest_bass(progression: Progression, place: int) -> int | None:
    """The lowest note for the bass of the chord at a place; None where there is none."""
    steps = progression.steps[place : place + 1]
    if not steps or steps[0].chord == NO_CHORD:
        return None
    return LOWEST_BASS + (basses(steps[0].chord)[0] - LOWEST_BASS) % 12


def _phrases(progression: Progression, rng: np.random.Generator) -> list[str]:
    """Rows for a melody: a few rhythms over and over, an end for each phrase, perhaps with an upbeat."""
    metre = progression.metre
    rhythms, ends = rows(MELODY_ROWS, metre), rows(PHRASE_ENDS, metre)
    usual = rng.choice(rhythms, 3).tolist()
    played = []
    while len(played) < progression.bars:
        rests = rng.random() < REST_SHARE
        played += [REST if rests else usual[rng.integers(3)] for _ in range(PHRASE - 1)]
        played.append(ends[rng.integers(len(ends))])
    return played[: progression.bars]


def _is_foreign(note: int, step: Step) -> bool:
    return note % 12 in step.scale and note % 12 not in step.chord.pitch_classes


def _harmony_below(note: int, step: Step) -> int:
    """The note that is sung with this one, a third or more below: the chord's if this is, or the scale's."""
    tones = step.chord.pitch_classes
    palette = tones if note % 12 in tones else step.scale
    return next(other for other in range(note - 3, note - 12, -1) if other % 12 in palette)


def _palette(step: Step, is_strong: bool, is_pentatonic: bool) -> frozenset[int]:
    """The pitch classes that a melody chooses from."""
    scale, tones = step.scale, frozenset(step.chord.pitch_classes)
    if is_pentatonic:
        scale = frozenset((step.tonic + degree) % 12 for degree in PENTATONICS[step.mode])
    return (scale & tones if is_strong else scale) or scale


def _melody_note(note: int, palette: frozenset[int], lowest: int, rng: np.random.Generator) -> int:
    """A note near to this one, and seldom the same."""
    reached = (other for other in range(lowest, lowest + MELODY_RANGE + 1) if other % 12 in palette)
    return draw({n: exp(-abs(n - note) / 2) * (0.3 if n == note else 1) for n in reached}, rng)
