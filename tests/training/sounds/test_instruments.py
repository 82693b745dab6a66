import shutil
from itertools import combinations

import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from training.sounds import banks, instruments
from training.sounds.banks import NoteBank

SIDES = (instruments.TRAIN, instruments.VALID, instruments.TEST)
PIANOS = range(4)  # General MIDI, from 0


def rendered(side):
    return {(font, program) for font, programs in instruments.RENDERED[side].items() for program in programs}


def named(instrument):
    return NoteBank(instrument, {60: (np.zeros(8, np.int16),)})


@pytest.mark.parametrize(("one", "other"), [*combinations(SIDES, 2)])
def test_nothing_stands_on_two_sides_of_the_split(one, other):
    assert not rendered(one) & rendered(other)
    assert not set(instruments.RECORDED.get(one, ())) & set(instruments.RECORDED.get(other, ()))
    assert not set(instruments.VOICES[one]) & set(instruments.VOICES[other])
    assert not set(instruments.SENTENCES[one]) & set(instruments.SENTENCES[other])


def test_no_piano_of_any_soundfont_is_trained_on():
    assert not {program for _, program in rendered(instruments.TRAIN)} & set(PIANOS)


def test_validation_and_test_have_a_soundfont_that_training_has_not():
    trained = {font for font, _ in rendered(instruments.TRAIN)}
    assert {font for font, _ in rendered(instruments.VALID)}.isdisjoint(trained)
    assert {font for font, _ in rendered(instruments.TEST)} - trained


def test_every_table_knows_every_split():
    assert set(instruments.RECORDED) == set(instruments.SPLITS) - {instruments.TRAIN}
    for table in (instruments.RENDERED, instruments.INVENTED, instruments.VOICES, instruments.SENTENCES):
        assert set(table) == set(instruments.SPLITS)
    fonts = {font for side in instruments.SPLITS for font, _ in rendered(side)}
    assert fonts == set(instruments.SOUNDFONTS)


@pytest.mark.parametrize(
    ("name", "guitar", "drums", "invented"),
    [
        ("timgm_024", True, False, False),
        ("fluid_031", True, False, False),
        ("fluid_032", False, False, False),
        ("fluid_004", False, False, False),
        ("guitar_nylon", True, False, False),
        ("guitar_archtop_mic", True, False, False),
        ("piano_steinway", False, False, False),
        ("invented_025", False, False, True),
        ("timgm_drums", False, True, False),
    ],
)
def test_a_name_says_what_a_bank_is(name, guitar, drums, invented):
    bank = named(name)
    kinds = instruments.is_guitar(bank), instruments.is_drums(bank), instruments.is_invented(bank)
    assert kinds == (guitar, drums, invented)


@pytest.fixture
def tiny(monkeypatch):
    """A split of one SoundFont instrument, one kit, two invented ones and one voice, all quick to make.

    Gives the list of what was made, in order.
    """
    made = []

    def render_soundfont(soundfont, programs, notes):
        for program in programs:
            made.append((soundfont.name, program, notes))
            yield program, {60: np.full(8, 0.25)}

    def invent_instrument(seed):
        made.append(seed)
        return {60: np.full(8, 0.25)}

    def speak(voice, sentences):
        assert sentences == instruments.SENTENCES["smoke"]
        made.append(voice)
        return np.full(8, 0.25, np.float32)

    monkeypatch.setitem(instruments.RENDERED, "smoke", {"timgm": (24, banks.DRUMS)})
    monkeypatch.setitem(instruments.INVENTED, "smoke", 2)
    monkeypatch.setattr(instruments.banks, "render_soundfont", render_soundfont)
    monkeypatch.setattr(instruments.inventions, "invent_instrument", invent_instrument)
    monkeypatch.setattr(instruments, "speak", speak)
    return made


def test_instruments_are_made_once(tiny, tmp_path):
    instruments.prepare("smoke", tmp_path)
    everything = [
        ("TimGM6mb.sf2", 24, banks.RENDERED_NOTES),
        ("TimGM6mb.sf2", banks.DRUMS, banks.DRUM_NOTES),
        0,
        1,
        "en-us",
    ]
    assert tiny == everything
    instruments.prepare("smoke", tmp_path)
    assert tiny == everything


def test_only_what_is_missing_is_made(tiny, tmp_path):
    banks.write_bank(tmp_path / "banks" / "smoke", "timgm_024", {60: np.zeros(8)})
    banks.write_bank(tmp_path / "banks" / "smoke", "invented_000", {60: np.zeros(8)})
    instruments.prepare("smoke", tmp_path)
    assert tiny == [("TimGM6mb.sf2", banks.DRUMS, banks.DRUM_NOTES), 1, "en-us"]


@pytest.mark.usefixtures("tiny")
def test_instruments_are_sorted_by_kind(tmp_path):
    players = instruments.load("smoke", (), tmp_path)
    assert players.recorded == ()
    assert [bank.instrument for bank in players.rendered] == ["timgm_024"]
    assert [bank.instrument for bank in players.invented] == ["invented_000", "invented_001"]
    assert [bank.instrument for bank in players.drums] == ["timgm_drums"]
    assert [voice.tolist() for voice in players.voices] == [[2**13] * 8]
    assert players.pitched == players.rendered + players.invented


@pytest.mark.usefixtures("tiny")
def test_recorded_instruments_are_those_of_the_split(monkeypatch, tmp_path):
    for name in ("mine", "yours"):
        banks.write_bank(tmp_path / "notes", name, {60: np.zeros(8)})
    monkeypatch.setitem(instruments.RECORDED, "smoke", ("mine",))
    players = instruments.load("smoke", (tmp_path / "notes",), tmp_path)
    assert [bank.instrument for bank in players.recorded] == ["mine"]


def test_training_takes_the_recorded_instruments_that_the_others_leave(tmp_path):
    for name in (
        "my_piano",
        *instruments.RECORDED[instruments.VALID],
        *instruments.RECORDED[instruments.TEST],
    ):
        banks.write_bank(tmp_path, name, {60: np.zeros(8)})
    assert instruments.recorded_names(instruments.TRAIN, tmp_path) == ["my_piano"]


def test_an_instrument_that_left_a_split_is_not_played_from_its_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(instruments, "prepare", lambda split, cache: None)
    monkeypatch.setitem(instruments.VOICES, "smoke", ())
    for name in ("timgm_004", "timgm_099"):
        banks.write_bank(tmp_path / "banks" / "smoke", name, {60: np.zeros(8)})
    assert [bank.instrument for bank in instruments.load("smoke", (), tmp_path).pitched] == ["timgm_004"]


def test_a_voice_speaks():
    require(shutil.which("espeak-ng") is not None, "espeak-ng is not installed")
    speech = instruments.speak(
        "en-us", ["Good morning, this is a sentence that takes some time, and here is another one."]
    )
    assert 2 * SAMPLE_RATE < len(speech) < 60 * SAMPLE_RATE
    assert 0.1 < np.abs(speech).max() <= 1
