"""Render the held-out test set: python -m training.testset writes clips of unseen instruments and a manifest.

Chords of every root and type, over each bass in turn, in tune and clean, on all instruments that training
never heard; the same on five of them with each degradation; major chords on the partials of their own bass,
on pianos; and sounds that are no chord. Score it with
python -m training.evaluate --manifest data/testset/manifest.csv --by source.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from rich.progress import track

from model.chords import CHORDS, NO_CHORD, ROOTS, TYPES, Chord
from preprocessing.layout import SAMPLE_RATE
from training import manifest, places
from training.sounds import degradations, instruments, pitch, render, splits, voicings
from training.sounds.augment import Effect
from training.sounds.banks import NoteBank
from training.sounds.clips import draw_voicing, over_bass
from training.sounds.no_chords import draw_sound

DEGRADED = ("piano_yamahaC3", "piano_honky_tonk", "guitar_nylon", "fluid_000", "timgm_000")
CLEAN = "clean"  # the degradation of what has none
PIANOS = ("piano_yamahaC3", "piano_honky_tonk", "fluid_000", "timgm_000")
HARMONIC = (0, 12, 19, 24, 28)  # semitones of a bass and its partials 1 to 5
HARMONIC_BASSES = range(36, 51)  # MIDI, C2 to D3
CHORD_SECONDS = (0.5, 4.0)
LONGEST_STRUM = 0.03  # seconds from one note to the next
LEVEL_SPREAD = 2.0  # dB, standard deviation of the notes' levels
RELEASE = 0.1  # seconds
NO_CHORD_KINDS = ("silence", "noise", "note", "speech", "drums")
NO_CHORD_SECONDS = (0.5, 4.0)
SOUNDS = 96  # of each kind that is no chord, in each take
COLUMNS = ("path", "root", "type", "bass", "kind", "voicing", "source", "octave", "seconds", "degradation")


@dataclass(frozen=True)
class HeldOut:
    """A test clip: float32 [samples] at 16 kHz, its chord with its bass, its player, and its degradation.

    octave: of the bass, C4 being middle C; None where there is no chord. voicing: "1:2:3:4:5", or any.
    """

    waveform: np.ndarray
    chord: Chord
    source: str
    octave: int | None = None
    voicing: str = ""
    degradation: str = CLEAN

    def row(self, path: str) -> dict[str, str | int | None]:
        """The clip's row in the manifest."""
        return {
            "path": path,
            **manifest.labels(self.chord),
            "kind": "no chord" if self.chord == NO_CHORD else "chord",
            "voicing": self.voicing,
            "source": self.source,
            "octave": self.octave,
            "seconds": f"{len(self.waveform) / SAMPLE_RATE:.2f}",
            "degradation": self.degradation,
        }


def draw_testset(players: instruments.Instruments, takes: int, seed: int) -> Iterator[HeldOut]:
    """Chords on every instrument, harmonic ones on pianos, sounds that are no chord: all `takes` times."""
    rng = np.random.default_rng(seed)
    for turn, bank in enumerate(players.pitched):
        tuning = bank_tuning(bank)
        for place, chord in enumerate(CHORDS * takes):
            bass = chord.basses[(turn + place // len(TYPES)) % len(chord.basses)]
            over = over_bass(chord, bass)
            yield perform_chord(over, draw_position(over, bank, rng), bank, tuning, rng)
        if bank.instrument in PIANOS:
            for bass in HARMONIC_BASSES:
                notes = tuple(bass + step for step in HARMONIC)
                clip = perform_chord(Chord(ROOTS[bass % 12], "maj"), notes, bank, tuning, rng)
                yield replace(clip, voicing="1:2:3:4:5")
    for kind in NO_CHORD_KINDS:
        for _ in range(SOUNDS * takes):
            samples = int(rng.uniform(*NO_CHORD_SECONDS) * SAMPLE_RATE)
            yield HeldOut(draw_sound(kind, samples, players, rng), NO_CHORD, kind)


def perform_chord(
    chord: Chord, notes: tuple[int, ...], bank: NoteBank, tuning: float, rng: np.random.Generator
) -> HeldOut:
    """The notes of a chord as played in a quiet room: at A440, struck or strummed, held to the clip's end.

    tuning: how many cents the bank itself is above A440.
    """
    low, high = np.log(CHORD_SECONDS)
    seconds = float(np.exp(rng.uniform(low, high)))
    gap = rng.uniform(0, LONGEST_STRUM)
    how = render.Performance(
        seconds=seconds,
        late=0.0,
        lead=0.0,
        held=(seconds,) * len(notes),
        release=RELEASE,
        onsets=tuple(gap * place for place in range(len(notes))),
        cents=(-tuning,) * len(notes),
        levels=tuple((10 ** (rng.normal(0, LEVEL_SPREAD, len(notes)) / 20)).tolist()),
        vibrato=0.0,
    )
    waveform = render.play([bank] * len(notes), notes, how, rng)
    return HeldOut(waveform, chord, bank.instrument, min(notes) // 12 - 1)


def draw_position(chord: Chord, bank: NoteBank, rng: np.random.Generator) -> tuple[int, ...]:
    """A voicing of a chord over its bass that suits the bank, drawn until there is one."""
    while True:
        notes = draw_voicing(replace(chord, bass=None), bank, rng)
        if over_bass(chord, min(notes)) == chord:
            return notes


def bank_tuning(bank: NoteBank) -> float:
    """The tuning of a bank in cents above A440: the median over the notes that chords are made of."""
    notes = range(voicings.LOWEST_NOTE, voicings.HIGHEST_NOTE + 1)
    return float(np.median([pitch.tuning(bank.notes[n][0], n) for n in notes if n in bank.notes]))


def degrade(clips: Iterable[HeldOut], effects: Mapping[str, Effect], seed: int) -> Iterator[HeldOut]:
    """Clips, and after each one that an instrument of `DEGRADED` plays, the same with each effect.

    Every effect of every clip has a seed of its own, so that another effect would not change the others.
    """
    for index, clip in enumerate(clips):
        yield clip
        if clip.source not in DEGRADED:
            continue
        for number, (name, effect) in enumerate(effects.items()):
            rng = np.random.default_rng((seed, index, number))
            yield replace(clip, waveform=effect(clip.waveform, rng), degradation=name)


def write(clips: Iterable[HeldOut], folder: Path) -> int:
    """Write FLAC files with their manifest.csv; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, clip in enumerate(clips, start=1):
        path = f"{number:05d}.flac"
        level = max(1.0, float(np.abs(clip.waveform).max()) / 0.99)  # FLAC ends at 1
        soundfile.write(folder / path, clip.waveform / level, SAMPLE_RATE)
        rows.append(clip.row(path))
    manifest.write(folder / "manifest.csv", rows, COLUMNS)
    return len(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the test set."""
    parser = argparse.ArgumentParser(prog="python -m training.testset", description=__doc__)
    parser.add_argument("--to", type=Path, default=places.DATA_DIR / "testset")
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--takes", type=int, default=1, help="clips of each chord on each instrument")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    players = instruments.load(splits.TEST, options.notes)
    clean = draw_testset(players, options.takes, options.seed)
    expected = options.takes * (len(CHORDS) * len(players.pitched) + SOUNDS * len(NO_CHORD_KINDS))
    clips = degrade(
        track(clean, "Rendering the test set", total=expected),
        degradations.table(players.voices),
        options.seed,
    )
    print(f"{write(clips, options.to)} clips in {options.to}")


if __name__ == "__main__":
    main()
