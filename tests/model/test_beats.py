"""Beats that a network is sure of, made up: where they are found, and how fast they go."""

import numpy as np
import pytest

from model.beat_network import BEAT, DOWNBEAT, NO_BEAT
from model.beats import BESIDE, Heard, Rhythm, find_rhythm, hear_slower, sharpen
from preprocessing.onsets import FRAME_RATE

SURE, UNSURE = 5.0, 1.5  # logits
STRONG = np.arange(1.0, 29.0, 0.5)  # seconds


def logits(times: np.ndarray, metre: int = 4, seconds: float = 30.0, first: int = 0) -> np.ndarray:
    """What a network that errs nowhere says of beats at these seconds, the first of which begins a bar."""
    heard = np.zeros((3, int(seconds * FRAME_RATE)), np.float32)
    heard[NO_BEAT] = SURE
    for place, time in enumerate(times):
        frame = round(time * FRAME_RATE)
        heard[DOWNBEAT if (place - first) % metre == 0 else BEAT, frame] = 2 * SURE
    return heard


def beat_times(rhythm: Rhythm) -> list[float]:
    return [beat.time for beat in rhythm.beats]


@pytest.mark.parametrize("pace", [0.3, 0.45, 0.6, 1.1])
def test_even_beats_are_found_where_they_are(pace):
    times = np.arange(1.0, 29.0, pace)
    rhythm = find_rhythm(logits(times))
    assert beat_times(rhythm) == pytest.approx(times, abs=0.011)
    assert rhythm.tempo == pytest.approx(60 / pace, rel=0.01)


def test_beats_may_slow_down():
    times = np.cumsum(np.linspace(0.4, 0.7, 45))
    assert beat_times(find_rhythm(logits(times))) == pytest.approx(times, abs=0.02)


def test_a_beat_that_nobody_plays_is_counted():
    times = np.arange(1.0, 29.0, 0.5)
    silent = np.delete(times, [9, 20, 21])
    assert beat_times(find_rhythm(logits(silent))) == pytest.approx(times, abs=0.05)


def beats_twice_as_fast(changes: float, strong: np.ndarray = STRONG) -> Rhythm:
    """Every other one is doubtful, as if bars were of two; chords change every so many seconds."""
    heard = logits(strong, metre=2)
    between = np.rint(np.arange(1.25, 29.0, 0.25) * FRAME_RATE).astype(int)
    doubtful = between[heard[:, between].argmax(axis=0) == NO_BEAT]
    heard[BEAT, doubtful] = SURE + 1.5
    return find_rhythm(heard, np.arange(1.0, 29.0, changes))


def test_of_beats_twice_too_fast_every_other_one_is_kept():
    assert beat_times(beats_twice_as_fast(2.0)) == pytest.approx(STRONG, abs=0.011)
    assert beats_twice_as_fast(0.5).tempo == pytest.approx(240, rel=0.01)


def test_where_the_music_waits_for_half_a_beat_the_strong_ones_are_found_again():
    later = np.arange(22.75, 29.0, 0.5)
    found = beat_times(beats_twice_as_fast(2.0, np.concatenate([STRONG[STRONG < 22.5], later])))
    assert found[-len(later) + 2 :] == pytest.approx(later[2:], abs=0.011)


def test_beats_that_would_be_too_slow_at_half_the_pace_stay():
    fast = Heard(0.7 * np.arange(40), np.ones(40), np.ones(78), np.ones(40))
    assert hear_slower(logits(fast.times), fast, 0) is fast


def test_bars_twice_too_fast_are_two_halves_of_one():
    rhythm = beats_twice_as_fast(2.0)
    assert rhythm.metre == 4
    assert [beat.time for beat in rhythm.beats if beat.position == 1][:3] == pytest.approx(
        [1, 3, 5], abs=0.011
    )


def test_there_are_no_beats_before_the_first_and_after_the_last():
    times = np.arange(10.0, 20.0, 0.5)
    assert beat_times(find_rhythm(logits(times))) == pytest.approx(times, abs=0.011)


@pytest.mark.parametrize("times", [[], [3.0], [1.0, 4.2, 9.3]])
def test_where_nothing_keeps_time_there_are_no_beats(times):
    assert find_rhythm(logits(np.array(times))) == Rhythm()


def test_a_network_that_is_not_sure_finds_no_beats():
    heard = np.full((3, 1500), 0.0, np.float32)
    heard[NO_BEAT] = UNSURE
    assert find_rhythm(heard) == Rhythm()


@pytest.mark.parametrize("frames", [1, 2, 60, 1000])
def test_no_beat_is_outside_a_recording_however_short(frames):
    certain = np.zeros((3, frames), np.float32)
    certain[BEAT] = SURE
    rhythm = find_rhythm(certain)
    assert all(0 <= beat.time < (frames - 1) / FRAME_RATE for beat in rhythm.beats)
    assert bool(rhythm.beats) == (frames > 50)


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_a_recording_that_is_cut_on_a_beat_ends_with_the_one_before(cut):
    times = np.arange(1.0, 29.5, 0.5)
    ends_on = logits(times)[:, : round(times[-1] * FRAME_RATE) + 1 + cut]
    assert beat_times(find_rhythm(ends_on)) == pytest.approx(times[:-1], abs=0.011)


@pytest.mark.parametrize("probable", np.linspace(0, 1, 20, dtype=np.float32))
def test_a_beat_at_the_end_stays_in_the_last_frame_however_long_the_recording(probable):
    only_there = np.zeros(30_000, np.float32)
    only_there[-1] = probable
    last = len(only_there) - 1.0
    assert sharpen(np.array([last + BESIDE]), only_there) == pytest.approx(last, abs=1e-9)


@pytest.mark.parametrize("metre", [2, 3, 4, 6])
def test_bars_have_as_many_beats_as_there_are_between_downbeats(metre):
    rhythm = find_rhythm(logits(np.arange(0.5, 29.0, 0.4), metre, first=1))
    assert rhythm.metre == metre
    positions = [beat.position for beat in rhythm.beats]
    assert positions[:3] == [metre, 1, 2]
