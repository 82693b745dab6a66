"""Clips to learn from: a chord as somebody plays it somewhere, or something that is no chord."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.chords import NO_CHORD, QUALITIES, ROOTS, TYPES, Chord
from training.sounds import augment, render, voicings
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments, is_guitar
from training.sounds.no_chords import draw_no_chord
from training.sounds.render import Performance

NO_CHORD_SHARE = 0.17
TYPE_SHARES = {  # weights: people play the first ones most, and some others are harder to learn
    "maj": 17,
    "min": 16,
    "dim": 6,
    "aug": 5,
    "7": 9,
    "maj7": 7,
    "min7": 8,
    "minmaj7": 4,
    "dim7": 5,
    "hdim7": 5,
    "maj6": 7,
    "min6": 5,
    "sus2": 6,
    "sus4": 6,
    "5": 9,
}
MIXED_SHARE = 0.1  # chords whose notes come from several instruments
AGAIN_SHARE = 0.15  # chords struck a second time within the clip
LAYERED_SHARE = 0.25  # chords on two instruments in unison: what is between two timbres
BORROWED_SHARE = 0.4  # chords whose samples come from neighbouring notes: formants elsewhere
FARTHEST_NEIGHBOUR = 5  # semitones
FAINT_SHARE = 0.25  # chords one of whose pitch classes is hardly heard
FAINT_DEGREES = {1: 0.1, 3: 0.6, 5: 0.2}  # weights: a guitarist often has the third on one string only
FAINT_OTHERS = 0.2  # weight of any other degree
FAINTER = (6.0, 24.0)  # dB
STRAY_SHARE = 0.08  # of the chords: with a foreign note, as an open string that rings along
STRAY = (16.0, 30.0)  # dB below the loudest note
FAINTEST = 24.0  # dB below the loudest note: a pitch class still fainter everywhere is not in the chord
HARMONIC_SHARE = 0.14  # of the chords that can: voicings on the partials of their own bass
TWELVE_STRINGS_SHARE = 0.08  # of the chords on guitars
GUITAR_WAYS = {  # shares of voicings on a guitar
    voicings.guitar: 0.68,
    voicings.ukulele: 0.1,
    voicings.mandolin: 0.06,
    voicings.keyboard: 0.1,
    voicings.ensemble: 0.06,
}
OTHER_WAYS = {  # shares of voicings on any other instrument
    voicings.keyboard: 0.52,
    voicings.ensemble: 0.2,
    voicings.choir: 0.08,
    voicings.guitar: 0.08,
    voicings.violin: 0.07,
    voicings.ukulele: 0.03,
    voicings.mandolin: 0.02,
}


@dataclass(frozen=True)
class Clip:
    """A waveform, float32 [samples] at 16 kHz, the chord in it, and what played it."""

    waveform: np.ndarray
    chord: Chord
    source: str


def draw_clip(instruments: Instruments, rng: np.random.Generator, types: Sequence[str] = TYPES) -> Clip:
    """A random training clip, with the world's damage done to it: no chord, or one of these types."""
    is_chord = rng.random() >= NO_CHORD_SHARE
    if is_chord:
        clip = draw_chord(instruments, rng, types)
    else:
        kind, sound = draw_no_chord(instruments, rng)
        clip = Clip(sound, NO_CHORD, kind)
    return Clip(augment.degrade(clip.waveform, rng, instruments.surroundings), clip.chord, clip.source)


def draw_chord(instruments: Instruments, rng: np.random.Generator, types: Sequence[str] = TYPES) -> Clip:
    """A random chord of these types on a random instrument, clean."""
    weights = np.array([TYPE_SHARES[type_] for type_ in types])
    chord = Chord(ROOTS[rng.integers(len(ROOTS))], types[rng.choice(len(types), p=weights / weights.sum())])
    return play_chord(chord, instruments.draw(rng), rng, instruments)


def play_chord(
    chord: Chord,
    bank: NoteBank,
    rng: np.random.Generator,
    others: Instruments | None = None,
    widest: float = render.WIDEST_TUNING,
) -> Clip:
    """A chord in a voicing that suits the bank, with the bass that the voicing has.

    others: given these, the bank may be disguised: mixed or layered with them, its samples borrowed from
    neighbouring notes, one of the chord's notes hardly heard, a foreign one hardly less. widest: the most
    cents from A440 that the instrument may be tuned.
    """
    notes = draw_voicing(chord, bank, rng)
    how = render.perform(len(notes), rng, widest=widest)
    if others is not None and rng.random() < BORROWED_SHARE:
        how = replace(how, borrowed=int(rng.integers(-FARTHEST_NEIGHBOUR, FARTHEST_NEIGHBOUR + 1)))
    if others is not None and rng.random() < FAINT_SHARE:
        how = replace(how, levels=faint(chord, notes, how.levels, rng))
    how = replace(how, levels=audible(notes, how.levels))
    bass_note = min(notes)
    if others is not None and rng.random() < STRAY_SHARE:
        notes, how = with_stray(chord, notes, how, rng)
    mixed = others is not None and rng.random() < MIXED_SHARE
    layers = [[others.draw(rng) if mixed else bank for _ in notes]]
    if others is not None and rng.random() < LAYERED_SHARE:
        layers.append([others.draw(rng)] * len(notes))
    sound = strike(layers, notes, how, rng)
    if rng.random() < AGAIN_SHARE:
        again = int(rng.uniform(0.25, 0.7) * len(sound))
        sound[again:] *= rng.uniform(0, 0.7)
        sound[again:] += strike(layers, notes, how, rng)[: len(sound) - again]
    return Clip(sound, over_bass(chord, bass_note), "mixed" if mixed else bank.instrument)


def faint(
    chord: Chord, notes: tuple[int, ...], levels: tuple[float, ...], rng: np.random.Generator
) -> tuple[float, ...]:
    """Amplitudes of the notes with one pitch class turned down wherever it is doubled."""
    weights = np.array([FAINT_DEGREES.get(degree, FAINT_OTHERS) for degree in QUALITIES[chord.type].degrees])
    quiet = chord.pitch_classes[rng.choice(len(weights), p=weights / weights.sum())]
    gain = 10 ** (-rng.uniform(*FAINTER) / 20)
    return tuple(
        level * gain if note % 12 == quiet else level for note, level in zip(notes, levels, strict=True)
    )


def audible(notes: tuple[int, ...], levels: tuple[float, ...]) -> tuple[float, ...]:
    """Amplitudes of the notes with each pitch class turned up until it is `FAINTEST` below the loudest."""
    least = max(levels) * 10 ** (-FAINTEST / 20)
    peaks = {note % 12: 0.0 for note in notes}
    for note, level in zip(notes, levels, strict=True):
        peaks[note % 12] = max(peaks[note % 12], level)
    return tuple(
        level * max(1.0, least / peaks[note % 12]) for note, level in zip(notes, levels, strict=True)
    )


def with_stray(
    chord: Chord, notes: tuple[int, ...], how: Performance, rng: np.random.Generator
) -> tuple[tuple[int, ...], Performance]:
    """The notes and a quiet foreign one above the bass, as when an open string rings along."""
    foreign = [n for n in range(min(notes) + 1, max(notes) + 6) if n % 12 not in chord.pitch_classes]
    level = max(how.levels) * 10 ** (-rng.uniform(*STRAY) / 20)
    longer = replace(
        how,
        held=(*how.held, max(how.held)),
        onsets=(*how.onsets, 0.0),
        cents=(*how.cents, how.cents[0]),
        levels=(*how.levels, level),
    )
    return (*notes, int(rng.choice(foreign))), longer


def over_bass(chord: Chord, lowest: int) -> Chord:
    """The chord over the bass that its lowest note, a MIDI number, gives it."""
    bass = ROOTS[lowest % 12]
    return replace(chord, bass=None if bass == chord.root else bass)


def strike(
    layers: list[list[NoteBank]], notes: tuple[int, ...], how: Performance, rng: np.random.Generator
) -> np.ndarray:
    """The same notes played by every layer at once, the later layers quieter: float32 [samples]."""
    sounds = [render.play(players, notes, how, rng) for players in layers]
    return sounds[0] + sum(rng.uniform(0.2, 1) * sound for sound in sounds[1:])


def draw_voicing(chord: Chord, bank: NoteBank, rng: np.random.Generator) -> tuple[int, ...]:
    """Shapes of fretted strings mostly for guitars; hands, ensembles, choirs or a bow for everything else."""
    if chord.type in voicings.HARMONIC and rng.random() < HARMONIC_SHARE:
        return voicings.harmonic(chord, rng)
    ways = GUITAR_WAYS if is_guitar(bank) else OTHER_WAYS
    way = list(ways)[rng.choice(len(ways), p=list(ways.values()))]
    notes = way(chord, rng)
    twelve = way is voicings.guitar and rng.random() < TWELVE_STRINGS_SHARE
    return voicings.twelve_strings(notes) if twelve else notes
