import shutil
from itertools import combinations

import numpy as np
import pytest
from scipy import signal

from tests.helpers.needs import require
from training.places import SHARED_BAND, SHARED_NOTES
from training.sounds import splits
from training.sounds.banks import BANK, read_index, render_soundfont

SIDES = (splits.TRAIN, splits.VALID, splits.TEST)
HELD_OUT = (splits.RECORDED, splits.DRUM_PIECES, splits.ROOMS, splits.NOISES)
HELD_SIDES = (splits.VALID, splits.TEST)
ATTACKS = (46, 58, 70)  # MIDI notes that are compared
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


def likeness(one, other):
    """The highest correlation, of any lag, of a quarter of a second of two notes' attacks, up to 1."""
    attack, beside = begun(one)[100:4100], np.pad(begun(other)[:8400], (200, 0))
    energy = signal.correlate(beside**2, np.ones(len(attack)), "valid") * (attack**2).sum()
    return (np.abs(signal.correlate(beside, attack, "valid")) / np.sqrt(energy.clip(1e-9))).max()


def begun(note):
    """A note [samples] from where it is heard."""
    return note[np.argmax(np.abs(note) > 0.05 * np.abs(note).max()) :].astype(float)


def test_no_rendered_instrument_that_is_held_out_sounds_like_one_of_training():
    require(shutil.which("fluidsynth") is not None, "fluidsynth is not installed")
    fonts = splits.SOUNDFONTS.items()
    there = {font: path for font, path in fonts if path.exists()}
    require({"timgm", "fluid"} <= set(there), "SoundFonts are not installed")
    held_out = {p for side in HELD_SIDES for font, p in rendered(side) if font == "timgm"}
    notes = dict(render_soundfont(there["timgm"], sorted(held_out), ATTACKS))
    for font, programs in splits.RENDERED[splits.TRAIN].items():
        alike = [program for program in programs if program % BANK in held_out and program >= 0]
        for program, others in render_soundfont(there[font], alike, ATTACKS) if font in there else ():
            ours = notes[program % BANK]
            found = [likeness(ours[note], others[note]) for note in ATTACKS if note in others]
            assert np.median(found) < 0.9, (font, program)


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
