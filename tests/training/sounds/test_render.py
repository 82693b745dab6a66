import dataclasses

import numpy as np
import pytest
from scipy.signal import hilbert

from preprocessing.layout import SAMPLE_RATE
from training.sounds import render
from training.sounds.banks import NoteBank

A4 = 69  # MIDI
PLAIN = render.Performance(
    seconds=2.0,
    late=0.0,
    lead=0.0,
    held=(2.0,),
    release=0.1,
    onsets=(0.0,),
    cents=(0.0,),
    levels=(1.0,),
    vibrato=0.0,
)


def tone(frequency, seconds=4.0):
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.5 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


def bank(samples=None):
    """An instrument of one recorded note, a sine of 440 Hz unless something else is given."""
    samples = tone(440.0) if samples is None else samples
    return NoteBank("sine", {A4: ((samples * 2**15).astype(np.int16),)})


def play(notes=(A4,), samples=None, **how):
    players = [bank(samples)] * len(notes)
    how = {"held": PLAIN.held * len(notes), **how}
    return render.play(players, notes, dataclasses.replace(PLAIN, **how), np.random.default_rng(0))


def cents_from_a4(sound):
    """How far the strongest frequency is from 440 Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**20))
    return 1200 * np.log2(spectrum.argmax() * SAMPLE_RATE / 2**20 / 440)


def level_at(sound, frequency):
    """Amplitude of one frequency."""
    times = np.arange(len(sound)) / SAMPLE_RATE
    return 2 * np.abs(np.mean(sound * np.exp(-2j * np.pi * frequency * times)))


@pytest.mark.parametrize("semitones", [1, -1, 7, -12, 0.37])
def test_a_transposed_note_has_the_right_pitch(semitones):
    sound = render.transpose(tone(440.0), semitones)
    assert sound.dtype == np.float32
    assert cents_from_a4(sound[:SAMPLE_RATE]) == pytest.approx(100 * semitones, abs=3)


@pytest.mark.parametrize(("note", "cents"), [(A4, 0), (A4 + 1, 0), (A4 - 5, 0), (A4, 40), (A4 + 2, -33)])
def test_a_note_is_played_in_its_tuning(note, cents):
    assert cents_from_a4(play([note], cents=(cents,))) == pytest.approx(100 * (note - A4) + cents, abs=3)


@pytest.mark.parametrize("seconds", [0.3, 0.77777, 2.0, 6.0])
def test_the_length_is_exact_and_the_peak_half_of_full_scale(seconds):
    sound = play(seconds=seconds, held=(seconds,))
    assert sound.dtype == np.float32
    assert len(sound) == int(seconds * SAMPLE_RATE)
    assert np.abs(sound).max() == pytest.approx(0.5)


def test_a_late_recording_lacks_the_attack():
    attack_then_tone = np.concatenate([tone(880.0, 0.5), tone(440.0, 3.5)])
    whole, late = play(samples=attack_then_tone), play(samples=attack_then_tone, late=0.5)
    assert level_at(whole[: SAMPLE_RATE // 2], 880) > 0.4
    assert level_at(late, 880) < 0.01
    assert np.abs(late[:800]).max() > 0.3  # it sounds from the beginning


def test_notes_begin_after_the_lead_at_their_onsets():
    sound = play([A4, A4 + 12], lead=0.5, onsets=(0.0, 0.25), cents=(0.0, 0.0), levels=(1.0, 1.0))
    before, one, both = np.split(sound[: SAMPLE_RATE * 3 // 2], [SAMPLE_RATE // 2, SAMPLE_RATE * 3 // 4])
    assert not before.any()
    assert level_at(one, 440) > 0.2
    assert level_at(one, 880) < 0.01
    assert level_at(both, 880) > 0.2


def test_notes_have_their_levels():
    sound = play([A4, A4 + 12], onsets=(0.0, 0.0), cents=(0.0, 0.0), levels=(1.0, 0.25))
    assert level_at(sound, 880) / level_at(sound, 440) == pytest.approx(0.25, rel=0.1)


def test_a_note_let_go_decays_with_its_time_constant():
    sound = render.let_go(np.ones(2 * SAMPLE_RATE, np.float32), 1.0, 0.2)
    assert (sound[100:SAMPLE_RATE] == 1).all()
    assert sound[int(1.2 * SAMPLE_RATE)] == pytest.approx(np.exp(-1), abs=1e-3)
    assert sound[int(1.6 * SAMPLE_RATE)] == pytest.approx(np.exp(-3), abs=1e-3)
    assert sound[0] == 0  # faded in, without a click
    assert np.abs(np.diff(sound)).max() < 0.05


def test_letting_go_does_not_change_the_take():
    take = np.ones(SAMPLE_RATE, np.float32)
    render.let_go(take, 0.5, 0.1)
    assert (take == 1).all()


def test_each_note_is_let_go_in_its_time():
    two = {"onsets": (0.0, 0.3), "cents": (0.0, 0.0), "levels": (1.0, 1.0)}
    sound = play([A4, A4 + 12], held=(0.5, 1.0), release=0.02, **two)
    both, one = sound[int(0.35 * SAMPLE_RATE) : SAMPLE_RATE // 2], sound[int(0.7 * SAMPLE_RATE) : SAMPLE_RATE]
    assert level_at(both, 440) > 0.15
    assert level_at(one, 440) < 0.01
    assert level_at(one, 880) > 0.15
    assert np.abs(sound[int(1.2 * SAMPLE_RATE) :]).max() < 1e-3


@pytest.mark.parametrize("borrowed", [-5, 3])
def test_a_borrowed_sample_sounds_at_the_right_pitch(borrowed):
    assert cents_from_a4(play(borrowed=borrowed)) == pytest.approx(0, abs=3)


def test_a_sample_is_borrowed_from_its_neighbour():
    low, high = tone(440.0), np.zeros(4 * SAMPLE_RATE, np.float32)
    notes = {n: ((s * 2**15).astype(np.int16),) for n, s in ((A4, low), (A4 + 4, high))}
    players = [NoteBank("two", notes)]
    how = dataclasses.replace(PLAIN, borrowed=4)
    assert not render.play(players, [A4], how, np.random.default_rng(0)).any()


def test_a_note_played_far_up_is_heard_as_long_as_it_was_recorded():
    """Of a sample played faster, no more may be cut than the clip has no room for."""
    sound = play([A4 + 7], seconds=2.0)
    assert np.abs(sound[-1600:]).max() > 0.3


def test_vibrato_wavers_around_the_pitch():
    sound = render.add_vibrato(tone(440.0), 20.0, np.random.default_rng(0))
    phase = np.unwrap(np.angle(hilbert(sound)))[1600:-1600]
    cents = 1200 * np.log2(np.diff(phase) * SAMPLE_RATE / (2 * np.pi) / 440)
    cents = np.convolve(cents, np.ones(160) / 160, "valid")
    assert abs(cents.mean()) < 2
    assert cents.max() == pytest.approx(20, abs=3)
    assert cents.min() == pytest.approx(-20, abs=3)


def test_silence_stays_silence():
    assert not play(samples=np.zeros(SAMPLE_RATE, np.float32)).any()


@pytest.mark.parametrize("widest", [0.0, 20.0, render.WIDEST_TUNING])
def test_performances_stay_within_their_limits(widest):
    rng = np.random.default_rng(0)
    drawn = [render.perform(4, rng, widest=widest) for _ in range(300)]
    assert all(0.3 <= how.seconds <= 4 for how in drawn)
    assert all(0 <= how.lead < how.seconds and 0 <= how.late <= render.LATEST for how in drawn)
    assert not any(how.late and how.lead for how in drawn)  # what begins late begins at once
    assert all(0 < min(how.held) <= max(how.held) <= how.seconds - how.lead for how in drawn)
    assert any(min(how.held) < max(how.held) for how in drawn)  # chords broken over the strings
    spread = min(widest, 30)  # the notes among themselves
    assert max(abs(cents) for how in drawn for cents in how.cents) <= widest + spread
    assert min(level for how in drawn for level in how.levels) >= render.QUIETEST_NOTE
    assert all(len(how.onsets) == len(how.cents) == len(how.levels) == 4 for how in drawn)
    assert {how.onsets[0] <= how.onsets[-1] for how in drawn} == {True, False}  # strummed up and down
    assert all(max(how.onsets) < how.seconds - how.lead for how in drawn)  # every note is heard


def test_a_clip_of_a_given_length_and_one_seed_is_one_performance():
    one, other = (render.perform(3, np.random.default_rng(5), seconds=1.5) for _ in range(2))
    assert one == other
    assert one.seconds == 1.5
