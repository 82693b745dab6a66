from itertools import combinations

import pytest

from training.places import SHARED_BAND, SHARED_NOTES
from training.sounds import splits
from training.sounds.banks import read_index

SIDES = (splits.TRAIN, splits.VALID, splits.TEST)
HELD_OUT = (splits.RECORDED, splits.DRUM_PIECES, splits.ROOMS, splits.NOISES)
KINDRED = {"fluid", "musescore", "csound", "opl3", "timgm"}  # SoundFonts that share samples of pianos


def rendered(side):
    return {(font, program) for font, programs in splits.RENDERED[side].items() for program in programs}


@pytest.mark.parametrize(("one", "other"), [*combinations(SIDES, 2)])
def test_nothing_stands_on_two_sides_of_the_split(one, other):
    assert not rendered(one) & rendered(other)
    for table in HELD_OUT:
        assert not any(name.startswith(tuple(table.get(other, ()))) for name in table.get(one, ()))
    assert not set(splits.VOICES[one]) & set(splits.VOICES[other])
    assert not set(splits.SENTENCES[one]) & set(splits.SENTENCES[other])


def test_no_piano_of_a_soundfont_akin_to_those_tested_is_trained_on():
    trained = {font for font, program in rendered(splits.TRAIN) if program in splits.PIANOS}
    assert {font for font, program in rendered(splits.TEST) if program in splits.PIANOS} <= KINDRED
    assert not trained & KINDRED


def test_validation_and_test_have_a_soundfont_that_training_has_not():
    trained = {font for font, _ in rendered(splits.TRAIN)}
    assert {font for font, _ in rendered(splits.VALID)}.isdisjoint(trained)
    assert {font for font, _ in rendered(splits.TEST)} - trained


def test_every_table_knows_every_split():
    for table in HELD_OUT:
        assert set(table) == set(splits.SPLITS) - {splits.TRAIN}
    for table in (splits.RENDERED, splits.INVENTED, splits.VOICES, splits.SENTENCES):
        assert set(table) == set(splits.SPLITS)
    fonts = {font for side in splits.SPLITS for font, _ in rendered(side)}
    assert fonts == set(splits.SOUNDFONTS)


@pytest.mark.parametrize(
    ("split", "heard"),
    [("train", ["rain_1", "walnut"]), ("valid", ["hall_1", "hall"]), ("test", ["studio_9"]), ("smoke", [])],
)
def test_training_hears_what_the_others_leave(split, heard):
    held_out = {"valid": ("hall",), "test": ("studio", "snow"), "smoke": ()}
    names = ["rain_1", "hall_1", "walnut", "hall", "studio_9"]
    assert [name for name in names if splits.is_heard(split, name, held_out)] == heard


def test_a_library_is_held_out_under_the_name_that_its_index_gives():
    folders = [folder for folder in (SHARED_NOTES, SHARED_BAND) if folder.exists()]
    if len(folders) < 2:
        pytest.skip("the recorded notes are not here")
    indices = [read_index(folder / "notes.csv") for folder in folders]
    libraries = {(row["library"], row["instrument"]) for rows in indices for row in rows}
    assert {pair for side in splits.RECORDED.values() for pair in side.items()} <= libraries
