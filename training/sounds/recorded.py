"""Recordings: notes of instruments, drums, rooms and everyday noises, each on its side of the split.

A folder of recordings has a `notes.csv`, and may have a `drums.csv`, a `rooms.csv` and a `noises.csv` beside
it. Their columns `path`, `midi`, `instrument`, `library` and `piece` are read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy import ndimage, signal

from preprocessing.layout import SAMPLE_RATE
from training.sounds.banks import NoteBank, load_banks, read_index, read_sound
from training.sounds.splits import DRUM_PIECES, NOISES, RECORDED, ROOMS, is_heard

KIT = "recorded_drums"
INDICES = ("notes.csv", "drums.csv", "rooms.csv", "noises.csv")  # the first must be there
PITCH_FFT = 4096  # samples, 0.26 s: long enough for narrow peaks, short enough to follow a gliding sound
PITCH_BAND = (80.0, 4000.0)  # Hz
PITCH_SURROUNDINGS = 41  # bins, 160 Hz: what a peak is compared with
PITCH_STANDS_OUT = 14.0  # dB above its surroundings; hands, paper and rain stay below, glasses reach 60


def load_instruments(split: str, folders: Sequence[Path]) -> list[NoteBank]:
    """The recorded instruments of a split, by name; a library that several folders hold, from the first."""
    found: dict[tuple[str, str], NoteBank] = {}
    for folder in reversed(folders):
        heard = load_banks(folder, lambda row: is_heard(split, _library(row), RECORDED))
        found.update({(bank.instrument, bank.library): bank for bank in heard})
    return [bank for _, bank in sorted(found.items())]


def load_drums(split: str, folders: Sequence[Path]) -> list[NoteBank]:
    """A split's recorded drums as one kit, in a list; an empty one where there are none."""
    hits: dict[int, list[np.ndarray]] = defaultdict(list)
    for folder, row in _rows(folders, "drums.csv"):
        if is_heard(split, row["piece"], DRUM_PIECES):
            hits[int(row["midi"])].append(read_sound(folder / row["path"]))
    return [NoteBank(KIT, {midi: tuple(takes) for midi, takes in sorted(hits.items())})] if hits else []


def load_rooms(split: str, folders: Sequence[Path]) -> tuple[np.ndarray, ...]:
    """Impulse responses of a split's rooms and reverberation plates: int16 [samples] at 16 kHz each."""
    rows = _rows(folders, "rooms.csv")
    return tuple(read_sound(f / row["path"]) for f, row in rows if is_heard(split, _stem(row), ROOMS))


def load_noises(split: str, folders: Sequence[Path]) -> tuple[np.ndarray, ...]:
    """Everyday noises of a split: int16 [samples] at 16 kHz each."""
    rows = _rows(folders, "noises.csv")
    return tuple(read_sound(f / row["path"]) for f, row in rows if is_heard(split, _stem(row), NOISES))


def has_pitch(sound: np.ndarray) -> bool:
    """Tell if a steady pitch stands out in a sound, int16 [samples] at 16 kHz: a doorbell, a glass, a fan.

    That is, one bin of its mean spectrum is far above the median of its surroundings.
    """
    padded = np.pad(sound / 2**15, (0, max(0, PITCH_FFT - len(sound))))
    frequencies, power = signal.welch(padded, SAMPLE_RATE, nperseg=PITCH_FFT)
    band = (frequencies > PITCH_BAND[0]) & (frequencies < PITCH_BAND[1])
    around = ndimage.median_filter(power[band], PITCH_SURROUNDINGS)
    return bool((power[band] > 10 ** (PITCH_STANDS_OUT / 10) * around).any())


def _rows(folders: Sequence[Path], index: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """The rows of all folders' indices of one kind; a path that several folders hold, from the first."""
    seen: set[str] = set()
    for folder in folders:
        for row in read_index(folder / index) if (folder / index).exists() else ():
            if row["path"] not in seen:
                seen.add(row["path"])
                yield folder, row


def _library(row: dict[str, str]) -> str:
    """The library of a note; where none is named, an instrument is one by itself."""
    return row.get("library") or row["instrument"]


def _stem(row: dict[str, str]) -> str:
    return Path(row["path"]).stem
