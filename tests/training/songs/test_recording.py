"""Recordings of songs whose notes are known."""

from dataclasses import replace

import numpy as np
import pytest

from model.chords import NO_CHORD
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import sines
from training.songs import recording
from training.songs.recording import LEVELS, lengthened, loudness, mix, play_notes, record, record_no_song
from training.songs.song import Beat, Note, Part, Song, TimedChord
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

SINES = sines("sines")
SEEDS = range(12)


def song(*parts: Part, seconds: float = 4.0) -> Song:
    """A song of these parts, in which no chord is true."""
    return Song(seconds, parts, (Beat(0.0, 1),), (TimedChord(0.0, seconds, NO_CHORD),), ())


@pytest.fixture
def alone() -> Instruments:
    """Sines, and nothing else."""
    return Instruments((), (SINES,), (), (), ())


def pitch(sound: np.ndarray) -> float:
    """The pitch of the strongest sine, as a MIDI number with a fraction."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    return 69 + 12 * np.log2(spectrum.argmax() * SAMPLE_RATE / 2**18 / 440)


def tap(place: int) -> np.ndarray:
    """A drum that is known by the sample at which it sounds."""
    hit = np.zeros(800, np.int16)
    hit[place] = 16_000
    return hit


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.square(sound).mean()))


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_sound_when_they_are_played_and_in_tune(seed):
    notes = (Note(0.5, 1.4, 57, 0.8), Note(2.5, 3.4, 68, 0.8))
    sound = play_notes(notes, SINES, 5.0, cents=30.0, rng=np.random.default_rng(seed))
    tenths = sound.reshape(50, -1)
    assert np.all(tenths[:5] == 0)
    assert pitch(np.ravel(tenths[6:13])) == pytest.approx(57.3, abs=0.05)
    assert pitch(np.ravel(tenths[26:33])) == pytest.approx(68.3, abs=0.05)
    assert rms(tenths[36]) < 0.8 * rms(tenths[30])  # let go
    assert rms(tenths[-1]) < 0.02 * rms(tenths[30])


def test_a_velocity_is_a_level():
    notes = (Note(0, 1, 60, 0.4), Note(4, 5, 60, 0.8))
    sound = play_notes(notes, SINES, 6.0, 0.0, np.random.default_rng(0))
    soft, loud = (rms(sound[start : start + 8000]) for start in (4000, 68_000))
    assert 20 * np.log10(loud / soft) == pytest.approx(40 * np.log10(2), abs=0.1)


def test_drums_are_neither_tuned_nor_damped():
    hit = np.zeros(SAMPLE_RATE, np.int16)
    hit[[0, 12_000]] = 16_000, 8_000
    kit = NoteBank("kit_drums", {38: (hit,)})
    sound = play_notes((Note(1.0, 1.05, 38, 1.0),), kit, 3.0, 40.0, np.random.default_rng(0))
    assert np.flatnonzero(sound).tolist() == [16_000, 28_000]
    assert sound[28_000] == pytest.approx(sound[16_000] / 2)


@pytest.mark.parametrize(
    ("written", "struck"),
    [(36, 36), (42, 51), (44, 51), (46, 51), (37, 38), (39, 38), (54, None), (45, None), (49, None)],
    ids=["kick", "hat", "pedal", "open-hat", "stick", "clap", "tambourine", "tom", "crash"],
)
def test_what_a_kit_lacks_is_played_on_what_sounds_alike_or_not_at_all(written, struck):
    kit = NoteBank("kit_drums", {36: (tap(100),), 38: (tap(200),), 43: (tap(300),), 51: (tap(400),)})
    sound = play_notes((Note(0.0, 0.1, written, 1.0),), kit, 1.0, 0.0, np.random.default_rng(0))
    places = {36: [100], 38: [200], 51: [400], None: []}
    assert np.flatnonzero(sound).tolist() == places[struck]


@pytest.mark.parametrize(("written", "place"), [(42, 100), (37, 200), (51, 300)])
def test_what_a_kit_has_is_played_on_itself(written, place):
    kit = NoteBank("kit_drums", {42: (tap(100),), 37: (tap(200),), 51: (tap(300),), 38: (tap(400),)})
    sound = play_notes((Note(0.0, 0.1, written, 1.0),), kit, 1.0, 0.0, np.random.default_rng(0))
    assert np.flatnonzero(sound).tolist() == [place]


@pytest.mark.parametrize("role", ["bass", "pad"])
def test_parts_are_as_loud_beside_the_chords_as_their_range_allows(alone, role):
    chords = Part("chords", (Note(0, 1.5, 60, 0.9),))
    other = Part(role, (Note(5, 6.5, 60, 0.3),))
    differences = []
    for seed in range(30):
        sound = mix(song(chords, other, seconds=10.0), alone, np.random.default_rng(seed))
        first, second = np.split(sound, 2)
        differences.append(20 * np.log10(loudness(second) / loudness(first)))
    lowest, highest = LEVELS[role][0] - LEVELS["chords"][1], LEVELS[role][1] - LEVELS["chords"][0]
    assert lowest - 0.5 <= min(differences) < max(differences) <= highest + 0.5
    assert np.ptp(differences) > 0.4 * (highest - lowest)


def test_a_song_is_mixed_to_half_of_full_scale_and_keeps_its_length(alone):
    chords = Part("chords", (Note(0.2, 7.29, 60, 0.9), Note(0.2, 3.0, 64, 0.9)))
    sound = mix(song(chords, seconds=7.3), alone, np.random.default_rng(0))
    assert (sound.dtype, len(sound)) == (np.float32, int(7.3 * SAMPLE_RATE))
    assert np.abs(sound).max() == pytest.approx(0.5)


def test_a_melody_may_be_sung_and_a_pad_may_not(alone, monkeypatch):
    sung = []

    def sing(notes, seconds, rng):
        sung.append(notes)
        return np.ones(int(seconds * SAMPLE_RATE), np.float32)

    monkeypatch.setattr(recording, "sing", sing)
    melody = Part("melody", (Note(0.5, 1.0, 70, 0.6),))
    for seed in range(40):
        mix(song(melody, replace(melody, role="pad")), alone, np.random.default_rng(seed))
    assert 8 <= len(sung) <= 24  # of 40, and 0.4 of them on average
    ((start, end, midi, velocity),) = sung[0]
    assert (start, end, velocity) == (0.5, 1.0, 0.6)
    assert midi == pytest.approx(70, abs=0.5)


@pytest.mark.parametrize(("roles", "count"), [(("chords", "melody"), 1), (("chords", "melody", "bass"), 3)])
def test_a_soloist_plays_the_melody_too_but_no_band(alone, monkeypatch, roles, count):
    drawn = []
    monkeypatch.setattr(Instruments, "draw", lambda self, rng: drawn.append(SINES) or SINES)
    monkeypatch.setattr(recording, "sing", lambda *_: pytest.fail("sung"))
    monkeypatch.setattr(recording, "SUNG_SHARE", 1.0 if count == 1 else 0.0)
    parts = (Part(role, (Note(0.5, 1.0, 60, 0.6),)) for role in roles)
    mix(song(*parts), alone, np.random.default_rng(0), solo=1.0)
    assert len(drawn) == count


def test_basses_play_the_bass_and_kits_the_drums(alone):
    bass, kit = sines("contrabass"), NoteBank("kit_drums", {38: (np.full(800, 9000, np.int16),)})
    players = replace(alone, basses=(bass,), drums=(kit,))
    drawn = [recording._instrument("bass", players, np.random.default_rng(seed)) for seed in range(40)]
    assert 20 <= sum(one is bass for one in drawn) < 40
    assert recording._instrument("drums", players, np.random.default_rng(0)) is kit
    assert recording._instrument("chords", players, np.random.default_rng(0)) is SINES
    assert recording._instrument("bass", alone, np.random.default_rng(0)) is SINES


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (Part("chords", ()),),
        (Part("drums", (Note(0.5, 0.6, 38, 0.9),)),),
    ],
    ids=["nobody", "no notes", "drums without a kit"],
)
def test_a_song_that_nobody_can_play_is_silent(alone, parts):
    sound = mix(song(*parts), alone, np.random.default_rng(0))
    assert len(sound) == 4 * SAMPLE_RATE
    assert np.all(sound == 0)


def test_drums_alone_are_a_song(alone):
    kit = NoteBank("kit_drums", {38: (np.full(800, 9000, np.int16),)})
    drums = Part("drums", (Note(1.0, 1.1, 38, 0.9), Note(2.0, 2.1, 38, 0.9)))
    sound = mix(song(drums), replace(alone, drums=(kit,)), np.random.default_rng(0))
    assert set(np.flatnonzero(sound).tolist()) == {*range(16_000, 16_800), *range(32_000, 32_800)}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_befalls_a_recording_it_keeps_its_length(alone, seed):
    noise = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE, dtype=np.int16)
    players = replace(alone, voices=(noise,), noises=(noise,), unpitched=(noise,))
    played = song(Part("chords", (Note(0.5, 3.0, 60, 0.9),)), Part("melody", (Note(1, 2, 72, 0.5),)))
    for sound in (
        record(played, players, np.random.default_rng(seed)),
        record_no_song(4.0, players, np.random.default_rng(seed)),
        record_no_song(4.0, alone, np.random.default_rng(seed)),
    ):
        assert (sound.dtype, len(sound)) == (np.float32, 4 * SAMPLE_RATE)
        assert np.isfinite(sound).all()
    again = record(played, players, np.random.default_rng(seed))
    assert np.array_equal(again, record(played, players, np.random.default_rng(seed)))


@pytest.mark.parametrize("held", [3.0, 4.4, 7.0, 12.0])
def test_a_note_that_sounds_on_lasts_as_long_as_it_is_held(held):
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, int(4.5 * SAMPLE_RATE)).astype(np.float32)
    whole = lengthened(noise, held)
    assert len(whole) >= held * SAMPLE_RATE
    frames = whole[: len(whole) // 800 * 800].reshape(-1, 800)
    levels = np.sqrt(np.square(frames).mean(axis=1))
    assert levels.min() / levels.max() > 0.6  # a fade of unlike sounds dips by 3 dB


def test_a_note_that_is_held_briefly_or_dies_away_is_as_it_was_recorded():
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, int(4.5 * SAMPLE_RATE)).astype(np.float32)
    dying = noise * np.exp(-np.arange(len(noise)) / SAMPLE_RATE).astype(np.float32)
    short = noise[: 2 * SAMPLE_RATE]
    for take, held in ((noise, 2.0), (dying, 9.0), (short, 9.0)):
        assert lengthened(take, held) is take


def test_loudness_leaves_out_silence():
    sound = np.zeros(4 * SAMPLE_RATE, np.float32)
    assert loudness(sound) == 1.0  # nothing to divide by
    sound[SAMPLE_RATE : 2 * SAMPLE_RATE] = 0.5
    assert loudness(sound) == pytest.approx(0.5)
