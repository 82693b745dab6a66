"""Record a song: its parts played on instruments and sung, mixed, and damaged as recordings are."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from preprocessing.layout import SAMPLE_RATE
from training.songs.song import VOICES, Note, Part, Song
from training.sounds import augment, render
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments, is_drums
from training.sounds.no_chords import draw_sound
from training.sounds.singing import sing

LEVELS = {  # from and to how many dB over the chords; a voice may be louder than all that carries the harmony
    "chords": (-3.0, 3.0),
    "melody": (-6.0, 10.0),
    "second": (-10.0, 5.0),
    "bass": (-8.0, 5.0),
    "pad": (-9.0, 3.0),
    "drums": (-14.0, 8.0),
}
SNARE, RIDE = 38, 51  # General MIDI percussion
# What is struck where a kit has no side stick or clap, or no hi-hat: closed, by foot, open.
STAND_INS = {37: SNARE, 39: SNARE, 42: RIDE, 44: RIDE, 46: RIDE}
BAND = {"bass", "drums"}  # roles that a pianist or guitarist cannot play as well
SUNG_SHARE = 0.4  # of the melodies, and of the voices beside them
BASS_SHARE = 0.75  # of the basses: on a recorded bass, where there is one
BORROWED_SHARE = 0.3  # instruments whose samples come from neighbouring notes: formants elsewhere
FARTHEST_NEIGHBOUR = 4  # semitones
WIDE_SHARE = 0.25  # songs that are tuned anywhere up to `WIDEST`; the others are near A440
WIDEST = 45.0  # cents
OWN_SOUND_SHARE = 0.3  # parts with an equaliser, an overdrive or a second string of their own
RELEASE = (0.03, 0.3)  # seconds, time constant after a note's end
LOOPED_FROM = 1.5  # seconds of a note that sounds on, from where it is repeated
CROSSFADE = 0.25  # seconds
SOUNDS_ON = 0.25  # of its level at `LOOPED_FROM` that a recorded note must have at its end to sound on
FRAME = 800  # samples, 50 ms
AUDIBLE = 1e-4  # power of a frame beside the loudest, above which a part is heard in it
ENDING = 0.1  # seconds at the end of a recorded note, where it is faded out
NO_SONGS = ("speech", "noise", "everyday", "silence")  # recordings that are none


def record(
    song: Song, players: Instruments, rng: np.random.Generator, wide: float = WIDE_SHARE, solo: float = 0.0
) -> np.ndarray:
    """A song on instruments of one side of the split: float32 [seconds * 16000].

    wide: the share of songs that are tuned anywhere, not near A440. solo: of those without bass and drums,
    the share that one player plays alone on one instrument, melody and all.
    """
    sound = mix(song, players, rng, wide, solo)
    return augment.degrade(sound, rng, players.surroundings)


def record_no_song(seconds: float, players: Instruments, rng: np.random.Generator) -> np.ndarray:
    """A recording without a chord: talk, noises, or next to nothing: float32 [seconds * 16000]."""
    able = {"speech": players.voices, "everyday": players.unpitched}
    kind = str(rng.choice([kind for kind in NO_SONGS if len(able.get(kind, NO_SONGS))]))
    sound = draw_sound(kind, int(seconds * SAMPLE_RATE), players, rng)
    return augment.degrade(sound, rng, players.surroundings)


def mix(
    song: Song, players: Instruments, rng: np.random.Generator, wide: float = WIDE_SHARE, solo: float = 0.0
) -> np.ndarray:
    """The parts of a song together, undamaged: float32 [seconds * 16000], peak 0.5."""
    cents = rng.uniform(-WIDEST, WIDEST) if rng.random() < wide else rng.normal(0, render.CONCERT_SPREAD)
    total = np.zeros(int(song.seconds * SAMPLE_RATE), dtype=np.float32)
    is_solo = solo > 0 and not BAND & {part.role for part in song.parts} and rng.random() < solo
    soloist = players.draw(rng) if is_solo else None
    for part in song.parts:
        if part.notes and (part.role != "drums" or players.drums):
            sound = _perform(part, soloist, song.seconds, players, cents, rng)
            total += sound * np.float32(10 ** (rng.uniform(*LEVELS[part.role]) / 20) / loudness(sound))
    return 0.5 * augment.normalise(total)


def loudness(sound: np.ndarray) -> float:
    """The root of the mean power of a part [samples] while it is heard."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.square(frames).mean(axis=1)
    return float(np.sqrt(power[power >= AUDIBLE * power.max()].mean())) or 1.0


def _perform(
    part: Part,
    soloist: NoteBank | None,
    seconds: float,
    players: Instruments,
    cents: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """A part on the soloist's instrument, or on one of its own, or sung: float32 [seconds * 16000]."""
    if soloist is None and part.role in VOICES and rng.random() < SUNG_SHARE:
        return sing([(n.start, n.end, n.midi + cents / 100, n.velocity) for n in part.notes], seconds, rng)
    bank = soloist or _instrument(part.role, players, rng)
    sound = play_notes(part.notes, bank, seconds, cents, rng)
    if part.role != "drums" and rng.random() < OWN_SOUND_SHARE:
        effect = (augment.tilt, augment.overdrive, augment.double)[rng.integers(3)]
        sound = effect(sound, rng)
    return sound


def _instrument(role: str, players: Instruments, rng: np.random.Generator) -> NoteBank:
    """The instrument of a part."""
    if role == "drums":
        return players.drums[rng.integers(len(players.drums))]
    if role == "bass" and players.basses and rng.random() < BASS_SHARE:
        return players.basses[rng.integers(len(players.basses))]
    return players.draw(rng)


def play_notes(
    notes: Sequence[Note], bank: NoteBank, seconds: float, cents: float, rng: np.random.Generator
) -> np.ndarray:
    """Notes on one instrument, `cents` from A440: float32 [seconds * 16000].

    A velocity sets the level by 40 log10(velocity) dB (General MIDI 2). What a kit cannot strike is left out.
    """
    is_drum = is_drums(bank)
    if is_drum:
        notes = on_kit(notes, bank)
    neighbour = 0
    if not is_drum and rng.random() < BORROWED_SHARE:
        neighbour = int(rng.integers(-FARTHEST_NEIGHBOUR, FARTHEST_NEIGHBOUR + 1))
    release = np.exp(rng.uniform(*np.log(RELEASE)))
    sound = np.zeros(int(seconds * SAMPLE_RATE), dtype=np.float32)
    takes: dict[int, np.ndarray] = {}
    for note in notes:
        if note.midi not in takes:
            takes[note.midi] = _take(bank, note.midi, 0.0 if is_drum else cents, neighbour, rng)
        start, held = int(note.start * SAMPLE_RATE), note.end - note.start
        take = takes[note.midi] if is_drum else lengthened(takes[note.midi], held)
        heard = take[: len(sound) - start]
        if not is_drum:
            heard = render.let_go(heard[: int((held + 6 * release) * SAMPLE_RATE)], held, release)
        sound[start : start + len(heard)] += np.float32(note.velocity**2) * heard
    return sound


def on_kit(notes: Sequence[Note], kit: NoteBank) -> list[Note]:
    """The notes of drums as a kit can play them: on stand-ins where it lacks theirs, or not at all."""
    struck = ((note, drum_of(kit, note.midi)) for note in notes)
    return [replace(note, midi=drum) for note, drum in struck if drum is not None]


def drum_of(kit: NoteBank, drum: int) -> int | None:
    """The drum that is struck for one: itself, its stand-in, or none, for a near number is no like sound."""
    return next((one for one in (drum, STAND_INS.get(drum)) if one in kit.notes), None)


def _take(bank: NoteBank, midi: int, cents: float, neighbour: int, rng: np.random.Generator) -> np.ndarray:
    """A recorded note at this pitch: float32 [samples], peak 0.5."""
    recorded, take = bank.nearest(midi + neighbour, rng)
    semitones = 0.0 if is_drums(bank) else midi - recorded + cents / 100
    return 0.5 * augment.normalise(render.transpose(take, semitones))


def lengthened(take: np.ndarray, held: float) -> np.ndarray:
    """A recorded note [samples] that lasts for `held` seconds, if it is one that sounds on, as a pipe's."""
    start, fade, end = (int(time * SAMPLE_RATE) for time in (LOOPED_FROM, CROSSFADE, ENDING))
    body = take[: len(take) - end]
    if held * SAMPLE_RATE <= len(body) or len(body) < start + 3 * fade:
        return take
    if np.abs(body[-fade:]).max() < SOUNDS_ON * np.abs(body[start : start + fade]).max():
        return take
    loop, rising = body[start:], np.linspace(0, 1, fade, dtype=np.float32)
    whole = body
    while len(whole) < held * SAMPLE_RATE:
        joint = whole[-fade:] * (1 - rising) + loop[:fade] * rising
        whole = np.concatenate([whole[:-fade], joint, loop[fade:]])
    return whole
