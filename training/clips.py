"""Clips to learn from: a chord as somebody plays it somewhere, or something that is no chord."""

from dataclasses import dataclass

import numpy as np

from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from preprocessing.audio import SAMPLE_RATE
from training import augment, render, voicings
from training.banks import NoteBank
from training.instruments import Instruments, is_guitar

NO_CHORD_SHARE = 0.2
TYPE_SHARES = (0.3, 0.3, 0.2, 0.2)  # of maj, min, dim, aug: people play the first two most
MIXED_SHARE = 0.1  # chords whose notes come from several instruments
AGAIN_SHARE = 0.15  # chords struck a second time within the clip


@dataclass(frozen=True)
class Clip:
    """A waveform, float32 [samples] at 16 kHz, the chord in it, and what played it."""

    waveform: np.ndarray
    chord: Chord
    source: str


def draw_clip(instruments: Instruments, rng: np.random.Generator) -> Clip:
    """A random training clip, with the world's damage done to it."""
    clip = draw_no_chord(instruments, rng) if rng.random() < NO_CHORD_SHARE else draw_chord(instruments, rng)
    return Clip(augment.degrade(clip.waveform, rng, instruments.voices), clip.chord, clip.source)


def draw_chord(instruments: Instruments, rng: np.random.Generator) -> Clip:
    """A random chord on a random instrument, clean."""
    chord = Chord(ROOTS[rng.integers(len(ROOTS))], TYPES[rng.choice(len(TYPES), p=TYPE_SHARES)])
    bank = draw_bank(instruments, rng)
    return play_chord(chord, bank, rng, instruments if rng.random() < MIXED_SHARE else None)


def play_chord(
    chord: Chord,
    bank: NoteBank,
    rng: np.random.Generator,
    others: Instruments | None = None,
    widest: float = render.WIDEST_TUNING,
) -> Clip:
    """A chord in a voicing that suits the bank; with `others`, each note on an instrument of its own.

    widest: how many cents from A440 the instrument may be tuned.
    """
    notes = draw_voicing(chord, bank, rng)
    players = [draw_bank(others, rng) if others else bank for _ in notes]
    how = render.perform(len(notes), rng, widest=widest)
    sound = render.play(players, notes, how, rng)
    if rng.random() < AGAIN_SHARE:
        again = int(rng.uniform(0.25, 0.7) * len(sound))
        sound[again:] *= rng.uniform(0, 0.7)
        sound[again:] += render.play(players, notes, how, rng)[: len(sound) - again]
    return Clip(sound, chord, "mixed" if others else bank.instrument)


def draw_bank(instruments: Instruments, rng: np.random.Generator) -> NoteBank:
    """An instrument: recorded, rendered and invented ones have even chances, where there are any."""
    groups = [g for g in (instruments.recorded, instruments.rendered, instruments.invented) if g]
    group = groups[rng.integers(len(groups))]
    return group[rng.integers(len(group))]


def draw_voicing(chord: Chord, bank: NoteBank, rng: np.random.Generator) -> tuple[int, ...]:
    """Guitar shapes mostly for guitars, hands or ensembles for everything else."""
    guitar_share = 0.75 if is_guitar(bank) else 0.1
    if rng.random() < guitar_share:
        return voicings.guitar(chord, rng)
    return voicings.ensemble(chord, rng) if rng.random() < 0.35 else voicings.keyboard(chord, rng)


def draw_no_chord(instruments: Instruments, rng: np.random.Generator) -> Clip:
    """Silence, noise, hum, a single note or octave, a melody, a cluster, speech, or drums."""
    samples = int(rng.uniform(0.4, 4.0) * SAMPLE_RATE)
    kinds = ["silence", "noise", "note", "melody", "cluster"]
    shares = [0.06, 0.14, 0.35, 0.1, 0.08]
    if instruments.voices:
        kinds, shares = [*kinds, "speech"], [*shares, 0.15]
    if instruments.drums:
        kinds, shares = [*kinds, "drums"], [*shares, 0.12]
    kind = str(rng.choice(kinds, p=np.array(shares) / sum(shares)))
    return Clip(draw_sound(kind, samples, instruments, rng), NO_CHORD, kind)


def draw_sound(kind: str, samples: int, instruments: Instruments, rng: np.random.Generator) -> np.ndarray:
    """A sound that is no chord: float32 [samples] (or a little less) of the given kind."""
    if kind == "silence":
        return (rng.normal(size=samples) * rng.choice([0.0, 1e-5, 1e-4])).astype(np.float32)
    if kind == "noise":
        return draw_noise(samples, rng)
    if kind == "speech":
        return 0.1 * augment.babble(samples, rng, instruments.voices)
    if kind == "drums":
        return beat(samples, instruments, rng)
    bank = draw_bank(instruments, rng)
    lowest = int(rng.integers(voicings.LOWEST_NOTE, voicings.HIGHEST_NOTE - 12))
    if kind == "melody":
        return melody(samples, bank, lowest, rng)
    notes = _single_note(lowest, rng) if kind == "note" else _cluster(lowest, rng)
    how = render.perform(len(notes), rng, samples / SAMPLE_RATE)
    return render.play([bank] * len(notes), notes, how, rng)


def draw_noise(samples: int, rng: np.random.Generator) -> np.ndarray:
    """Coloured noise, sometimes through a band filter, sometimes with mains hum."""
    sound = 0.1 * augment.coloured_noise(samples, rng)
    if rng.random() < 0.4:
        low = 10 ** rng.uniform(1.8, 3.2)  # Hz
        sound = augment.band_pass(sound, low, min(7500.0, low * rng.uniform(1.3, 8)), order=2)
    return augment.hum(sound, rng) if rng.random() < 0.3 else sound


def melody(samples: int, bank: NoteBank, first: int, rng: np.random.Generator) -> np.ndarray:
    """Two to five single notes one after the other, each damped when the next begins."""
    count = int(rng.integers(2, 6))
    each = samples / SAMPLE_RATE / count
    sounds = []
    note = first
    for _ in range(count):
        how = render.perform(1, rng, each)
        sounds.append(render.play([bank], (note,), how, rng))
        note = int(np.clip(note + rng.choice([-2, -1, 0, 1, 2]), voicings.LOWEST_NOTE, voicings.HIGHEST_NOTE))
    return np.concatenate(sounds)


def beat(samples: int, instruments: Instruments, rng: np.random.Generator) -> np.ndarray:
    """Drums struck at random."""
    sound = np.zeros(samples, dtype=np.float32)
    for _ in range(rng.integers(1, 10)):
        kit = instruments.drums[rng.integers(len(instruments.drums))]
        _, hit = kit.nearest(int(rng.choice(list(kit.notes))), rng)
        start = int(rng.integers(samples * 4 // 5))
        stop = min(samples, start + len(hit))
        sound[start:stop] += rng.uniform(0.2, 1) * hit[: stop - start]
    return sound


def _cluster(lowest: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Three to five neighbouring semitones."""
    return tuple(range(lowest, lowest + int(rng.integers(3, 6))))


def _single_note(note: int, rng: np.random.Generator) -> tuple[int, ...]:
    """A note alone, or doubled one or two octaves above."""
    return (note,) if rng.random() < 0.75 else (note, note + 12 * int(rng.integers(1, 3)))
