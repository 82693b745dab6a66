"""Render the page's sounds: python -m training.examples writes ui/examples/ and ui/clips/ with clips.csv.

The examples show what the page does. The clips are its little test set: instruments that training never
hears, but for one, clean and spoilt, four sounds that are no chord, and bars of the song among the examples.
The one is the upright piano: MuseScore General's samples are the recorded Splendid Grand's, which training
plays. Of the song's instruments, training plays the guitar and the drums.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import mido
import numpy as np
import soundfile

from model import harte
from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from preprocessing import audio
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

# The song of the page, in bars of four beats: the guitar's chord and the bass of each.
SONG = (
    *(
        (48, 55, 60, 64, 67),
        (47, 55, 59, 62, 67),
        (45, 52, 55, 60, 64),
        (41, 53, 57, 60, 65),
    ),  # C G/B Am7 F
    *((48, 55, 60, 64, 67), (43, 50, 55, 59, 65), (50, 57, 62, 65, 69), (43, 55, 59, 62, 65)),  # C G7 Dm G7
    *(
        (45, 52, 57, 60, 64),
        (40, 52, 55, 59, 64),
        (41, 53, 57, 60, 64),
        (48, 55, 60, 64, 67),
    ),  # Am Em Fmaj7 C
)
SONG_BARS = {1: "G:maj/3", 2: "A:min7", 5: "G:7", 6: "D:min", 9: "E:min", 10: "F:maj7"}  # to guess
FADE = 0.03  # seconds at the end of a bar cut out
SONG_PICKING = (0, 2, 3, 4, 2, 3, 1, 3)  # which note of the chord on each half beat
SONG_TUNE = "EG.EDB.DCE.CCA..EG.GFD.BDFA.GFDBCE.CBG..AG.ECE.."  # a note a beat, above the chords
SONG_TEMPO = 108  # beats a minute
SONG_RATE = 32_000  # Hz
SONG_SECONDS = 31.0  # by then the last chord has faded
SONG_SQUEEZE = 0.78  # of MP3's compression: 64 kbit a second
FINGERED_BASS = 33  # General MIDI, from 0
KICK, SNARE, HAT = 36, 38, 42  # on the channel of drums

SOUNDFONT_PLAYERS = {  # pianos and programs that training does not play, of SoundFonts under the MIT licence
    "Piano": ("fluid", PIANO),
    "Upright piano": ("musescore", PIANO),  # which training hears all the same, as Splendid Grand
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


def compose_song() -> mido.MidiFile:
    """A song of twelve bars and a last chord for guitar, piano, bass and drums, written for this page."""
    ticks = 480  # a beat
    events = []  # tick, channel, note, velocity, ticks that it sounds

    def add(channel: int, beat: float, midi: int, velocity: int, beats: float) -> None:
        events.append((round(ticks * beat), channel, midi, velocity, round(ticks * beats)))

    for number, chord in enumerate((*SONG, SONG[0])):
        bar, is_last = 4 * number, number == len(SONG)
        for half, which in enumerate(SONG_PICKING):
            start = bar + (STRUM * half if is_last else half / 2)
            add(0, start, chord[which], 84 - 8 * (half % 2), 4 if is_last else 2)
        add(2, bar, chord[0] - 12, 92, 4 if is_last else 1.9)
        if not is_last:
            add(2, bar + 2, chord[0] - 12, 84, 1.9)
            for beat in range(4):
                add(9, bar + beat, SNARE if beat % 2 else KICK, 62, 0.2)
                add(9, bar + beat + 0.5, HAT, 44, 0.2)
    for beat, name in enumerate(SONG_TUNE):
        if name != ".":
            add(1, beat, 72 + "C D EF G A B".index(name), 70, 1)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(SONG_TEMPO))])
    for channel, program in enumerate((STEEL_GUITAR, PIANO, FINGERED_BASS)):
        track.append(mido.Message("program_change", channel=channel, program=program))
    strokes = [(start, "note_on", channel, note, velocity) for start, channel, note, velocity, _ in events]
    ends = [(start + length, "note_off", channel, note, 0) for start, channel, note, _, length in events]
    before = 0
    for tick, kind, channel, note, velocity in sorted(strokes + ends):
        track.append(mido.Message(kind, channel=channel, note=note, velocity=velocity, time=tick - before))
        before = tick
    return mido.MidiFile(tracks=[track], ticks_per_beat=ticks)


def write_song() -> None:
    """Write the song that the page offers at one click, as a file that every browser plays."""
    sound = banks.play(splits.SOUNDFONTS["fluid"], compose_song(), SONG_RATE)
    sound = augment.normalise(sound[: round(SONG_SECONDS * SONG_RATE)])
    path = EXAMPLES_FOLDER / "song.mp3"
    soundfile.write(path, 0.7 * sound, SONG_RATE, format="MP3", compression_level=SONG_SQUEEZE)


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
    yield from cut_bars()


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


def cut_bars() -> Iterator[Sound]:
    """Bars of the song, as guitar, tune, bass and drums play them together."""
    song = audio.load(EXAMPLES_FOLDER / "song.mp3")
    samples, fade = int(CLIP_SECONDS * SAMPLE_RATE), int(FADE * SAMPLE_RATE)
    for bar, label in SONG_BARS.items():
        start = round(4 * bar * 60 / SONG_TEMPO * SAMPLE_RATE)
        waveform = song[start : start + samples].copy()
        waveform[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        yield Sound(waveform, harte.parse(label), "Band", "a bar of a song")


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
    write_song()
    write_clips()
