"""Render the page's sounds: python -m training.examples writes ui/examples/ and ui/clips/ with clips.csv.

The examples show what the page does. The clips are its little test set: instruments that training never
hears, clean and spoilt, and four sounds that are no chord.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soundfile

from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from preprocessing.layout import SAMPLE_RATE
from training import manifest, places
from training.sounds import augment, banks, instruments, render, splits, voicings
from training.sounds.banks import NoteBank
from training.sounds.clips import over_bass
from training.sounds.recorded import load_instruments

EXAMPLES_FOLDER = places.ROOT / "ui" / "examples"
CLIPS_FOLDER = places.ROOT / "ui" / "clips"
PIANO, CHURCH_ORGAN, ACCORDION, STEEL_GUITAR, STRINGS = 0, 19, 21, 25, 48  # General MIDI, from 0
EXAMPLE_SECONDS, CLIP_SECONDS = 3.5, 2.0
STRUM = 0.03  # seconds between the strings
PHONE_BAND = (300.0, 3400.0)  # Hz
PHONE_SNR = 18.0  # dB
LOUD_NOISE_SNR = -4.0  # dB
ROOM = 0.8  # seconds until an echo has faded by 60 dB

EXAMPLES = {  # file name: General MIDI program, MIDI notes, seconds between them
    "piano_c_major": (PIANO, (48, 60, 64, 67), 0.0),
    "guitar_a_minor": (STEEL_GUITAR, (45, 52, 57, 60, 64), STRUM),  # x02210
    "organ_f_sharp_minor": (CHURCH_ORGAN, (42, 54, 57, 61), 0.0),
    "strings_d_diminished": (STRINGS, (50, 56, 62, 65), 0.0),
    "accordion_g_major": (ACCORDION, (59, 62, 67), 0.0),
    "one_note_e": (STEEL_GUITAR, (52,), 0.0),
    "guitar_a_seventh": (STEEL_GUITAR, (45, 52, 55, 61, 64), STRUM),  # x02020
}
PHONE_EB_MAJOR = (51, 58, 63, 67, 70)

SOUNDFONT_PLAYERS = {  # pianos held out and programs left out, of SoundFonts under the MIT licence
    "Piano": ("fluid", PIANO),
    "Upright piano": ("musescore", PIANO),
    "Music box": ("fluid", 10),
    "Synth brass": ("musescore", 62),
    "English horn": ("fluid", 69),
    "Recorder": ("musescore", 74),
}
RECORDED_PLAYERS = {"Grand piano": "piano_yamahaC3", "Spanish guitar": "guitar_nylon"}  # CC BY 4.0, CC0
SAID = ("Is this a chord? I do not think so.",)
ROOTS_APART = 5  # semitones from clip to clip, so that all twelve roots come round


@dataclass(frozen=True)
class Sound:
    """A clip of the page's test set: float32 [samples], its chord, who plays it, and what was done to it."""

    waveform: np.ndarray
    chord: Chord
    instrument: str
    condition: str


def play(
    bank: NoteBank, notes: tuple[int, ...], strum: float, seconds: float, rng: np.random.Generator
) -> np.ndarray:
    """A chord on one instrument, let ring: float32 [seconds * 16000]."""
    how = render.Performance(
        seconds=seconds,
        late=0.0,
        lead=0.15,
        held=(seconds - 0.8,) * len(notes),
        release=0.2,
        onsets=tuple(strum * i for i in range(len(notes))),
        cents=(0.0,) * len(notes),
        levels=(1.0,) * len(notes),
        vibrato=0.0,
    )
    return render.play([bank] * len(notes), notes, how, rng)


def soundfont_bank(font: str, program: int, notes: tuple[int, ...] | range) -> NoteBank:
    """Some notes of a SoundFont instrument."""
    takes = dict(banks.render_soundfont(splits.SOUNDFONTS[font], [program], notes))[program]
    as_stored = {note: ((take * 2**15).astype(np.int16),) for note, take in takes.items()}
    return NoteBank(f"{font}_{program:03d}", as_stored)


def over_the_phone(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The telephone's band, with noise on the line."""
    noisy = augment.mix(sound, augment.coloured_noise(len(sound), rng, slope=1.0), PHONE_SNR)
    return 0.5 * augment.normalise(augment.band_pass(noisy, *PHONE_BAND))


def in_loud_noise(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pink noise louder than the chord: as beside a motorway."""
    noise = augment.coloured_noise(len(sound), rng, slope=1.0)
    return 0.5 * augment.normalise(augment.mix(sound, noise, LOUD_NOISE_SNR))


def in_a_hall(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A room with a long echo."""
    return 0.5 * augment.normalise(augment.room(sound, rng, ROOM))


CONDITIONS = {
    "clean": lambda sound, _: sound,
    "in a hall": in_a_hall,
    "in loud noise": in_loud_noise,
    "over the phone": over_the_phone,
}


def write_examples() -> None:
    """Write the recordings that the page offers at one click."""
    rng = np.random.default_rng(0)
    EXAMPLES_FOLDER.mkdir(parents=True, exist_ok=True)
    sounds = {
        name: play(soundfont_bank("fluid", program, notes), notes, strum, EXAMPLE_SECONDS, rng)
        for name, (program, notes, strum) in EXAMPLES.items()
    }
    piano = soundfont_bank("fluid", PIANO, PHONE_EB_MAJOR)
    sounds["phone_eb_major"] = over_the_phone(play(piano, PHONE_EB_MAJOR, 0.0, EXAMPLE_SECONDS, rng), rng)
    for name, sound in sounds.items():
        soundfile.write(EXAMPLES_FOLDER / f"{name}.flac", sound, SAMPLE_RATE)


def draw_clips(players: dict[str, NoteBank]) -> Iterator[Sound]:
    """A chord in each condition for every instrument, types and roots in turn; then sounds without one."""
    rng = np.random.default_rng(1)
    number = 0
    for instrument, bank in players.items():
        for condition, spoil in CONDITIONS.items():
            chord = Chord(ROOTS[number * ROOTS_APART % len(ROOTS)], TYPES[number % len(TYPES)])
            notes = voicings.keyboard(chord, rng)
            sound = play(bank, notes, 0.01, CLIP_SECONDS, rng)
            yield Sound(spoil(sound, rng), over_bass(chord, min(notes)), instrument, condition)
            number += 1
    yield from draw_no_chords(players, rng)


def draw_no_chords(players: dict[str, NoteBank], rng: np.random.Generator) -> Iterator[Sound]:
    """Two single notes, noise, and somebody talking."""
    for instrument, midi in (("Grand piano", 62), ("Recorder", 76)):
        yield Sound(
            play(players[instrument], (midi,), 0.0, CLIP_SECONDS, rng), NO_CHORD, instrument, "one note"
        )
    samples = int(CLIP_SECONDS * SAMPLE_RATE)
    yield Sound(0.1 * augment.coloured_noise(samples, rng, slope=1.0), NO_CHORD, "Noise", "clean")
    voice = instruments.speak(splits.VOICES[splits.TEST][0], SAID)
    yield Sound(voice[:samples], NO_CHORD, "Speech", "clean")


def load_players() -> dict[str, NoteBank]:
    """The instruments of the clips, by the names that the page shows. Raises KeyError without the notes."""
    notes = range(34, 100, banks.NOTE_SPACING)
    players = {name: soundfont_bank(*which, notes) for name, which in SOUNDFONT_PLAYERS.items()}
    recorded = {bank.instrument: bank for bank in load_instruments(splits.TEST, places.find_notes())}
    return players | {name: recorded[instrument] for name, instrument in RECORDED_PLAYERS.items()}


def write_clips() -> None:
    """Write the page's test set: FLAC files and the manifest that says what they are."""
    CLIPS_FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, sound in enumerate(draw_clips(load_players()), start=1):
        path = f"{number:02d}.flac"
        soundfile.write(CLIPS_FOLDER / path, sound.waveform, SAMPLE_RATE)
        about = {"instrument": sound.instrument, "condition": sound.condition}
        rows.append({"path": path, **manifest.labels(sound.chord), **about})
    manifest.write(CLIPS_FOLDER / "clips.csv", rows, (*manifest.REQUIRED, "bass", "instrument", "condition"))


if __name__ == "__main__":
    write_examples()
    write_clips()
