"""The page's sounds as they lie in the repository."""

import csv
from collections import Counter

import pytest
import soundfile

from model.chords import ROOTS, TYPES, Chord
from model.harte import parse
from model.shapes import is_voicing
from preprocessing.layout import SAMPLE_RATE
from tests.training.sounds.test_splits import KINDRED
from training import examples
from training.sounds import splits

RECORDED_TOO = {("musescore", examples.PIANO): "splendid"}  # the samples of that are those of this library
TRAINED_ON = {"Upright piano"}  # so: the clips were rendered before that was known
MAX_BYTES = 1_700_000  # of all clips: a page is not a data set


def rows() -> list[dict[str, str]]:
    with open(examples.CLIPS_FOLDER / "clips.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_clip_is_there_and_small() -> None:
    paths = [examples.CLIPS_FOLDER / row["path"] for row in rows()]
    assert {path.name for path in examples.CLIPS_FOLDER.glob("*.flac")} == {path.name for path in paths}
    assert sum(path.stat().st_size for path in paths) < MAX_BYTES
    for path in paths:
        info = soundfile.info(path)
        assert (info.samplerate, info.channels) == (SAMPLE_RATE, 1)
        assert info.duration <= examples.CLIP_SECONDS


def test_all_types_roots_instruments_and_conditions_occur() -> None:
    chords = [row for row in rows() if row["root"] != "N"]
    assert {row["root"] for row in chords} == set(ROOTS)
    assert {row["type"] for row in chords} == set(TYPES)
    players = (*examples.SOUNDFONT_PLAYERS, *examples.RECORDED_PLAYERS)
    heard = Counter((row["instrument"], row["condition"]) for row in chords if row["instrument"] != "Band")
    assert heard == {(player, condition): 1 for player in players for condition in examples.CONDITIONS}


def test_every_chord_has_a_bass_with_which_it_has_its_name() -> None:
    for row in rows():
        if row["root"] != "N":
            assert ROOTS.index(row["bass"]) in Chord(row["root"], row["type"]).basses, row


def test_some_clips_are_no_chord() -> None:
    none = [row for row in rows() if row["root"] == "N"]
    assert {row["type"] for row in none} == {""}
    assert len(none) == 4


@pytest.mark.parametrize("instrument", examples.SOUNDFONT_PLAYERS)
def test_no_instrument_of_the_clips_was_trained_on(instrument: str) -> None:
    font, program = examples.SOUNDFONT_PLAYERS[instrument]
    trained = {(other, p) for other, programs in splits.RENDERED[splits.TRAIN].items() for p in programs}
    assert font in KINDRED
    assert trained.isdisjoint((other, program) for other in KINDRED)
    library = RECORDED_TOO.get((font, program))
    was_heard = library is not None and splits.is_heard(splits.TRAIN, library, splits.RECORDED)
    assert was_heard == (instrument in TRAINED_ON)


def test_the_recorded_instruments_of_the_clips_are_held_out() -> None:
    assert set(examples.RECORDED_PLAYERS.values()) <= set(splits.RECORDED[splits.TEST].values())


def test_the_examples_are_those_that_are_rendered() -> None:
    rendered = {f"{name}.flac" for name in (*examples.EXAMPLES, "phone_eb_major")} | {"song.mp3"}
    assert {path.name for path in examples.EXAMPLES_FOLDER.iterdir()} == rendered


def test_the_bars_are_of_the_song_as_it_is_composed() -> None:
    bars = [(row["root"], row["type"], row["bass"]) for row in rows() if row["instrument"] == "Band"]
    composed = [parse(label) for label in examples.SONG_BARS.values()]
    assert bars == [(chord.root, chord.type, chord.bass or chord.root) for chord in composed]
    for bar, chord in zip(examples.SONG_BARS, composed, strict=True):
        picked = sorted({examples.SONG[bar][which] for which in examples.SONG_PICKING})
        assert is_voicing(tuple(picked), chord)
