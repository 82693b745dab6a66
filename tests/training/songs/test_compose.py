"""Whole songs composed and recorded to be judged by."""

from itertools import pairwise

import numpy as np
import pytest
import soundfile

from model import harte
from preprocessing.layout import SAMPLE_RATE
from training.songs import annotation, collection, compose
from training.songs.compose import SECONDS, TAIL, arrangement_of, draw_whole_song
from training.songs.song import Part, Song


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_song_ends_with_a_bar_and_fades(seed):
    song, style = draw_whole_song(np.random.default_rng(seed))
    assert style in ("pop", "rock", "blues", "jazz", "folk")
    assert 0.9 * SECONDS < song.seconds <= SECONDS + TAIL
    times, positions = zip(*song.beats, strict=True)
    assert positions[-1] == max(positions)  # the last bar is whole
    last_beat = 2 * times[-1] - times[-2]
    assert song.seconds == pytest.approx(last_beat + TAIL, abs=0.1)
    assert song.chords[-1].chord.root is None
    assert song.chords[-1].start == pytest.approx(last_beat, abs=0.1)
    assert all(one.end == after.start for one, after in pairwise(song.chords))


def test_line_ups_have_a_name():
    def of(*roles):
        return arrangement_of(Song(1.0, tuple(Part(role, ()) for role in roles), (), (), ()))

    assert of("chords", "bass", "drums", "melody") == "bass and drums"
    assert (of("chords", "bass"), of("pad", "melody")) == ("bass", "neither")


@pytest.fixture
def short(players, monkeypatch):
    """Songs of ten seconds, on sines."""
    monkeypatch.setattr(compose, "SECONDS", 10.0)
    monkeypatch.setattr(compose.instruments, "load", lambda *_: players)
    monkeypatch.setattr(compose.places, "LEAD_SHEETS", compose.places.ROOT / "nowhere")


def test_the_command_writes_songs_with_their_truth(short, tmp_path):
    compose.main(["--to", str(tmp_path), "--songs", "3", "--seed", "5"])
    rows = collection.read_rows(tmp_path)
    assert [row["path"] for row in rows] == [f"test-5-00{number}.flac" for number in range(3)]
    for row in rows:
        sound, rate = soundfile.read(tmp_path / row["path"])
        truth = annotation.read(tmp_path / row["path"].removesuffix(".flac"))
        assert rate == SAMPLE_RATE
        assert len(sound) / rate == pytest.approx(truth.chords[-1].end, abs=1e-3)
        assert truth.chords[0].start == 0
        assert all(harte.parse(chord.label) for chord in truth.chords)
        assert (row["key"], row["metre"]) == (truth.key, str(truth.metre))
        assert float(row["tempo"]) == pytest.approx(truth.tempo, abs=0.2)


def test_songs_that_are_there_are_left_alone_and_none_depends_on_the_others(short, tmp_path):
    compose.main(["--to", str(tmp_path / "a"), "--songs", "2"])
    first, second = ((tmp_path / "a" / f"test-0-00{number}.flac").read_bytes() for number in range(2))
    (tmp_path / "a" / "test-0-000.flac").write_text("touched")
    compose.main(["--to", str(tmp_path / "a"), "--songs", "2"])
    assert (tmp_path / "a" / "test-0-000.flac").read_text() == "touched"
    compose.main(["--to", str(tmp_path / "b"), "--songs", "1"])
    assert (tmp_path / "b" / "test-0-000.flac").read_bytes() == first != second
    compose.main(["--to", str(tmp_path / "b"), "--songs", "1", "--split", "valid"])
    assert (tmp_path / "b" / "valid-0-000.flac").read_bytes() != first
    assert len(collection.read_rows(tmp_path / "b")) == 2
