"""Piano chords rendered into WAV files, in the layout of Audio Piano Triads: what epochs are timed with."""

from itertools import product
from pathlib import Path

import joblib
import numpy as np
import soundfile

from model.chords import QUALITIES, ROOTS
from preprocessing.layout import SAMPLE_RATE
from training.fetching import triads
from training.sounds import banks, render, splits
from training.sounds.banks import NoteBank

SOUNDFONT = "timgm"
SECONDS = 4.0
OCTAVES = (3, 4, 5)
LEVELS = {"f": 0.9, "m": 0.5, "p": 0.25}  # peak amplitude by volume
SPREAD = 3.0  # dB, standard deviation of the notes' levels: no two files are the same
CODES = {name: code for code, name in triads.TYPES.items()}
ROOT_CODES = ("Cn", "Df", "Dn", "Ef", "En", "Fn", "Gf", "Gn", "Af", "An", "Bf", "Bn")


def write(folder: Path, count: int) -> Path:
    """Write `count` files and their manifest, split 70 to 30 at random as published; its path is returned.

    What an earlier run finished is kept. Raises FileNotFoundError without fluidsynth or the SoundFont.
    """
    if len(list(folder.rglob("*.wav"))) < count:
        piano = load_piano()
        (folder / "audio").mkdir(parents=True, exist_ok=True)
        joblib.Parallel(n_jobs=-1)(
            joblib.delayed(_write_wave)(folder / "audio", number, piano) for number in range(count)
        )
    return triads.write_manifest(folder, "random")


def load_piano() -> NoteBank:
    """The piano of a SoundFont. Raises FileNotFoundError without it or without fluidsynth."""
    soundfont, programs = splits.SOUNDFONTS[SOUNDFONT], [splits.PIANO]
    _, notes = next(banks.render_soundfont(soundfont, programs, banks.RENDERED_NOTES))
    takes = {midi: ((2**15 * take).astype(np.int16),) for midi, take in notes.items()}
    return NoteBank("piano", takes)


def file_name(number: int) -> str:
    """The name of a file: every octave, root, type and volume in turn, then with the next index."""
    turns = list(product(OCTAVES, ROOT_CODES, CODES.values(), LEVELS))
    octave, root, kind, volume = turns[number % len(turns)]
    return f"piano_{octave}_{root}_{kind}_{volume}_{number // len(turns):02d}.wav"


def play(number: int, piano: NoteBank) -> np.ndarray:
    """The chord that a file's name says, in root position: float32 [samples] at 16 kHz."""
    triad = triads.parse_name(file_name(number))
    bass = 12 * (triad.octave + 1) + ROOTS.index(triad.root)
    notes = tuple(bass + interval for interval in QUALITIES[triad.type].intervals)
    rng = np.random.default_rng(number)
    how = render.Performance(
        seconds=SECONDS,
        late=0.0,
        lead=0.0,
        held=(SECONDS,) * len(notes),
        release=0.1,
        onsets=(0.0,) * len(notes),
        cents=(0.0,) * len(notes),
        levels=tuple((10 ** (rng.normal(0, SPREAD, len(notes)) / 20)).tolist()),
        vibrato=0.0,
    )
    sound = render.play([piano] * len(notes), notes, how, rng)
    return LEVELS[triad.volume] * sound / max(np.abs(sound).max(), 1e-6)


def _write_wave(folder: Path, number: int, piano: NoteBank) -> None:
    soundfile.write(folder / file_name(number), play(number, piano), SAMPLE_RATE, subtype="PCM_16")
