import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from training.sounds import augment, degradations

TIMES = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
VOICES = (np.random.default_rng(9).normal(0, 3000, 3 * SAMPLE_RATE).astype(np.int16),)
NAMES = list(degradations.table(VOICES))


def tone(hertz):
    return (0.5 * np.sin(2 * np.pi * hertz * TIMES)).astype(np.float32)


def degrade(name, sound, seed=0):
    return degradations.table(VOICES)[name](sound, np.random.default_rng(seed))


def power(sound):
    return np.mean(np.square(sound, dtype=np.float64))


def pitch(sound):
    """Frequency of the strongest partial, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**19))
    return spectrum.argmax() * SAMPLE_RATE / 2**19


def test_all_that_is_asked_for_is_there():
    wanted = ("white", "pink", "chatter", "phone", "room", "MP3", "clipped", "+45", "-45", "0.5 s")
    assert len(NAMES) == len(wanted)
    assert all(any(name.startswith(word) for name in NAMES) for word in wanted)


@pytest.mark.parametrize("name", NAMES)
def test_each_gives_a_waveform_that_follows_from_its_seed(name):
    sound = tone(440)
    degraded = degrade(name, sound)
    assert degraded.dtype == np.float32
    assert np.isfinite(degraded).all()
    assert not np.array_equal(degraded, sound)
    assert np.array_equal(degraded, degrade(name, tone(440)))


@pytest.mark.parametrize("name", [name for name in NAMES if "10 dB" in name])
def test_noise_is_10_db_below_the_sound(name):
    sound = tone(440)
    noise = degrade(name, sound) - sound
    assert 10 * np.log10(power(sound) / power(noise)) == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize(("name", "slope"), [("white noise, 10 dB", 0), ("pink noise, 10 dB", -3)])
def test_the_noise_has_its_colour(name, slope):
    sound = tone(440)
    spectrum = np.abs(np.fft.rfft(degrade(name, sound) - sound)) ** 2
    octaves = [10 * np.log10(spectrum[int(2 * f) : int(4 * f)].mean()) for f in (125, 250, 500, 1000, 2000)]
    assert np.polyfit(range(5), octaves, 1)[0] == pytest.approx(slope, abs=0.5)


@pytest.mark.parametrize(("hertz", "decibels"), [(100, -20), (6000, -20)])
def test_a_phone_cuts_bass_and_treble(hertz, decibels):
    assert 10 * np.log10(power(degrade("phone, 300-3400 Hz", tone(hertz))) / 0.125) < decibels


def test_a_phone_keeps_the_middle():
    assert power(degrade("phone, 300-3400 Hz", tone(1000))) == pytest.approx(0.125, rel=0.02)


def test_the_echo_of_the_room_fades_by_60_db_in_its_time():
    click = np.zeros(2 * SAMPLE_RATE, np.float32)
    click[0] = 1
    echo = degrade("room, 0.8 s", click)
    early, late = (power(echo[int(t * SAMPLE_RATE) : int((t + 0.1) * SAMPLE_RATE)]) for t in (0.1, 0.5))
    assert 10 * np.log10(early / late) == pytest.approx(60 * 0.4 / 0.8, abs=3)


def test_the_mp3_has_48_kbit_in_each_second():
    hiss = augment.coloured_noise(4 * SAMPLE_RATE, np.random.default_rng(0), 0.0)
    assert len(degradations.encode_mp3(hiss)) * 8 / 4000 == pytest.approx(48, rel=0.03)


def test_the_mp3_is_the_sound_again():
    sound = tone(440)
    degraded = degrade("MP3, 48 kbit/s", sound)
    assert len(degraded) == len(sound)
    middle = slice(SAMPLE_RATE // 2, SAMPLE_RATE)
    assert np.corrcoef(sound[middle], degraded[middle])[0, 1] > 0.95


def test_clipping_cuts_12_db_off():
    degraded = degrade("clipped, 12 dB", tone(440))
    assert 20 * np.log10(np.abs(degraded).max() / 0.5) == pytest.approx(-12, abs=0.01)


@pytest.mark.parametrize("cents", [45, -45])
def test_the_pitch_moves_by_45_cents(cents):
    degraded = degrade(f"{cents:+d} cents", tone(440))
    assert 1200 * np.log2(pitch(degraded) / 440) == pytest.approx(cents, abs=0.5)


def test_a_short_clip_begins_where_the_sound_does():
    late = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), tone(440)])
    short = degrade("0.5 s", late)
    assert len(short) == SAMPLE_RATE // 2
    assert power(short) == pytest.approx(0.125, rel=0.01)


def test_what_is_shorter_stays_whole():
    sound = tone(440)[:4000]
    assert np.array_equal(degradations.cut(sound, 0.5), sound)


def test_a_decoded_sound_is_cut_or_padded():
    data = degradations.encode_mp3(tone(440))
    assert [len(degradations.decode(data, n)) for n in (100, 100_000)] == [100, 100_000]
