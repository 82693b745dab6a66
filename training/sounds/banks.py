"""Banks of single notes: recorded ones, SoundFont instruments and invented instruments, all in one layout.

A bank is a folder of mono 16 kHz FLAC files with a `notes.csv` whose columns `path, instrument, midi` say
what they are. SoundFonts and invented instruments are rendered into this layout once.
"""

import csv
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import mido
import numpy as np
import soundfile
from scipy import fft

from preprocessing.layout import SAMPLE_RATE

NOTE_SECONDS = 4.5  # how long a rendered note is kept
NOTE_SPACING = 2  # semitones between rendered notes
RENDERED_NOTES = range(34, 91, NOTE_SPACING)  # MIDI
TICKS_PER_SECOND = 960  # of the MIDI files given to fluidsynth, at MIDI's default of 120 beats a minute
GAP_SECONDS = 0.5  # silence between rendered notes
BANK_SELECT = 0  # MIDI controller
ALL_SOUND_OFF = 120  # MIDI controller: pads that fade for seconds would sound into the next note
AUDIBLE = 1e-3  # peak: below it, the instrument has no such note
PARTIALS = 32  # that a relative of an instrument has in other proportions
UNEVENNESS = (1.0, 6.0)  # dB, standard deviation of these proportions
PROGRAMS_A_RUN = 8  # instruments rendered by one run
BANK = 128  # programs in a SoundFont's bank: a variation's number is this times its bank, plus its program
DRUMS = -1  # stands for the percussion channel among General MIDI programs
DRUM_CHANNEL = 9
DRUM_NOTES = range(35, 82)  # General MIDI percussion


@dataclass(frozen=True)
class NoteBank:
    """The recorded notes of one instrument: MIDI number -> takes, int16 [samples] at 16 kHz.

    library: where the recordings come from, "" for none; others may hold an instrument of the same name.
    partials: dB by which each partial from the first on is louder than it was recorded, as a relative of the
    instrument has them; none for the instrument itself.
    """

    instrument: str
    notes: dict[int, tuple[np.ndarray, ...]]
    library: str = ""
    partials: tuple[float, ...] = ()

    @cached_property
    def weight(self) -> float:
        """The weight with which it is drawn: the square root of the length of all its takes."""
        return float(np.sqrt(sum(map(len, self.notes.values()))))

    def nearest(self, midi: int, rng: np.random.Generator) -> tuple[int, np.ndarray]:
        """A take of the recorded note nearest to `midi`, and that note: float32 [samples]."""
        recorded = min(self.notes, key=lambda note: (abs(note - midi), note))
        takes = self.notes[recorded]
        take = takes[rng.integers(len(takes))].astype(np.float32) / 2**15
        return recorded, weighed(take, recorded, self.partials) if self.partials else take

    def relative(self, rng: np.random.Generator) -> "NoteBank":
        """An instrument that sounds on as this one does, with its partials in other proportions."""
        return replace(self, partials=tuple(rng.normal(0, rng.uniform(*UNEVENNESS), PARTIALS).tolist()))


def weighed(samples: np.ndarray, midi: int, partials: Sequence[float]) -> np.ndarray:
    """A note [samples] whose partials are so many dB louder each, and what lies between two accordingly."""
    length = fft.next_fast_len(len(samples), real=True)
    places = fft.rfftfreq(length, 1 / SAMPLE_RATE) / (440 * 2 ** ((midi - 69) / 12))
    gains = np.interp(places, range(len(partials) + 2), [0.0, *partials, 0.0]).astype(np.float32)
    changed = fft.irfft(fft.rfft(samples, length) * 10 ** (gains / 20), length)[: len(samples)]
    return changed * (np.abs(samples).max() / max(np.abs(changed).max(), AUDIBLE))


def load_banks(folder: Path, wanted: Callable[[dict[str, str]], bool] = lambda row: True) -> list[NoteBank]:
    """The banks that a folder's `notes.csv` lists, sorted by name; of all rows, or of those wanted.

    Recordings of two libraries are two banks, also where the instruments have the same name.
    """
    notes: dict[tuple[str, str], dict[int, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    for row in filter(wanted, read_index(folder / "notes.csv")):
        bank = row["instrument"], row.get("library", "")
        notes[bank][int(row["midi"])].append(read_sound(folder / row["path"]))
    return [
        NoteBank(instrument, {midi: tuple(takes) for midi, takes in sorted(by_note.items())}, library)
        for (instrument, library), by_note in sorted(notes.items())
    ]


def read_index(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def read_sound(path: Path) -> np.ndarray:
    """A sound file of a bank: int16 [samples] at 16 kHz. Raises ValueError at another rate."""
    samples, rate = soundfile.read(path, dtype="int16")
    if rate != SAMPLE_RATE:
        raise ValueError(f"{path} is at {rate} Hz, a bank is kept at {SAMPLE_RATE} Hz")
    return samples


def write_bank(folder: Path, instrument: str, notes: dict[int, np.ndarray]) -> None:
    """Add an instrument's notes, float32 [samples] by MIDI number, to the bank in a folder."""
    index = folder / "notes.csv"
    (folder / instrument).mkdir(parents=True, exist_ok=True)
    rows = [] if index.exists() else [("path", "instrument", "midi")]
    for midi, samples in notes.items():
        path = f"{instrument}/{midi:03d}.flac"
        soundfile.write(folder / path, samples, SAMPLE_RATE, subtype="PCM_16")
        rows.append((path, instrument, midi))
    with open(index, "a", newline="") as file:  # at the end: an instrument that is listed is whole
        csv.writer(file).writerows(rows)


def render_soundfont(
    soundfont: Path, programs: Sequence[int], notes: Sequence[int]
) -> Iterator[tuple[int, dict[int, np.ndarray]]]:
    """Instruments of a SoundFont, played note by note without effects.

    programs: General MIDI numbers from 0, those of variations, or `DRUMS`. Velocities are drawn at random,
    always the same for a program. Notes that an instrument does not have come out silent and are left out. A
    SoundFont can take seconds to open, so several programs share one run. Raises FileNotFoundError without
    the SoundFont or the program that plays it, ValueError for an instrument that gives no sound.
    """
    if programs and not soundfont.exists():
        raise FileNotFoundError(f"{soundfont} is missing: the README says how to install it")
    for first in range(0, len(programs), PROGRAMS_A_RUN):
        together = programs[first : first + PROGRAMS_A_RUN]
        track = mido.MidiTrack(message for program in together for message in _scale(program, notes))
        audio = play(soundfont, mido.MidiFile(tracks=[track], ticks_per_beat=TICKS_PER_SECOND // 2))
        starts = ((i * (GAP_SECONDS + NOTE_SECONDS) + GAP_SECONDS) for i in range(len(together) * len(notes)))
        takes = [audio[round(start * SAMPLE_RATE) :][: int(NOTE_SECONDS * SAMPLE_RATE)] for start in starts]
        for index, program in enumerate(together):
            own = zip(notes, takes[index * len(notes) :], strict=False)
            audible = {note: normalised(take) for note, take in own if np.abs(take).max() > AUDIBLE}
            if not audible:
                raise ValueError(f"{soundfont.name} cannot be read or has no program {program}")
            yield program, audible


def _scale(program: int, notes: Sequence[int]) -> Iterator[mido.Message]:
    """The MIDI messages that play notes one after the other on one instrument."""
    channel = DRUM_CHANNEL if program == DRUMS else 0
    if program != DRUMS:
        bank, number = divmod(program, BANK)
        yield mido.Message("control_change", control=BANK_SELECT, value=bank, channel=channel)
        yield mido.Message("program_change", program=number, channel=channel)
    velocities = np.random.default_rng(program + 1).integers(50, 121, len(notes)).tolist()
    gap, held = int(GAP_SECONDS * TICKS_PER_SECOND), int(NOTE_SECONDS * TICKS_PER_SECOND)
    for note, velocity in zip(notes, velocities, strict=True):
        yield mido.Message("note_on", note=note, velocity=velocity, channel=channel, time=gap)
        yield mido.Message("note_off", note=note, channel=channel, time=held)
        yield mido.Message("control_change", control=ALL_SOUND_OFF, channel=channel)


def player(soundfont: Path) -> str:
    """The program that plays a SoundFont, or the patches that a configuration of timidity's names."""
    return "timidity" if soundfont.suffix == ".cfg" else "fluidsynth"


def play(soundfont: Path, midi: mido.MidiFile, rate: int = SAMPLE_RATE) -> np.ndarray:
    """A MIDI file on a SoundFont: mono float32 [samples] at so many a second, dry."""
    with tempfile.TemporaryDirectory() as folder:
        score, sound = Path(folder, "score.mid"), Path(folder, "sound.wav")
        midi.save(score)
        command = [player(soundfont)]
        if command == ["timidity"]:
            command += ["-c", str(soundfont), "-s", str(rate), "-EFreverb=0", "-EFchorus=0"]
            command += ["--preserve-silence", "-Ow", "-o", str(sound), str(score)]
        else:
            # With no default of its own, fluidsynth is silent where it cannot read the SoundFont it is given.
            command += ["-ni", "-q", "-o", "synth.default-soundfont=", "-R", "0", "-C", "0", "-g", "0.6"]
            command += ["-O", "s16", "-r", str(rate), "-F", str(sound), str(soundfont), str(score)]
        subprocess.run(command, check=True, capture_output=True)
        audio, _ = soundfile.read(sound, dtype="float32", always_2d=True)
    return audio.mean(axis=1)


def normalised(samples: np.ndarray) -> np.ndarray:
    """Scaled to a peak of 0.5, as loud as the recorded notes are."""
    return 0.5 * samples / np.abs(samples).max()
