"""Chords as accompanists play them: voicings that lead into one another, in the rows of `patterns`."""

from collections.abc import Callable
from functools import partial

import numpy as np

from model.chords import NO_CHORD, Chord
from model.shapes import basses, essential
from training.songs.cells import Stroke, bars, cells, loudness, rows
from training.songs.harmony import Progression, Step
from training.songs.patterns import CHORD_ROWS

Voicing = tuple[int, ...]  # MIDI, ascending
Way = Callable[[Chord, np.random.Generator], Voicing]

DRAWS = 5  # voicings drawn, of which the one nearest to the one before is played
LOWEST_CHORD = 40  # MIDI, E2, of a chord over a bass part
HIGHEST_BASS = 52  # MIDI, E3, of a chord without a bass part
LOWEST_SHELL = 48  # MIDI, C3
PEDAL_SHARE = 0.6  # players whose arpeggios sound on until the chord changes
UP_STRUM = 4  # strings under an upstroke
ROLL = 0.012  # seconds from string to string of a strum
OVER_BASS = {"C": "X", "U": "D"}  # signs without a chord's bass, and those with it


def shell(chord: Chord, rng: np.random.Generator) -> Voicing:
    """A chord as a jazz pianist plays it over a bass: third and seventh, and what else cannot be missing."""
    played = [note for note in chord.pitch_classes[1:] if note in essential(chord)]
    turn = int(rng.integers(len(played)))
    notes = [int(rng.integers(LOWEST_SHELL, LOWEST_SHELL + 12))]
    for pitch_class in played[turn:] + played[:turn]:
        notes.append(notes[-1] + (pitch_class - notes[-1]) % 12)
    return tuple(notes[1:])


def lead(progression: Progression, way: Way, is_lowest: bool, rng: np.random.Generator) -> list[Voicing]:
    """A voicing for each step, near to the one before; () where there is no chord.

    Where no other part plays the bass (`is_lowest`), the lowest note is the chord's.
    """
    voiced, last = [], ()
    for step in progression.steps:
        if step.chord != NO_CHORD:
            drawn = _candidates(step.chord, way, is_lowest, rng)
            last = min(drawn, key=partial(movement, last))
        voiced.append(last if step.chord != NO_CHORD else ())
    return voiced


def movement(before: Voicing, after: Voicing) -> int:
    """Semitones from each note to the nearest of the other voicing, all together."""
    steps = [[abs(note - other) for other in before] for note in after]
    return sum(map(min, steps)) + sum(map(min, zip(*steps, strict=True))) if before else 0


def play_chords(
    name: str, progression: Progression, way: Way, is_lowest: bool, rng: np.random.Generator
) -> list[Stroke]:
    """The chords in rows of this name of `CHORD_ROWS`; the last bar is held."""
    voiced = lead(progression, way, is_lowest, rng)
    played = bars(rows(CHORD_ROWS[name], progression.metre), progression, rng)
    played[-1] = rows(CHORD_ROWS["held"], progression.metre)[0]
    is_pedalled = rng.random() < PEDAL_SHARE
    strokes, last = [], None
    for cell in cells(played, progression):
        if notes := voiced[cell.place]:
            sign = cell.sign
            if is_lowest and cell.place != last:
                sign = "0" if sign in "n123456789" else OVER_BASS.get(sign, sign)
            end = progression.starts[cell.place + 1] if is_pedalled and sign.isdigit() else cell.end
            struck, roll = _struck(sign, notes, progression.steps[cell.place])
            strokes.append(Stroke(cell.start, end, struck, loudness(sign), roll))
            last = cell.place
    return strokes


def _candidates(chord: Chord, way: Way, is_lowest: bool, rng: np.random.Generator) -> list[Voicing]:
    """Some voicings of a chord; where they have to be, those over its bass, and one at least."""
    fitting, tries = [], 0
    while tries < DRAWS or not fitting:
        notes, tries = way(chord, rng), tries + 1
        if not is_lowest or notes[0] % 12 == basses(chord)[0]:
            fitting.append(_placed(notes, is_lowest))
    return fitting


def _placed(notes: Voicing, is_lowest: bool) -> Voicing:
    """A voicing in octaves where its lowest note is low enough to be the bass, or above one."""
    too_high = notes[0] - HIGHEST_BASS if is_lowest else 0
    octaves = -(-too_high // 12) if too_high > 0 else -int(not is_lowest and notes[0] < LOWEST_CHORD)
    return tuple(note - 12 * octaves for note in notes)


def _struck(sign: str, notes: Voicing, step: Step) -> tuple[Voicing, float]:
    """The notes of a voicing that a sign stands for, in the order they are struck in, and their roll."""
    match sign:
        case "B":
            return notes[:1], 0.0
        case "C":
            return notes[1:], 0.0
        case "D":
            return notes, ROLL
        case "U":
            return notes[-UP_STRUM:][::-1], ROLL
        case "n":
            return (next(note for note in range(notes[-1] + 1, 128) if note % 12 in step.scale),), 0.0
        case "X" | "P":
            return notes, 0.0
    octaves, rank = divmod(int(sign), len(notes))
    return (notes[rank] + 12 * octaves,), 0.0
