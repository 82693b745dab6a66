import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from tests.helpers.sounds import sines
from training.sounds import banks, instruments, splits
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments
from training.sounds.surroundings import Surroundings


def named(instrument):
    return NoteBank(instrument, {60: (np.zeros(8, np.int16),)})


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("timgm_024", "guitar"),
        ("fluid_031", "guitar"),
        ("fluid_032", ""),
        (f"generaluser_{8 * banks.BANK + 24}", "guitar"),
        (f"generaluser_{8 * banks.BANK + 61}", ""),
        ("fluid_004", ""),
        ("fluid_042", ""),
        ("freepats_002", "piano"),
        ("freepats_004", ""),
        ("guitar_nylon", "guitar"),
        ("guitar_archtop_mic", "guitar"),
        ("piano_steinway", "piano"),
        ("electric_piano_cp80", ""),
        ("electric_bass_pick", "bass"),
        ("double_bass_pizzicato", "bass"),
        ("contrabass", "bass"),
        ("bassoon", ""),
        ("invented_002", "invented"),
        ("invented_025", "invented"),
        ("timgm_drums", "drums"),
    ],
)
def test_a_name_says_what_a_bank_is(name, kinds):
    is_kind = {
        "guitar": instruments.is_guitar,
        "piano": instruments.is_piano,
        "bass": instruments.is_bass,
        "drums": instruments.is_drums,
        "invented": instruments.is_invented,
    }
    assert [kind for kind, is_one in is_kind.items() if is_one(named(name))] == kinds.split()


def test_pianos_and_guitars_are_drawn_more_often_than_others():
    players = Instruments((named("piano_steinway"), named("guitar_nylon"), named("harp")), (), (), (), ())
    rng = np.random.default_rng(0)
    drawn = [players.draw(rng).instrument for _ in range(700)]
    assert drawn.count("piano_steinway") == pytest.approx(400, abs=50)
    assert drawn.count("guitar_nylon") == pytest.approx(200, abs=50)


@pytest.mark.parametrize(("share", "drawn"), [(0.0, {False}), (0.5, {True, False}), (1.0, {True})])
def test_relatives_are_drawn_as_often_as_they_should(share, drawn):
    players = Instruments((named("piano"),), (), (), (), (), relatives=share)
    rng = np.random.default_rng(0)
    assert {bool(players.draw(rng).partials) for _ in range(30)} == drawn


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
        assert sentences == splits.SENTENCES["smoke"]
        made.append(voice)
        return np.full(8, 0.25, np.float32)

    monkeypatch.setitem(splits.RENDERED, "smoke", {"timgm": (24, banks.DRUMS)})
    monkeypatch.setitem(splits.INVENTED, "smoke", 2)
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
    banks.write_bank(instruments.banks_folder("smoke", tmp_path), "timgm_024", {60: np.zeros(8)})
    banks.write_bank(instruments.banks_folder("smoke", tmp_path), "invented_000", {60: np.zeros(8)})
    instruments.prepare("smoke", tmp_path)
    assert tiny == [("TimGM6mb.sf2", banks.DRUMS, banks.DRUM_NOTES), 1, "en-us"]


def test_other_code_makes_the_instruments_anew(tiny, tmp_path, monkeypatch):
    instruments.prepare("smoke", tmp_path)
    *rendered, _ = tiny
    code = tmp_path / "inventions.py"
    code.write_text("PARTIALS = 7")
    monkeypatch.setattr(instruments.inventions, "__file__", str(code))
    tiny.clear()
    instruments.prepare("smoke", tmp_path)
    assert tiny == rendered


def test_other_sentences_are_said_anew(tiny, tmp_path, monkeypatch):
    instruments.prepare("smoke", tmp_path)
    tiny.clear()
    monkeypatch.setitem(splits.SENTENCES, "smoke", ("Good evening.",))
    instruments.prepare("smoke", tmp_path)
    assert tiny == ["en-us"]


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
def test_a_recorded_bass_plays_no_chords(monkeypatch, tmp_path):
    for name in ("lute", "double_bass"):
        banks.write_bank(tmp_path / "notes", name, {60: np.zeros(8)})
    monkeypatch.setitem(splits.RECORDED, "smoke", {"lute": "lute", "double_bass": "double_bass"})
    players = instruments.load("smoke", (tmp_path / "notes",), tmp_path)
    assert [bank.instrument for bank in players.recorded] == ["lute"]
    assert [bank.instrument for bank in players.basses] == ["double_bass"]
    assert players.basses[0] not in players.pitched


@pytest.mark.usefixtures("tiny")
def test_what_is_around_the_instruments_is_loaded(monkeypatch, tmp_path):
    tone = np.sin(np.arange(SAMPLE_RATE))
    hiss = np.random.default_rng(0).normal(size=SAMPLE_RATE) / 8
    sounds = {"drums.csv": {"Snare": hiss}, "rooms.csv": {"hall": hiss}, "noises.csv": {"a": hiss, "b": tone}}
    for index, named_sounds in sounds.items():
        for name, sound in named_sounds.items():
            soundfile.write(tmp_path / f"{name}.flac", sound, SAMPLE_RATE)
        rows = [f"{name}.flac,38,{name}" for name in named_sounds]
        (tmp_path / index).write_text("\n".join(["path,midi,piece", *rows]))
    (tmp_path / "notes.csv").write_text("path,instrument,midi\n")
    for table in (splits.DRUM_PIECES, splits.ROOMS, splits.NOISES):
        monkeypatch.setitem(table, "smoke", ("",))
    players = instruments.load("smoke", (tmp_path,), tmp_path)
    assert [bank.instrument for bank in players.drums] == ["timgm_drums", "recorded_drums"]
    assert players.drums[1].notes[38][0].tolist() == players.rooms[0].tolist()
    assert (len(players.noises), len(players.rooms), len(players.unpitched)) == (2, 1, 1)
    assert players.unpitched[0] is players.noises[0]
    assert players.surroundings == Surroundings(players.voices, players.noises, players.rooms)


def test_an_instrument_that_left_a_split_is_not_played_from_its_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(instruments, "prepare", lambda split, cache: None)
    monkeypatch.setitem(splits.VOICES, "smoke", ())
    for name in ("timgm_004", "timgm_099"):
        banks.write_bank(instruments.banks_folder("smoke", tmp_path), name, {60: np.zeros(8)})
    assert [bank.instrument for bank in instruments.load("smoke", (), tmp_path).pitched] == ["timgm_004"]


def test_a_voice_speaks():
    require(shutil.which("espeak-ng") is not None, "espeak-ng is not installed")
    speech = instruments.speak(
        "en-us", ["Good morning, this is a sentence that takes some time, and here is another one."]
    )
    assert 2 * SAMPLE_RATE < len(speech) < 60 * SAMPLE_RATE
    assert 0.1 < np.abs(speech).max() <= 1


def test_recorded_instruments_with_many_takes_are_played_most(instruments):
    take = (np.zeros(8, np.int16),)
    recorded = NoteBank("one", {60: take}), NoteBank("four", {60: 2 * take, 62: 2 * take})
    players, rng = replace(instruments, recorded=recorded), np.random.default_rng(0)
    drawn = [players.draw(rng).instrument for _ in range(1000)]
    assert drawn.count("four") / drawn.count("one") == pytest.approx(2, rel=0.3)
    assert drawn.count("four") + drawn.count("one") == pytest.approx(350, rel=0.15)


def test_groups_of_instruments_have_even_chances(instruments):
    many = Instruments((sines("guitar"),), instruments.rendered * 30, (), (), ())
    rng = np.random.default_rng(0)
    recorded = sum(many.draw(rng).instrument == "guitar" for _ in range(400))
    assert 150 < recorded < 250
