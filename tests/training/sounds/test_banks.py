import shutil

import numpy as np
import pytest
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from training.sounds import banks, splits
from training.sounds.banks import NoteBank

TIMGM = splits.SOUNDFONTS["timgm"]


def fundamental(samples, midi):
    """The MIDI number, with its fraction, of what is loudest below a fifth above `midi`."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 2**20))
    below = int(1.5 * 440 * 2 ** ((midi - 69) / 12) * 2**20 / SAMPLE_RATE)
    return 69 + 12 * np.log2(spectrum[:below].argmax() * SAMPLE_RATE / 2**20 / 440)


def sine(midi, seconds=1.0):
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return 0.5 * np.sin(2 * np.pi * 440 * 2 ** ((midi - 69) / 12) * times)


def test_what_is_written_is_loaded(tmp_path):
    banks.write_bank(tmp_path, "reed", {60: sine(60), 55: sine(55)})
    banks.write_bank(tmp_path, "bell", {72: sine(72)})
    bell, reed = banks.load_banks(tmp_path)
    assert (bell.instrument, list(bell.notes)) == ("bell", [72])
    assert (reed.instrument, list(reed.notes)) == ("reed", [55, 60])
    midi, take = reed.nearest(60, np.random.default_rng(0))
    assert (midi, take.dtype) == (60, np.float32)
    assert np.allclose(take, sine(60), atol=2**-14)


def test_some_banks_of_a_folder_are_loaded(tmp_path):
    for name in ("a", "b", "c"):
        banks.write_bank(tmp_path, name, {60: sine(60, 0.01)})
    some = banks.load_banks(tmp_path, lambda row: row["instrument"] in "ca")
    assert [bank.instrument for bank in some] == ["a", "c"]


def test_two_libraries_with_an_instrument_of_one_name_are_two_banks(tmp_path):
    banks.write_bank(tmp_path, "reed", {60: sine(60, 0.01), 62: sine(62, 0.01)})
    rows = "reed/060.flac,reed,60,near", "reed/062.flac,reed,62,far"
    (tmp_path / "notes.csv").write_text("\n".join(["path,instrument,midi,library", *rows]))
    found = {bank.library: (bank.instrument, *bank.notes) for bank in banks.load_banks(tmp_path)}
    assert found == {"near": ("reed", 60), "far": ("reed", 62)}


def test_an_instrument_is_listed_once_it_is_whole(tmp_path):
    with pytest.raises(IndexError):
        banks.write_bank(tmp_path, "reed", {60: sine(60, 0.01), 62: np.float32(0)})
    assert not (tmp_path / "notes.csv").exists()


def test_a_bank_at_another_rate_is_refused(tmp_path):
    banks.write_bank(tmp_path, "reed", {60: sine(60)})
    soundfile.write(tmp_path / "reed" / "060.flac", sine(60), 44_100)
    with pytest.raises(ValueError, match=r"reed/060\.flac is at 44100 Hz"):
        banks.load_banks(tmp_path)


@pytest.mark.parametrize(("wanted", "found"), [(10, 40), (40, 40), (45, 40), (47, 52), (52, 52), (99, 52)])
def test_the_nearest_recorded_note_is_taken(wanted, found):
    bank = NoteBank("two notes", {n: (np.full(8, n * 256, np.int16),) for n in (40, 52)})
    midi, take = bank.nearest(wanted, np.random.default_rng(0))
    assert midi == found
    assert (take == np.float32(found / 128)).all()


def test_every_take_of_a_note_is_heard():
    bank = NoteBank("loud and quiet", {60: (np.full(8, 100, np.int16), np.full(8, 200, np.int16))})
    rng = np.random.default_rng(0)
    assert {int(bank.nearest(60, rng)[1][0] * 2**15) for _ in range(30)} == {100, 200}


def partial(samples, number, midi=57):
    """How loud a partial of a note is, in dB; the default is A3, 220 Hz."""
    turns = np.arange(len(samples)) / SAMPLE_RATE * number * 440 * 2 ** ((midi - 69) / 12)
    return 20 * np.log10(np.abs((samples * np.exp(-2j * np.pi * turns)).mean()))


def test_the_partials_of_a_note_are_weighed():
    note = (sine(57) + 0.5 * sine(69) + 0.25 * sine(81)).astype(np.float32)
    changed = banks.weighed(note, 57, (0.0, 6.0, 0.0, -6.0))
    gains = [partial(changed, number) - partial(note, number) for number in (1, 2, 4)]
    assert np.diff(gains) == pytest.approx([6, -12], abs=0.1)
    assert (len(changed), np.abs(changed).max()) == (len(note), pytest.approx(np.abs(note).max(), abs=1e-4))
    assert not banks.weighed(np.zeros(100, np.float32), 57, (6.0,)).any()


def test_a_relative_has_the_same_proportions_in_every_note():
    note = ((sine(57) + sine(69)) * 2**14).astype(np.int16)
    bank = NoteBank("reed", {57: (note,)}).relative(np.random.default_rng(0))
    one, other = (bank.nearest(57, np.random.default_rng(seed))[1] for seed in (1, 2))
    assert (one == other).all()
    expected = bank.partials[1] - bank.partials[0]
    assert abs(expected) > 1
    assert partial(one, 2) - partial(one, 1) == pytest.approx(expected, abs=0.1)
    assert NoteBank("reed", {57: (note,)}).relative(np.random.default_rng(1)).partials != bank.partials


def test_a_variation_is_chosen_by_its_bank(tmp_path, monkeypatch):
    played = []

    def play(soundfont, midi):
        played.extend((m.type, *m.bytes()[1:]) for m in midi.tracks[0] if m.type.endswith("change"))
        return np.ones(10 * SAMPLE_RATE)

    monkeypatch.setattr(banks, "play", play)
    (tmp_path / "any.sf2").touch()
    next(banks.render_soundfont(tmp_path / "any.sf2", [8 * banks.BANK + 24], [60]))
    assert played[:2] == [("control_change", banks.BANK_SELECT, 8), ("program_change", 24)]


@pytest.fixture(scope="module")
def timgm():
    """A few notes of the piano and of the drums of a small SoundFont."""
    require(shutil.which("fluidsynth") is not None, "fluidsynth is not installed")
    require(TIMGM.exists(), f"{TIMGM} is not installed")
    return dict(banks.render_soundfont(TIMGM, [splits.PIANO, banks.DRUMS], [38, 55, 76]))


def test_a_soundfont_plays_the_notes_asked_for(timgm):
    piano = timgm[splits.PIANO]
    assert list(piano) == [38, 55, 76]
    for midi, take in piano.items():
        assert fundamental(take[:SAMPLE_RATE], midi) == pytest.approx(midi, abs=0.15)


def test_rendered_notes_begin_at_once_at_the_level_of_recorded_ones(timgm):
    for take in timgm[splits.PIANO].values():
        assert len(take) == int(banks.NOTE_SECONDS * SAMPLE_RATE)
        assert np.abs(take).max() == pytest.approx(0.5)
        assert np.abs(take[: SAMPLE_RATE // 20]).max() > 0.05


def test_patches_are_played_too():
    freepats = splits.SOUNDFONTS["freepats"]
    require(shutil.which("timidity") is not None, "timidity is not installed")
    require(freepats.exists(), f"{freepats} is not installed")
    guitar = dict(banks.render_soundfont(freepats, [24], [45, 57]))[24]
    for midi, take in guitar.items():
        assert fundamental(take[:SAMPLE_RATE], midi) == pytest.approx(midi, abs=0.15)
        assert np.abs(take[: SAMPLE_RATE // 20]).max() > 0.05


def test_drums_are_another_instrument(timgm):
    snare = timgm[banks.DRUMS][38]
    assert np.abs(snare[SAMPLE_RATE * 2 :]).max() < 0.01 * np.abs(timgm[splits.PIANO][38]).max()


def test_a_missing_soundfont_says_where_to_read_on(tmp_path):
    with pytest.raises(FileNotFoundError, match="the README says how to install it"):
        next(banks.render_soundfont(tmp_path / "none.sf2", [0], [60]))


def test_a_soundfont_that_cannot_be_read_is_not_replaced_by_another(tmp_path):
    require(shutil.which("fluidsynth") is not None, "fluidsynth is not installed")
    (tmp_path / "broken.sf2").write_bytes(b"no soundfont")
    with pytest.raises(ValueError, match=r"broken\.sf2 cannot be read or has no program 0"):
        list(banks.render_soundfont(tmp_path / "broken.sf2", [0], [60]))
