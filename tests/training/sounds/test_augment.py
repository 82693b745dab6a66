from functools import partial

import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from training.sounds import augment
from training.sounds.surroundings import Surroundings

VOICES = [np.random.default_rng(1).integers(-9000, 9000, 7000, dtype=np.int16)]
CLICK = np.array([0, 0, 800, -80, 40], np.int16)
ROOMS = [np.random.default_rng(2).integers(-900, 900, 3000, dtype=np.int16)]
AROUND = Surroundings(VOICES, (CLICK, *VOICES), ROOMS)
EFFECTS = {
    "double": augment.double,
    "overdrive": augment.overdrive,
    "tilt": augment.tilt,
    "room": augment.room,
    "noise": augment.add_noise,
    "noise or people": partial(augment.add_noise, surroundings=Surroundings(VOICES)),
    "noise of the day": partial(augment.add_noise, surroundings=AROUND),
    "recorded room": partial(augment.room, recorded=ROOMS),
    "knocks": augment.knocks,
    "hum": augment.hum,
    "microphone": augment.microphone,
    "clip": augment.clip,
    "gain control": augment.gain_control,
    "codec": augment.codec,
    "all of the world": partial(augment.degrade, surroundings=AROUND),
}


def tone(frequency=440.0, seconds=1.0, level=0.5):
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


SOUNDS = {
    "a chord": tone(220) + tone(277) + tone(330),
    "a short one": tone(seconds=0.3),
    "a faint one": tone(level=1e-6),
    "silence": np.zeros(SAMPLE_RATE, np.float32),
}


def rms(sound):
    return np.sqrt(np.mean(np.square(sound, dtype=np.float64)))


def decibels(one, other):
    return 20 * np.log10(rms(one) / rms(other))


@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS.keys())
@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_an_effect_keeps_length_and_type_and_its_input(effect, sound):
    before = sound.copy()
    for seed in range(6):
        after = effect(sound, np.random.default_rng(seed))
        assert after.dtype == np.float32
        assert after.shape == sound.shape
        assert np.isfinite(after).all()
    assert np.array_equal(sound, before)


@pytest.mark.parametrize("effect", [e for name, e in EFFECTS.items() if name != "codec"])
def test_silence_stays_silence(effect):
    for seed in range(6):
        assert np.abs(effect(SOUNDS["silence"], np.random.default_rng(seed))).max() < 1e-3


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_a_seed_says_what_happens(effect):
    sound = SOUNDS["a chord"]
    one, same = (effect(sound, np.random.default_rng(2)) for _ in range(2))
    assert np.array_equal(one, same)
    assert any(not np.array_equal(one, effect(sound, np.random.default_rng(seed))) for seed in range(3, 9))


def test_one_clip_in_eight_stays_clean():
    sound = SOUNDS["a short one"]
    clean = sum(augment.degrade(sound, np.random.default_rng(seed)) is sound for seed in range(200))
    assert 12 <= clean <= 40


@pytest.mark.parametrize("snr", [5, 20, 45])
def test_noise_is_mixed_at_its_level(snr):
    sound, noise = tone(), augment.coloured_noise(SAMPLE_RATE, np.random.default_rng(0))
    mixed = augment.mix(sound, noise, snr)
    assert decibels(sound, mixed - sound) == pytest.approx(snr, abs=0.1)


@pytest.mark.parametrize("slope", [0, 1, 2])
def test_coloured_noise_falls_by_its_slope(slope):
    noise = augment.coloured_noise(20 * SAMPLE_RATE, np.random.default_rng(0), slope)
    power = np.abs(np.fft.rfft(noise)) ** 2
    frequencies = np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE)
    density = [power[(frequencies >= f) & (frequencies < 2 * f)].mean() for f in (125, 250, 500, 1000, 2000)]
    assert -np.diff(10 * np.log10(density)) == pytest.approx(3.01 * slope, abs=0.4)
    assert rms(noise) == pytest.approx(1, abs=1e-3)


def test_people_talk_at_full_level_for_as_long_as_wanted():
    sound = augment.babble(3 * SAMPLE_RATE, np.random.default_rng(0), VOICES)
    assert sound.shape == (3 * SAMPLE_RATE,)
    assert rms(sound) == pytest.approx(1, abs=1e-3)


def test_clipping_cuts_at_the_ceiling():
    sound = tone()
    clipped = augment.clip(sound, np.random.default_rng(0), 6.0206)
    assert np.abs(clipped).max() == pytest.approx(0.25, abs=1e-4)
    quiet = np.abs(sound) < 0.25
    assert np.array_equal(clipped[quiet], sound[quiet])


@pytest.mark.parametrize(("frequency", "least", "most"), [(50, -99, -40), (1000, -1, 1), (7000, -99, -20)])
def test_a_band_filter_keeps_its_band(frequency, least, most):
    sound = tone(frequency)
    passed = augment.band_pass(sound, 300, 3400)
    assert least < decibels(passed[SAMPLE_RATE // 2 :], sound) < most


@pytest.mark.parametrize("gain", [-12, 12])
def test_a_peak_filter_has_its_gain_at_its_centre_alone(gain):
    for frequency, expected in ((1000, gain), (60, 0)):
        filtered = augment.peak_filter(tone(frequency), 1000, gain, 1.0)
        assert decibels(filtered[SAMPLE_RATE // 2 :], tone(frequency)) == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize("seed", range(4))
def test_a_room_adds_echoes_to_the_direct_sound(seed):
    click = np.zeros(2 * SAMPLE_RATE, np.float32)
    click[1000] = 1
    echoes = augment.room(click, np.random.default_rng(seed), seconds=0.5)
    assert np.abs(echoes[:1000]).max() < 1e-6  # nothing before the click
    assert echoes[1000] == pytest.approx(1, abs=0.5)
    assert 0.2 < rms(echoes[1001:]) * np.sqrt(len(click)) < 2.5  # -12 to 6 dB of the direct sound
    early, late = echoes[1700:3300], echoes[1700 + SAMPLE_RATE // 4 : 3300 + SAMPLE_RATE // 4]
    assert decibels(early, late) == pytest.approx(30, abs=3)  # 60 dB in half a second


def test_a_recorded_room_adds_what_follows_its_direct_sound(monkeypatch):
    monkeypatch.setattr(augment, "RECORDED_ROOMS", 1.0)
    response = np.zeros(2000, np.int16)
    response[100], response[120], response[900] = -9000, 5000, 300  # the second is within 2.5 ms
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[1000] = 1
    for seed in range(4):
        echoes = augment.room(click, np.random.default_rng(seed), recorded=[response])
        assert np.flatnonzero(np.abs(echoes) > 1e-4).tolist() == [1000, 1800]
        assert echoes[1000] == pytest.approx(1)
        assert -12 <= 20 * np.log10(echoes[1800]) <= 6


def test_a_third_of_the_rooms_are_recorded_ones():
    click = np.zeros(4000, np.float32)
    click[0] = 1
    response = np.zeros(200, np.int16)
    response[[0, 150]] = 900, 90
    tails = (augment.room(click, np.random.default_rng(seed), recorded=[response]) for seed in range(120))
    assert 25 <= sum(np.abs(tail[200:]).max() < 1e-4 for tail in tails) <= 55


def test_an_everyday_noise_sounds_whole_or_fills_the_clip():
    noise = np.arange(1, 401, dtype=np.int16)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        whole = augment.everyday(1000, rng, [noise])
        assert rms(whole) == pytest.approx(1, abs=1e-3)
        assert 400 <= np.count_nonzero(whole) <= 1000
        assert augment.everyday(300, rng, [noise]).all()


def test_everyday_noises_are_among_the_noises(monkeypatch):
    kinds = []
    for name in ("babble", "everyday", "coloured_noise"):
        made = getattr(augment, name)
        monkeypatch.setattr(augment, name, lambda *a, _n=name, _m=made: kinds.append(_n) or _m(*a))
    for seed in range(200):
        augment.add_noise(SOUNDS["a short one"], np.random.default_rng(seed), AROUND)
    assert 30 <= kinds.count("everyday") <= 70
    assert 30 <= kinds.count("babble") <= 70


def test_overdrive_adds_harmonics_and_keeps_the_power():
    sound = tone()
    driven = augment.overdrive(sound, np.random.default_rng(0))
    spectrum = np.abs(np.fft.rfft(driven))
    assert spectrum[3 * 440] > 0.03 * spectrum[440]
    assert rms(driven) == pytest.approx(rms(sound), rel=1e-3)


def test_gain_control_lifts_what_is_quiet():
    sound = np.concatenate([tone(level=0.5), tone(level=0.01)])
    levelled = augment.gain_control(sound, np.random.default_rng(0))
    loud, quiet = levelled[SAMPLE_RATE // 2 : SAMPLE_RATE], levelled[-SAMPLE_RATE // 2 :]
    assert decibels(loud, quiet) < 30 < decibels(tone(level=0.5), tone(level=0.01))


@pytest.mark.parametrize(("container", "subtype"), augment.CODECS)
def test_a_codec_keeps_the_tone(container, subtype):
    decoded = augment.through_codec(tone(), container, subtype, 0.9)
    assert np.abs(np.fft.rfft(decoded)).argmax() == 440
    assert np.abs(decoded).max() == pytest.approx(0.7, abs=0.1)


def test_a_doubled_tone_beats():
    doubled = augment.double(tone(seconds=4), np.random.default_rng(0))
    powers = [rms(part) for part in np.split(doubled[: SAMPLE_RATE * 3], 60)]
    assert min(powers) < 0.7 * max(powers)
