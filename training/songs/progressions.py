"""Progressions to play: excerpts of lead sheets, and loops, blues and jazz turned over at random."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from model.adjust import transpose_chord
from model.chords import NO_CHORD, ROOTS, Chord
from model.harte import parse
from training.songs.harmony import Progression, Step, named
from training.songs.loops import LOOPS

T = TypeVar("T")

HOLD = "."

SHEET_SHARE = 0.22  # progressions from lead sheets, where there are some
STYLES = {"pop": 0.44, "jazz": 0.18, "folk": 0.18, "rock": 0.12, "blues": 0.08}
METRES = {  # beats in a bar by style; the beats of a bar of six are eighths
    "pop": {4: 0.8, 6: 0.1, 3: 0.07, 2: 0.03},
    "jazz": {4: 0.85, 3: 0.15},
    "folk": {4: 0.4, 3: 0.28, 6: 0.17, 2: 0.15},
    "rock": {4: 0.94, 6: 0.06},
    "blues": {4: 0.8, 6: 0.2},
}
SLOTS = {  # beats that a chord of a loop lasts, by metre
    4: {4: 0.5, 2: 0.3, 8: 0.14, 1: 0.06},
    3: {3: 0.7, 6: 0.22, 1: 0.08},
    2: {2: 0.5, 4: 0.3, 1: 0.2},
    6: {6: 0.5, 3: 0.4, 12: 0.1},
}
MINOR_SHARE = 0.4
WANDER_SHARE = 0.2  # sections whose chords follow one another by chance, not in a loop
WANDERED = 8  # chords of such a section
SECTION_SHARE = 0.35  # loops after which another begins
MODULATION_SHARE = 0.12  # loops after which the key changes, and by how many semitones
MODULATIONS = {1: 0.25, 2: 0.3, 5: 0.15, 7: 0.15, 3: 0.08, 9: 0.07}
PARALLEL_SHARE, RELATIVE_SHARE = 0.15, 0.3  # changes of key that change the mode as well
RELATIVE = {"maj": 9, "min": 3}  # semitones up to the tonic of the relative key
COLOURS = (0.0, 0.0, 0.0, 0.25, 0.8)  # shares of a progression's triads that become one of these
VARIANTS = {"maj": "maj7 maj7 maj6 sus2 sus4", "min": "min7 min7 min7 min6 minmaj7", "dim": "dim7 hdim7"}
DOMINANT_VARIANTS = "7 7 7 sus4 aug"  # of the major triad on the fifth degree
INVERTED_SHARE = 0.07  # chords of pop, folk and jazz over another bass than the table's
PEDAL_SHARE = 0.06  # sections whose bass stays on the first or fifth degree
PEDALS = {0: 0.7, 7: 0.3}  # semitones above the tonic
BREAK_SHARE = 0.15  # progressions with a break, an intro without harmony or an upbeat


def draw_progression(beats: int, rng: np.random.Generator, sheets: Sequence[Progression] = ()) -> Progression:
    """At least so many beats of chords: an excerpt of one of these lead sheets, or from the grammar."""
    is_sheet = sheets and rng.random() < SHEET_SHARE
    drawn = excerpt(sheets[rng.integers(len(sheets))], beats, rng) if is_sheet else from_grammar(beats, rng)
    return _with_break(drawn, rng) if rng.random() < BREAK_SHARE else drawn


def excerpt(sheet: Progression, beats: int, rng: np.random.Generator) -> Progression:
    """So many beats of a lead sheet from one of its first barlines on, in any key; after its end, again."""
    start = int(rng.choice([0, *(i for i in sheet.barlines if i <= len(sheet.steps) // 2)]))
    *kept, last = sheet.steps[start:]
    missing = (sheet.starts[start] - sheet.beats) % sheet.metre  # beats until the first step may come again
    kept.append(replace(last, beats=last.beats + missing))
    shift = int(rng.integers(12))
    moved = [replace(s, chord=transpose_chord(s.chord, shift), tonic=(s.tonic + shift) % 12) for s in kept]
    repeated = moved * -(-beats // sum(step.beats for step in moved))
    first = (sheet.starts[start] + sheet.first - 1) % sheet.metre + 1
    return replace(sheet, first=first, steps=tuple(repeated)).cut(beats)


def from_grammar(beats: int, rng: np.random.Generator) -> Progression:
    """At least so many beats of loops in one style, repeated, varied and modulated."""
    style = draw(STYLES, rng)
    metre, colour = draw(METRES[style], rng), float(rng.choice(COLOURS))
    tonic, mode = int(rng.integers(12)), "min" if rng.random() < MINOR_SHARE else "maj"
    section, steps = _section(style, metre, mode, colour, rng), []
    while sum(step.beats for step in steps) < beats:
        steps += [Step(transpose_chord(chord, tonic), length, tonic, mode) for chord, length in section]
        old = mode
        if rng.random() < MODULATION_SHARE:
            tonic, mode = _modulated(tonic, mode, rng)
        if mode != old or rng.random() < SECTION_SHARE:
            section = _section(style, metre, mode, colour, rng)
    return Progression(style, metre, 1, tuple(steps))


def draw(weights: Mapping[T, float], rng: np.random.Generator) -> T:
    """One of the keys, each as probable as its weight says."""
    borders = np.cumsum(list(weights.values()))
    return list(weights)[np.searchsorted(borders, rng.random() * borders[-1], side="right")]


def _section(
    style: str, metre: int, mode: str, colour: float, rng: np.random.Generator
) -> list[tuple[Chord, int]]:
    """Whole bars of chords and their beats, in C."""
    is_wandering = style != "blues" and rng.random() < WANDER_SHARE
    loops = _loops(style, mode)
    labels = _wander(style, mode, rng) if is_wandering else loops[rng.integers(len(loops))]
    slot = metre if style == "blues" else draw(SLOTS[metre], rng)
    pedal = draw(PEDALS, rng) if rng.random() < PEDAL_SHARE else None
    section = []
    for label in labels:
        if label == HOLD:
            section[-1] = (section[-1][0], section[-1][1] + slot)
        else:
            chord = _coloured(parse(label), colour, rng)
            section.append((chord if style in ("rock", "blues") else _over(chord, pedal, rng), slot))
    chord, beats = section[-1]
    section[-1] = (chord, beats + -slot * len(labels) % metre)
    return section


@cache
def _loops(style: str, mode: str) -> tuple[tuple[str, ...], ...]:
    """The loops of a style as labels."""
    rows = (row for line in LOOPS[style][mode].strip().splitlines() for row in line.split("|"))
    return tuple(tuple(row.split()) for row in rows)


@cache
def _successors(style: str, mode: str) -> dict[str, list[str]]:
    """The labels that follow each label in a style's loops, as often as they do."""
    found = {}
    for loop in _loops(style, mode):
        chords = [label for label in loop if label != HOLD]
        for label, following in pairwise((*chords, chords[0])):
            found.setdefault(label, []).append(following)
    return found


def _wander(style: str, mode: str, rng: np.random.Generator) -> list[str]:
    """Eight chords from the tonic on, each one that follows the one before in some loop."""
    successors = _successors(style, mode)
    labels = [next(iter(successors))]
    while len(labels) < WANDERED:
        labels.append(str(rng.choice(successors[labels[-1]])))
    return labels


def _coloured(chord: Chord, colour: float, rng: np.random.Generator) -> Chord:
    """A triad as one of its variants, now and then."""
    if chord.type not in VARIANTS or chord.bass is not None or rng.random() >= colour:
        return chord
    is_dominant = (chord.root, chord.type) == (ROOTS[7], "maj")
    variants = (DOMINANT_VARIANTS if is_dominant else VARIANTS[chord.type]).split()
    return Chord(chord.root, variants[rng.integers(len(variants))])


def _over(chord: Chord, pedal: int | None, rng: np.random.Generator) -> Chord:
    """A chord over the pedal note if there is one, or else over one of its own notes now and then."""
    if pedal is None and (chord.bass is not None or rng.random() >= INVERTED_SHARE):
        return named(chord)
    bass = ROOTS[int(rng.choice(chord.basses)) if pedal is None else pedal]
    return named(Chord(chord.root, chord.type, None if bass == chord.root else bass))


def _modulated(tonic: int, mode: str, rng: np.random.Generator) -> tuple[int, str]:
    other, kind = {"maj": "min", "min": "maj"}[mode], rng.random()
    if kind < PARALLEL_SHARE:
        return tonic, other
    if kind < PARALLEL_SHARE + RELATIVE_SHARE:
        return (tonic + RELATIVE[mode]) % 12, other
    return (tonic + draw(MODULATIONS, rng)) % 12, mode


def _with_break(drawn: Progression, rng: np.random.Generator) -> Progression:
    """A progression with an upbeat without harmony, or a bar or two of none at its start or at a barline."""
    steps, metre = drawn.steps, drawn.metre
    if drawn.first == 1 and rng.random() < 0.4:
        upbeat = int(rng.integers(1, metre))
        silent = replace(steps[0], chord=NO_CHORD, beats=upbeat)
        return replace(drawn, first=metre - upbeat + 1, steps=(silent, *steps))
    at = int(0 if rng.random() < 0.5 else rng.choice([0, *drawn.barlines]))
    silent = replace(steps[at], chord=NO_CHORD, beats=metre * int(rng.integers(1, 3)))
    return replace(drawn, steps=(*steps[:at], silent, *steps[at:]))
