"""Render the page's examples: python -m training.examples writes ui/examples/."""

from pathlib import Path

import numpy as np
import soundfile

from preprocessing.audio import SAMPLE_RATE
from training import augment, banks, instruments, render
from training.banks import NoteBank

FOLDER = instruments.ROOT / "ui" / "examples"
SOUNDFONT = instruments.SOUNDFONTS["fluid"]  # MIT licence
PIANO, STEEL_GUITAR = 0, 25  # General MIDI
SECONDS = 3.5
STRUM = 0.03  # seconds between the strings
PHONE_BAND = (300.0, 3400.0)  # Hz
PHONE_SNR = 18.0  # dB
PIANO_C_MAJOR = (48, 60, 64, 67)  # MIDI
GUITAR_A_MINOR = (45, 52, 57, 60, 64)  # x02210
PHONE_EB_MAJOR = (51, 58, 63, 67, 70)


def play(program: int, notes: tuple[int, ...], strum: float, rng: np.random.Generator) -> np.ndarray:
    """A chord on a SoundFont instrument, let ring: float32 [samples]."""
    takes = dict(banks.render_soundfont(SOUNDFONT, [program], notes))[program]
    bank = NoteBank(str(program), {note: ((take * 2**15).astype(np.int16),) for note, take in takes.items()})
    how = render.Performance(
        seconds=SECONDS,
        late=0.0,
        lead=0.2,
        held=(SECONDS - 1.0,) * len(notes),
        release=0.2,
        onsets=tuple(strum * i for i in range(len(notes))),
        cents=(0.0,) * len(notes),
        levels=(1.0,) * len(notes),
        vibrato=0.0,
    )
    return render.play([bank] * len(notes), notes, how, rng)


def over_the_phone(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The telephone's band, with noise on the line."""
    noisy = augment.mix(sound, augment.coloured_noise(len(sound), rng), PHONE_SNR)
    return 0.5 * augment.normalise(augment.band_pass(noisy, *PHONE_BAND))


def main() -> None:
    """Write the three recordings that the page offers."""
    rng = np.random.default_rng(0)
    sounds = {
        "piano_c_major": play(PIANO, PIANO_C_MAJOR, 0.0, rng),
        "guitar_a_minor": play(STEEL_GUITAR, GUITAR_A_MINOR, STRUM, rng),
        "phone_eb_major": over_the_phone(play(PIANO, PHONE_EB_MAJOR, 0.0, rng), rng),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sound in sounds.items():
        soundfile.write(Path(FOLDER, f"{name}.flac"), sound, SAMPLE_RATE)


if __name__ == "__main__":
    main()
