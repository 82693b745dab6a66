"""The beats of songs as a database keeps them."""

import numpy as np

from model.beat_network import BEAT, DOWNBEAT
from training.prepared.beats import BEAT_FRAMES, beat_targets
from training.songs.arrange import SECONDS
from training.songs.song import Beat, Note, Part, Song


def played(*notes: tuple[float, float]) -> Song:
    parts = (Part("chords", tuple(Note(start, end, 60, 0.8) for start, end in notes)),) if notes else ()
    beats = tuple(Beat(0.5 * place, place % 4 + 1) for place in range(48))
    return Song(SECONDS, parts, beats, (), ())


def test_each_frame_is_none_a_beat_or_a_downbeat():
    targets = beat_targets(played((0.0, 1.0), (23.5, 24.0)))
    assert targets.shape == (BEAT_FRAMES,)
    assert np.flatnonzero(targets).tolist() == list(range(0, 1200, 25))
    assert np.flatnonzero(targets == DOWNBEAT).tolist() == list(range(0, 1200, 100))
    assert targets[25] == BEAT


def test_where_nobody_plays_yet_or_any_more_there_is_no_beat():
    times = np.flatnonzero(beat_targets(played((4.0, 5.0), (9.0, 20.0)))) / 50
    assert times.tolist() == [3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5]


def test_where_nobody_plays_at_all_there_are_none():
    assert not beat_targets(played()).any()
