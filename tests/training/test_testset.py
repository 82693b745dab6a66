import csv
from collections import Counter

import numpy as np
import pytest
import soundfile

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord
from model.harte import parse
from model.shapes import essential
from preprocessing.layout import SAMPLE_RATE
from training import testset
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

TIMES = np.arange(SAMPLE_RATE) / SAMPLE_RATE
SHARP = 12.0  # cents


def make_bank(name, cents=0.0, notes=range(36, 90, 6)):
    """An instrument of two partials."""

    def tone(midi):
        phase = 2 * np.pi * 440 * 2 ** ((midi + cents / 100 - 69) / 12) * TIMES
        return (8000 * (np.sin(phase) + 0.5 * np.sin(2 * phase))).astype(np.int16)

    return NoteBank(name, {midi: (tone(midi),) for midi in notes})


@pytest.fixture(scope="module")
def players():
    voices = (np.random.default_rng(0).normal(0, 3000, SAMPLE_RATE).astype(np.int16),)
    banks = (make_bank("piano_yamahaC3", SHARP), make_bank("harp"))
    return Instruments(banks, (), (), (make_bank("some_drums"),), voices)


@pytest.fixture(scope="module")
def clips(players):
    return list(testset.draw_testset(players, takes=1, seed=0))


def plain(chord):
    return Chord(chord.root, chord.type)


def test_every_chord_on_every_instrument_over_each_bass_in_turn(clips):
    chords = [c for c in clips if c.chord != NO_CHORD and not c.voicing]
    assert Counter((c.source, plain(c.chord)) for c in chords) == {
        (source, chord): 1 for source in ("piano_yamahaC3", "harp") for chord in CHORDS
    }
    for chord in CHORDS[:15]:
        of_type = {(c.chord.bass or c.chord.root, c.chord.root) for c in chords if c.chord.type == chord.type}
        intervals = {(ROOTS.index(bass) - ROOTS.index(root)) % 12 for bass, root in of_type}
        assert intervals == {(bass - chord.pitch_classes[0]) % 12 for bass in chord.basses}


def test_major_chords_on_the_partials_of_their_bass_on_pianos(clips):
    harmonic = [c for c in clips if c.voicing]
    assert {c.source for c in harmonic} == {"piano_yamahaC3"}
    assert {c.chord for c in harmonic} == {Chord(root, "maj") for root in ROOTS}
    assert len(harmonic) == len(testset.HARMONIC_BASSES)


def test_sounds_that_are_no_chord(clips):
    kinds = Counter(clip.source for clip in clips if clip.chord == NO_CHORD)
    assert kinds == dict.fromkeys(testset.NO_CHORD_KINDS, testset.SOUNDS)


def test_lengths(clips):
    seconds = [len(clip.waveform) / SAMPLE_RATE for clip in clips]
    assert min(seconds) > 0.45
    assert max(seconds) <= 4
    assert np.std(seconds) > 0.5


@pytest.mark.parametrize("label", ["C:maj", "Eb:min/b3", "A:dim/b5", "C:7/b7", "C:maj6"])
def test_the_bass_is_as_asked_and_the_chord_whole(label):
    chord = parse(label)
    notes = testset.draw_position(chord, make_bank("harp"), np.random.default_rng(0))
    assert ROOTS[min(notes) % 12] == chord.bass or chord.root
    assert essential(plain(chord)) <= {note % 12 for note in notes} <= set(chord.pitch_classes)


def test_banks_are_tuned_to_a440():
    bank = make_bank("piano", SHARP, range(36, 89))
    assert testset.bank_tuning(bank) == pytest.approx(SHARP, abs=1)
    clip = testset.perform_chord(parse("A:maj"), (45, 57, 61, 64), bank, SHARP, np.random.default_rng(1))
    spectrum = np.abs(np.fft.rfft(clip.waveform, 2**19))
    near = round(110 * 2**clip.octave / 4 * 2**19 / SAMPLE_RATE)  # the bass is an A of this octave
    width = round(near * 0.02)
    peak = near - width + int(spectrum[near - width : near + width].argmax())
    assert 1200 * np.log2(peak / near) == pytest.approx(0, abs=3)


def test_the_octave_is_that_of_the_bass():
    rng = np.random.default_rng(5)
    clip = testset.perform_chord(parse("C:maj"), (48, 64, 67), make_bank("harp"), 0.0, rng)
    assert clip.octave == 3


def test_the_same_seed_gives_the_same_clips(players, clips):
    again = next(testset.draw_testset(players, takes=1, seed=0))
    assert np.array_equal(again.waveform, clips[0].waveform)


def test_only_instruments_of_the_table_are_degraded(clips):
    some = [next(c for c in clips if c.source == name) for name in ("piano_yamahaC3", "harp", "silence")]
    effects = {"louder": lambda x, r: 2 * x, "hiss": lambda x, r: x + r.normal(size=len(x)).astype("f4")}
    degraded = list(testset.degrade(some, effects, seed=0))
    assert [(c.source, c.degradation) for c in degraded] == [
        ("piano_yamahaC3", "clean"),
        ("piano_yamahaC3", "louder"),
        ("piano_yamahaC3", "hiss"),
        ("harp", "clean"),
        ("silence", "clean"),
    ]
    assert np.array_equal(degraded[1].waveform, 2 * some[0].waveform)
    again = list(testset.degrade(some, effects, seed=0))
    assert np.array_equal(again[2].waveform, degraded[2].waveform)


def test_files_and_manifest(tmp_path, clips):
    loud = testset.HeldOut(np.full(8000, 3.0, np.float32), parse("Db:min/b3"), "harp", 3, "", "0.5 s")
    assert testset.write([clips[0], loud, clips[-1]], tmp_path) == 3
    with open(tmp_path / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == testset.COLUMNS
    assert list(rows[1].values()) == [
        "00002.flac", "Db", "min", "E", "chord", "", "harp", "3", "0.50", "0.5 s"
    ]  # fmt: skip
    assert (rows[2]["root"], rows[2]["kind"], rows[2]["bass"]) == ("N", "no chord", "")
    samples, rate = soundfile.read(tmp_path / "00002.flac")
    assert (rate, len(samples)) == (SAMPLE_RATE, 8000)
    assert samples.max() == pytest.approx(0.99, abs=1e-3)  # brought down, not cut off
