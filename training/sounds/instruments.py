"""The instruments of each side of the split, rendered and loaded; `splits` says which they are."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from preprocessing import layout
from preprocessing.layout import SAMPLE_RATE
from training.places import DATA_DIR
from training.sounds import banks, inventions, recorded, splits
from training.sounds.banks import BANK, DRUM_NOTES, DRUMS, RENDERED_NOTES, NoteBank
from training.sounds.digests import digest
from training.sounds.surroundings import Surroundings

RELATIVES = 0.4  # of the instruments that training draws: so that fewer are learned by heart
PIANOS_WEIGHT, GUITARS_WEIGHT = 4.0, 2.0  # with which they are drawn, beside others
GROUP_SHARES = (0.35, 0.35, 0.3)  # of recorded, rendered and invented instruments


@dataclass(frozen=True)
class Instruments:
    """The instruments of one side of the split, and the sounds and rooms around them.

    recorded, rendered, invented: banks that play chords and single notes. basses: recorded banks that play
    the lowest note of a chord, or single notes. drums: kits. voices: people talking. rooms: impulse
    responses. noises: everyday ones; unpitched: those of them that hold no steady pitch. All sounds that
    are not banks are int16 [samples] at 16 kHz. relatives: the share of draws that bring a relative of an
    instrument instead of itself.
    """

    recorded: tuple[NoteBank, ...]
    rendered: tuple[NoteBank, ...]
    invented: tuple[NoteBank, ...]
    drums: tuple[NoteBank, ...]
    voices: tuple[np.ndarray, ...]
    basses: tuple[NoteBank, ...] = ()
    rooms: tuple[np.ndarray, ...] = ()
    noises: tuple[np.ndarray, ...] = ()
    unpitched: tuple[np.ndarray, ...] = ()
    relatives: float = 0.0

    @property
    def pitched(self) -> tuple[NoteBank, ...]:
        """All that can play a chord."""
        return self.recorded + self.rendered + self.invented

    @property
    def surroundings(self) -> Surroundings:
        """The sounds and rooms around an instrument."""
        return Surroundings(self.voices, self.noises, self.rooms)

    def draw(self, rng: np.random.Generator) -> NoteBank:
        """An instrument that plays chords: pianos and guitars most often, and those with many takes."""
        groups = (self.recorded, self.rendered, self.invented)
        shares = np.array(
            [share if group else 0.0 for share, group in zip(GROUP_SHARES, groups, strict=True)]
        )
        group = groups[rng.choice(len(groups), p=shares / shares.sum())]
        weights = np.array([bank.weight * popularity(bank) for bank in group])
        bank = group[rng.choice(len(group), p=weights / weights.sum())]
        return bank.relative(rng) if self.relatives and rng.random() < self.relatives else bank


def missing(split: str, cache: Path = DATA_DIR) -> list[str]:
    """What is not installed that must render what `cache` lacks of a split: programs and SoundFonts."""
    absent = set(rendered_names(split)) - _present(banks_folder(split, cache))
    fonts = [
        splits.SOUNDFONTS[font]
        for font in splits.RENDERED[split]
        if any(name.startswith(f"{font}_") for name in absent)
    ]
    is_mute = any(not voice.exists() for voice in _voices(split, cache).values())
    programs = {*map(banks.player, fonts), *(["espeak-ng"] if is_mute else [])}
    return [name for name in sorted(programs) if shutil.which(name) is None] + [
        f"The SoundFont {font}" for font in fonts if not font.exists()
    ]


def load(split: str, notes: Sequence[Path], cache: Path = DATA_DIR) -> Instruments:
    """The instruments of a split; SoundFonts, invented instruments and voices are rendered into `cache` once.

    notes: folders of recordings (see `recorded`); a library that several hold is taken from the first.
    """
    players = recorded.load_instruments(split, notes)
    prepare(split, cache)
    names = set(rendered_names(split))
    rendered = banks.load_banks(banks_folder(split, cache), lambda row: row["instrument"] in names)
    voices = map(banks.read_sound, _voices(split, cache).values())
    noises = recorded.load_noises(split, notes)
    return Instruments(
        recorded=tuple(bank for bank in players if not is_bass(bank)),
        rendered=tuple(bank for bank in rendered if not is_drums(bank) and not is_invented(bank)),
        invented=tuple(bank for bank in rendered if is_invented(bank)),
        drums=(*filter(is_drums, rendered), *recorded.load_drums(split, notes)),
        voices=tuple(voices),
        basses=tuple(filter(is_bass, players)),
        rooms=recorded.load_rooms(split, notes),
        noises=noises,
        unpitched=tuple(noise for noise in noises if not recorded.has_pitch(noise)),
        relatives=RELATIVES if split == splits.TRAIN else 0.0,
    )


def rendered_names(split: str) -> list[str]:
    """The instruments that are rendered for a split."""
    fonts = splits.RENDERED[split].items()
    from_soundfonts = [_bank_name(font, program) for font, programs in fonts for program in programs]
    return from_soundfonts + [_invented_name(seed) for seed in range(splits.INVENTED[split])]


def prepare(split: str, cache: Path = DATA_DIR) -> None:
    """Render whatever `cache` lacks of a split's instruments and voices."""
    folder = banks_folder(split, cache)
    for instrument, notes in _missing_instruments(split, folder):
        banks.write_bank(folder, instrument, notes)
    for voice, path in _voices(split, cache).items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".new")
            soundfile.write(new, speak(voice, splits.SENTENCES[split]), SAMPLE_RATE, format="FLAC")
            new.replace(path)


def banks_folder(split: str, cache: Path) -> Path:
    """Where `cache` keeps the rendered instruments of a split: elsewhere for other code that makes them."""
    return cache / "banks" / f"{split}-{digest((banks, inventions, layout))}"


def voices_folder(split: str, cache: Path) -> Path:
    """Where `cache` keeps the voices of a split: elsewhere for other sentences, or code that says them."""
    said = (repr(splits.SENTENCES[split]).encode(),)
    return cache / "voices" / f"{split}-{digest((sys.modules[__name__], layout), said)}"


def _voices(split: str, cache: Path) -> dict[str, Path]:
    """The voices of a split, and where `cache` keeps what they say."""
    folder = voices_folder(split, cache)
    return {voice: folder / f"{voice}.flac" for voice in splits.VOICES[split]}


def _present(folder: Path) -> set[str]:
    """The instruments that a folder of banks has."""
    index = folder / "notes.csv"
    return {row["instrument"] for row in banks.read_index(index)} if index.exists() else set()


def _missing_instruments(split: str, folder: Path) -> Iterator[tuple[str, dict[int, np.ndarray]]]:
    """Render the instruments of a split that are not in its folder yet, one after the other."""
    present = _present(folder)
    for soundfont, programs in splits.RENDERED[split].items():
        for notes, group in (
            (RENDERED_NOTES, [p for p in programs if p != DRUMS]),
            (DRUM_NOTES, [p for p in programs if p == DRUMS]),
        ):
            missing = [program for program in group if _bank_name(soundfont, program) not in present]
            for program, takes in banks.render_soundfont(splits.SOUNDFONTS[soundfont], missing, notes):
                yield _bank_name(soundfont, program), takes
    for seed in range(splits.INVENTED[split]):
        if _invented_name(seed) not in present:
            yield _invented_name(seed), inventions.invent_instrument(seed)


def _bank_name(soundfont: str, program: int) -> str:
    return f"{soundfont}_{'drums' if program == DRUMS else f'{program:03d}'}"


def _invented_name(seed: int) -> str:
    return f"invented_{seed:03d}"


def speak(voice: str, sentences: Sequence[str]) -> np.ndarray:
    """Sentences in an espeak-ng voice: float32 [samples] at 16 kHz. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "speech.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), " ".join(sentences)], check=True)
        samples, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(samples, rate, SAMPLE_RATE)


def popularity(bank: NoteBank) -> float:
    """The weight of a bank for what it is: most of those who ask have a piano or a guitar."""
    return PIANOS_WEIGHT if is_piano(bank) else GUITARS_WEIGHT if is_guitar(bank) else 1.0


def is_guitar(bank: NoteBank) -> bool:
    """Tell if a guitarist's voicings suit the bank, judged by its name."""
    return "guitar" in bank.instrument or _is_program(bank, splits.GUITARS)


def is_piano(bank: NoteBank) -> bool:
    """Tell if the bank is a piano with strings, judged by its name."""
    return bank.instrument.startswith("piano") or _is_program(bank, splits.PIANOS)


def _is_program(bank: NoteBank, programs: range) -> bool:
    """Tell if the bank was rendered from one of these General MIDI programs, or a variation of one."""
    number = bank.instrument.rpartition("_")[2]
    return number.isdecimal() and int(number) % BANK in programs and not is_invented(bank)


def is_bass(bank: NoteBank) -> bool:
    """Tell if the bank is a bass, which plays one low note at a time, judged by its name."""
    return re.search(r"bass(_|$)", bank.instrument) is not None


def is_invented(bank: NoteBank) -> bool:
    """Tell if the bank was made by `inventions.invent_instrument`."""
    return bank.instrument.startswith("invented")


def is_drums(bank: NoteBank) -> bool:
    """Tell if the bank holds percussion."""
    return bank.instrument.endswith("_drums")
