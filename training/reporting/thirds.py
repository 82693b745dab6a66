"""The level of the third of a guitar chord: where it is silent, nothing tells major from minor."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.chords import Chord
from preprocessing import audio
from training.reporting.page import number, table
from training.reporting.scores import Judged, score
from training.sounds.pitch import FFT_SIZE, frequency, levels

# MIDI, 123 to 392 Hz: where guitarists finger thirds, and below the fifth partial of the lowest string,
# which is a major third as well.
FINGERED = range(47, 68)
GUITAR = "guitar"  # in the column `instrument` of the manifest
WIDTH = 35  # cents around a note's place in which its peak is sought
LOUDNESSES = (  # dB from the loudest partial
    (-20.0, "up to 20 dB"),
    (-30.0, "20 to 30 dB"),
    (-40.0, "30 to 40 dB"),
    (-np.inf, "more than 40 dB"),
)


def by_third(judged: Sequence[Judged], folder: Path) -> str:
    """A table of the guitar chords below `folder`, by how far their third is below the loudest partial."""
    groups: dict[str, list[Judged]] = {name: [] for _, name in LOUDNESSES}
    for item in judged:
        if item.row.get("instrument") == GUITAR and item.is_chord:
            level = third_level(audio.load(folder / item.row["path"]), item.truth)
            groups[next(name for least, name in LOUDNESSES if level >= least)].append(item)
    scores = {name: score(group) for name, group in groups.items() if group}
    rows = [(name, s.n, *map(number, (s.root, s.joint, s.not_sure))) for name, s in scores.items()]
    return table(("Third below the loudest", "n", "root", "joint", '"not sure"'), rows)


def third_level(waveform: np.ndarray, chord: Chord) -> float:
    """The level of a guitar chord's third in a waveform [samples at 16 kHz], in dB of its loudest partial."""
    start = waveform[:FFT_SIZE]
    spectrum = np.abs(np.fft.rfft(start * np.hanning(len(start)), FFT_SIZE))
    places = [frequency(note) for note in FINGERED if note % 12 == chord.pitch_classes[1]]
    third = levels(spectrum, np.array(places), WIDTH).max()
    return float(20 * np.log10(third / spectrum.max())) if third else -np.inf
