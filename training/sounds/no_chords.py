"""Sounds that are no chord: noise, single notes, melodies, clusters, speech, drums."""

import numpy as np

from preprocessing.layout import SAMPLE_RATE
from training.sounds import augment, render, voicings
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

HIGHEST_LOWEST = voicings.HIGHEST_NOTE - 12  # MIDI: lowest note of what is no chord
BASS_SHARE = 0.1  # of the single notes and melodies, where a bass was recorded
DOUBLED_SHARE = 0.45  # of the single notes: with octaves, which are most easily taken for chords
LOW_SHARE = 0.35  # of what is no chord: begins below middle C, where partials lie as chords do
BASS_NOTES = (28, 56)  # MIDI, E1 to G3
MIDDLE_C = 60  # MIDI
OCTAVES = {(12,): 0.55, (24,): 0.2, (12, 24): 0.25}  # shares of what doubles a note, semitones above it


def draw_no_chord(instruments: Instruments, rng: np.random.Generator) -> tuple[str, np.ndarray]:
    """A random sound without a chord, float32 [samples], and its kind: silence, noise (with hum perhaps),
    a single note or octave, a melody, a cluster, speech, drums, or everyday noises."""
    samples = int(rng.uniform(0.4, 4.0) * SAMPLE_RATE)
    kinds = ["silence", "noise", "note", "melody", "cluster"]
    shares = [0.05, 0.12, 0.5, 0.1, 0.08]
    if instruments.voices:
        kinds, shares = [*kinds, "speech"], [*shares, 0.15]
    if instruments.drums:
        kinds, shares = [*kinds, "drums"], [*shares, 0.14]
    if instruments.unpitched:
        kinds, shares = [*kinds, "everyday"], [*shares, 0.1]
    kind = str(rng.choice(kinds, p=np.array(shares) / sum(shares)))
    return kind, draw_sound(kind, samples, instruments, rng)


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
    if kind == "everyday":
        return 0.1 * augment.everyday(samples, rng, instruments.unpitched)
    highest = MIDDLE_C if rng.random() < LOW_SHARE else HIGHEST_LOWEST
    bank, lowest = instruments.draw(rng), int(rng.integers(voicings.LOWEST_NOTE, highest))
    if kind != "cluster" and instruments.basses and rng.random() < BASS_SHARE:
        bank = instruments.basses[rng.integers(len(instruments.basses))]
        lowest = int(rng.integers(*BASS_NOTES))
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
    """A note alone, or with the octave above it, the next, or both."""
    if rng.random() >= DOUBLED_SHARE:
        return (note,)
    above = list(OCTAVES)[rng.choice(len(OCTAVES), p=list(OCTAVES.values()))]
    return (note, *(note + octave for octave in above))
