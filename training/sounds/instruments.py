"""The instruments, the side of the split on which each stands, and the place where their notes are kept.

A split is by recording or instrument: what validation and test hear, training never does. General MIDI
pianos (programs 0 to 3) share samples within and across SoundFonts, so all of them stay out of training.
"""

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from preprocessing.layout import SAMPLE_RATE
from training.places import DATA_DIR
from training.sounds import banks, inventions
from training.sounds.banks import NoteBank

SOUNDFONTS = {  # where Debian's packages put them
    "fluid": Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"),
    "musescore": Path("/usr/share/sounds/sf3/MuseScore_General_Full.sf3"),
    "timgm": Path("/usr/share/sounds/sf2/TimGM6mb.sf2"),
    "csound": Path("/usr/share/sounds/sf2/sf_GMbank.sf2"),
    "opl3": Path("/usr/share/sounds/sf2/OPL-3_FM_128M.sf2"),
}
# General MIDI programs (0-based) that play chords, or notes of one: keyboards, organs, accordions, guitars,
# bowed and plucked strings, choirs, brass, reeds, pipes, a few synthesisers.
PROGRAMS = (
    *(4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    *(40, 41, 42, 44, 45, 46, 48, 49, 50, 52, 53, 56, 57, 58, 60, 61, 64, 65, 66, 68, 70, 71, 72, 73, 75, 79),
    *(80, 81, 88, 89, 90, 104, 105, 107),
)
GUITARS = range(24, 32)
PIANO = 0

TRAIN, VALID, TEST = "train", "valid", "test"
SMOKE = "smoke"  # a handful of instruments, to see that everything works
SPLITS = (TRAIN, VALID, TEST, SMOKE)
RECORDED = {  # of a folder of recorded notes; training takes all that validation and test leave
    VALID: ("guitar_electric_green",),
    TEST: ("piano_yamahaC3", "guitar_nylon"),
    SMOKE: (),
}
RENDERED = {
    TRAIN: {
        "fluid": (*PROGRAMS, banks.DRUMS),
        "musescore": PROGRAMS,
        "csound": (*PROGRAMS, banks.DRUMS),
        "opl3": PROGRAMS,
    },
    VALID: {"timgm": (4, 16, 19, 22, 24, 26, 27, 42, 49, 52, 61, 71)},
    # No sample of these plays in validation too. No accordion: TimGM6mb's are out of tune with themselves.
    TEST: {"fluid": (PIANO,), "musescore": (PIANO,), "timgm": (PIANO, 6, 20, 40, 46, banks.DRUMS)},
    SMOKE: {"timgm": (4, 24, banks.DRUMS)},
}
INVENTED = {TRAIN: 200, VALID: 0, TEST: 0, SMOKE: 2}  # instruments that do not exist
VOICES = {  # of espeak-ng
    TRAIN: ("en-us", "de", "fr", "es", "it", "pl", "tr", "en-us+f2", "de+f4", "fr+m3"),
    VALID: ("nl", "pt+f3"),
    TEST: ("en-gb", "sv+f1", "fi"),
    SMOKE: ("en-us",),
}
SENTENCES = {
    TRAIN: (
        "The quick brown fox jumps over the lazy dog, and then it sits down to hear the music.",
        "One two three four, is this thing on? Could you play that chord again, a little louder please?",
        "Tomorrow the orchestra will meet at seven in the evening; bring your own instrument and a chair.",
        "Eight hundred and sixty one, who is calling? Aha, yes, no, maybe, we will open the window soon.",
    ),
    VALID: (
        "It rained all night, so the river is high and the old bridge near the mill is closed today.",
        "Have you seen my glasses? I put them on the kitchen table before lunch, I am quite sure.",
    ),
    TEST: (
        "A voyage round the lighthouse takes about an hour, unless the wind turns to the north.",
        "Please leave your message after the tone. We will ring you back on Thursday or Friday.",
    ),
    SMOKE: ("Good morning, this is only a test.",),
}


@dataclass(frozen=True)
class Instruments:
    """All that one side of the split plays: recorded, rendered and invented banks, drums, people talking."""

    recorded: tuple[NoteBank, ...]
    rendered: tuple[NoteBank, ...]
    invented: tuple[NoteBank, ...]
    drums: tuple[NoteBank, ...]
    voices: tuple[np.ndarray, ...]

    @property
    def pitched(self) -> tuple[NoteBank, ...]:
        """All that can play a chord."""
        return self.recorded + self.rendered + self.invented


def missing(split: str) -> list[str]:
    """The programs and SoundFonts that rendering a split needs and this machine lacks."""
    programs = [program for program in ("fluidsynth", "espeak-ng") if shutil.which(program) is None]
    return programs + [str(SOUNDFONTS[font]) for font in RENDERED[split] if not SOUNDFONTS[font].exists()]


def load(split: str, notes: Sequence[Path], cache: Path = DATA_DIR) -> Instruments:
    """The instruments of a split; SoundFonts, invented instruments and voices are rendered into `cache` once.

    notes: folders of recorded notes; an instrument that several hold is taken from the first.
    """
    recorded = {}
    for folder in reversed(notes):
        named = banks.load_banks(folder, recorded_names(split, folder))
        recorded.update({bank.instrument: bank for bank in named})
    prepare(split, cache)
    rendered = banks.load_banks(cache / "banks" / split, rendered_names(split))
    drums = [bank for bank in rendered if is_drums(bank)]
    voices = [
        soundfile.read(cache / "voices" / split / f"{voice}.flac", dtype="int16")[0]
        for voice in VOICES[split]
    ]
    invented = [bank for bank in rendered if is_invented(bank)]
    return Instruments(
        recorded=tuple(bank for _, bank in sorted(recorded.items())),
        rendered=tuple(bank for bank in rendered if bank not in drums and bank not in invented),
        invented=tuple(invented),
        drums=tuple(drums),
        voices=tuple(voices),
    )


def recorded_names(split: str, notes: Path) -> list[str]:
    """The recorded instruments that a split plays; training has all that the others leave."""
    if split != TRAIN:
        return list(RECORDED[split])
    with open(notes / "notes.csv", newline="") as file:
        found = {row["instrument"] for row in csv.DictReader(file)}
    return sorted(found - {*RECORDED[VALID], *RECORDED[TEST]})


def rendered_names(split: str) -> list[str]:
    """The instruments that are rendered for a split."""
    fonts = RENDERED[split].items()
    from_soundfonts = [_bank_name(font, program) for font, programs in fonts for program in programs]
    return from_soundfonts + [_invented_name(seed) for seed in range(INVENTED[split])]


def prepare(split: str, cache: Path = DATA_DIR) -> None:
    """Render whatever `cache` lacks of a split's instruments and voices."""
    folder = cache / "banks" / split
    for instrument, notes in _missing_instruments(split, folder):
        banks.write_bank(folder, instrument, notes)
    voices = cache / "voices" / split
    voices.mkdir(parents=True, exist_ok=True)
    for voice in VOICES[split]:
        if not (voices / f"{voice}.flac").exists():
            soundfile.write(voices / f"{voice}.flac", speak(voice, SENTENCES[split]), SAMPLE_RATE)


def _missing_instruments(split: str, folder: Path) -> Iterator[tuple[str, dict[int, np.ndarray]]]:
    """Render the instruments of a split that are not in its folder yet, one after the other."""
    index = folder / "notes.csv"
    present = set() if not index.exists() else {line.split(",")[1] for line in index.read_text().splitlines()}
    for soundfont, programs in RENDERED[split].items():
        for notes, group in (
            (banks.RENDERED_NOTES, [p for p in programs if p != banks.DRUMS]),
            (banks.DRUM_NOTES, [p for p in programs if p == banks.DRUMS]),
        ):
            missing = [program for program in group if _bank_name(soundfont, program) not in present]
            for program, takes in banks.render_soundfont(SOUNDFONTS[soundfont], missing, notes):
                yield _bank_name(soundfont, program), takes
    for seed in range(INVENTED[split]):
        if _invented_name(seed) not in present:
            yield _invented_name(seed), inventions.invent_instrument(seed)


def _bank_name(soundfont: str, program: int) -> str:
    return f"{soundfont}_{'drums' if program == banks.DRUMS else f'{program:03d}'}"


def _invented_name(seed: int) -> str:
    return f"invented_{seed:03d}"


def speak(voice: str, sentences: Sequence[str]) -> np.ndarray:
    """Sentences in an espeak-ng voice: float32 [samples] at 16 kHz. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "speech.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), " ".join(sentences)], check=True)
        samples, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(samples, rate, SAMPLE_RATE)


def is_guitar(bank: NoteBank) -> bool:
    """True where a guitarist's voicings suit the bank, judged by its name."""
    program = bank.instrument.rpartition("_")[2]
    return "guitar" in bank.instrument or (
        program.isdecimal() and int(program) in GUITARS and not is_invented(bank)
    )


def is_invented(bank: NoteBank) -> bool:
    """True where the bank was made by `inventions.invent_instrument`."""
    return bank.instrument.startswith("invented")


def is_drums(bank: NoteBank) -> bool:
    """True where the bank holds percussion."""
    return bank.instrument.endswith("_drums")
