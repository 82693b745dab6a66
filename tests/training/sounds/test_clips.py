from dataclasses import replace

import numpy as np
import pytest

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord
from model.shapes import essential
from preprocessing.layout import SAMPLE_RATE
from training.sounds import clips, render
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

KINDS = ("silence", "noise", "note", "melody", "cluster", "speech", "drums", "everyday")


def sines(name):
    """An instrument without overtones, recorded at every octave."""
    times = np.arange(int(4.5 * SAMPLE_RATE)) / SAMPLE_RATE
    notes = {n: 0.5 * np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * times) for n in range(36, 90, 12)}
    return NoteBank(name, {n: ((sound * 2**15).astype(np.int16),) for n, sound in notes.items()})


@pytest.fixture(scope="module")
def instruments():
    noise = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE // 2, dtype=np.int16)
    kit = NoteBank("kit_drums", {38: (noise,)})
    players = Instruments((), (sines("timgm_024"),), (sines("invented_000"),), (kit,), (noise,))
    return replace(players, noises=(noise,), unpitched=(noise,))


def loudest_pitch_classes(sound, count):
    """The pitch classes of the highest peaks between two semitones each, the loudest first."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    frequencies = np.fft.rfftfreq(2**18, 1 / SAMPLE_RATE)[1:]
    semitones = np.round(69 + 12 * np.log2(frequencies / 440)).astype(int)
    chroma = np.zeros(12)
    np.maximum.at(chroma, semitones % 12, spectrum[1:] * (semitones >= 34))
    return set(np.argsort(-chroma)[:count].tolist())


@pytest.mark.parametrize("chord", CHORDS[::5], ids=lambda chord: chord.label)
def test_a_chord_sounds_its_pitch_classes(instruments, chord):
    rng = np.random.default_rng(0)
    for _ in range(8):
        clip = clips.play_chord(chord, instruments.rendered[0], rng, widest=0.0)
        assert (clip.chord.root, clip.chord.type) == (chord.root, chord.type)
        assert ROOTS.index(clip.chord.bass or chord.root) in chord.basses
        assert clip.source == "timgm_024"
        if len(clip.waveform) > 1.5 * SAMPLE_RATE:  # shorter ones blur neighbours in the bass
            sounding = loudest_pitch_classes(clip.waveform, len(essential(chord)))
            assert sounding <= set(chord.pitch_classes)


def test_mixed_chords_come_from_several_instruments(instruments):
    rng, bank = np.random.default_rng(0), instruments.rendered[0]
    drawn = [clips.play_chord(Chord("C", "maj"), bank, rng, instruments) for _ in range(60)]
    assert {clip.source for clip in drawn} == {"mixed", bank.instrument}


def test_a_faint_pitch_class_is_faint_wherever_it_is_doubled():
    rng = np.random.default_rng(0)
    drawn = [clips.faint(Chord("C", "maj"), (48, 52, 55, 60), (1.0, 0.5, 1.0, 1.0), rng) for _ in range(50)]
    thirds = [levels for levels in drawn if levels[1] < 0.3]
    roots = [levels for levels in drawn if levels[0] < 0.6]
    assert len(thirds) > len(roots) > 0
    assert all(levels[0] == levels[2] == levels[3] == 1 for levels in thirds)
    assert all(levels[0] == levels[3] and levels[1:3] == (0.5, 1) for levels in roots)


def test_every_pitch_class_is_audible_somewhere():
    levels = clips.audible((48, 52, 55, 60, 64), (1.0, 1e-3, 0.5, 1e-4, 2e-3))
    least = 10 ** (-clips.FAINTEST / 20)
    assert levels == pytest.approx((1.0, least / 2, 0.5, 1e-4, least))


@pytest.mark.parametrize(("lowest", "label"), [(48, "C:maj"), (52, "C:maj/3"), (50, "C:maj/2")])
def test_a_chord_has_the_bass_of_its_lowest_note(lowest, label):
    assert clips.over_bass(Chord("C", "maj"), lowest).label == label


def test_a_stray_note_is_foreign_quiet_and_above_the_bass():
    rng, chord, notes = np.random.default_rng(0), Chord("C", "maj"), (48, 55, 64)
    for _ in range(50):
        how = render.perform(len(notes), rng)
        more, longer = clips.with_stray(chord, notes, how, rng)
        assert more[:-1] == notes
        assert more[-1] % 12 not in chord.pitch_classes
        assert more[-1] > 48
        quiet = 20 * np.log10(longer.levels[-1] / max(how.levels))
        assert -clips.STRAY[1] <= quiet <= -clips.STRAY[0]
        assert len(longer.levels) == len(longer.onsets) == len(longer.held) == len(longer.cents) == 4


def test_voicings_suit_the_instrument(instruments):
    assert sum(clips.GUITAR_WAYS.values()) == pytest.approx(1)
    assert sum(clips.OTHER_WAYS.values()) == pytest.approx(1)
    rng = np.random.default_rng(0)
    for chord in CHORDS[::7]:
        notes = clips.draw_voicing(chord, instruments.rendered[0], rng)
        assert {note % 12 for note in notes} <= set(chord.pitch_classes)


def test_recorded_instruments_with_many_takes_are_played_most(instruments):
    take = (np.zeros(8, np.int16),)
    recorded = NoteBank("one", {60: take}), NoteBank("four", {60: 2 * take, 62: 2 * take})
    players, rng = replace(instruments, recorded=recorded), np.random.default_rng(0)
    drawn = [clips.draw_bank(players, rng).instrument for _ in range(1000)]
    assert drawn.count("four") / drawn.count("one") == pytest.approx(2, rel=0.3)
    assert drawn.count("four") + drawn.count("one") == pytest.approx(350, rel=0.15)


def test_a_disguised_chord_is_the_same_chord(instruments, monkeypatch):
    monkeypatch.setattr(clips, "FAINT_SHARE", 0.0)
    monkeypatch.setattr(clips, "STRAY_SHARE", 0.0)
    rng, chord = np.random.default_rng(1), Chord("E", "min")
    for _ in range(20):
        clip = clips.play_chord(chord, instruments.rendered[0], rng, instruments, widest=0.0)
        if len(clip.waveform) > 2 * SAMPLE_RATE:
            assert loudest_pitch_classes(clip.waveform, 3) == set(chord.pitch_classes)


def test_clips_are_finite_and_of_every_chord_and_kind(instruments):
    rng = np.random.default_rng(0)
    drawn = [clips.draw_clip(instruments, rng) for _ in range(150)]
    for clip in drawn:
        assert clip.waveform.dtype == np.float32
        assert np.isfinite(clip.waveform).all()
        assert 0.29 * SAMPLE_RATE < len(clip.waveform) <= 4 * SAMPLE_RATE
    none = [clip.source for clip in drawn if clip.chord == NO_CHORD]
    assert 12 <= len(none) <= 45  # one in six
    assert len({clip.chord.type for clip in drawn}) > 12
    assert {"timgm_024", "invented_000", "mixed"} <= {clip.source for clip in drawn}


def test_clips_of_some_types_keep_their_shares(instruments, monkeypatch):
    drawn = []
    monkeypatch.setattr(clips, "play_chord", lambda chord, *_: drawn.append(chord.type))
    rng = np.random.default_rng(0)
    for _ in range(600):
        clips.draw_chord(instruments, rng, ("maj", "dim"))
    assert set(drawn) == {"maj", "dim"}
    shares = clips.TYPE_SHARES
    assert drawn.count("maj") / drawn.count("dim") == pytest.approx(shares["maj"] / shares["dim"], rel=0.3)


def test_a_seed_gives_the_same_clip(instruments):
    one, same = (clips.draw_clip(instruments, np.random.default_rng(7)) for _ in range(2))
    assert (one.chord, one.source) == (same.chord, same.source)
    assert np.array_equal(one.waveform, same.waveform)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_no_chord(instruments, kind):
    rng = np.random.default_rng(0)
    for samples in (6400, 20_001, 64_000):
        sound = clips.draw_sound(kind, samples, instruments, rng)
        assert sound.dtype == np.float32
        assert np.isfinite(sound).all()
        assert samples - 5 <= len(sound) <= samples
        assert (np.abs(sound).max() < 1e-3) == (kind == "silence")


def test_a_bass_plays_single_notes_and_melodies_low_and_no_clusters(instruments, monkeypatch):
    monkeypatch.setattr(clips, "BASS_SHARE", 1.0)
    played = []

    def play(banks, notes, how, rng):
        played.append((banks, notes))
        return np.zeros(8, np.float32)

    monkeypatch.setattr(clips.render, "play", play)
    players, rng = replace(instruments, basses=(sines("contrabass"),)), np.random.default_rng(0)
    for kind, is_bass in (("note", True), ("melody", True), ("cluster", False)):
        played.clear()
        for _ in range(20):
            clips.draw_sound(kind, 16_000, players, rng)
        assert {bank.instrument == "contrabass" for banks, _ in played for bank in banks} == {is_bass}
        if kind == "note":
            assert all(28 <= min(notes) < 56 for _, notes in played)


def test_all_kinds_of_no_chord_are_drawn(instruments):
    rng = np.random.default_rng(0)
    drawn = [clips.draw_no_chord(instruments, rng) for _ in range(150)]
    assert {clip.source for clip in drawn} == set(KINDS)
    assert {clip.chord for clip in drawn} == {NO_CHORD}


def test_without_recordings_the_other_kinds_are_drawn(instruments):
    bare = Instruments((), instruments.rendered, (), (), ())
    rng = np.random.default_rng(0)
    assert {clips.draw_no_chord(bare, rng).source for _ in range(60)} == set(KINDS) - {
        "speech",
        "drums",
        "everyday",
    }


def test_a_single_note_and_its_octave_have_one_pitch_class():
    rng = np.random.default_rng(0)
    assert all(len({n % 12 for n in clips._single_note(50, rng)}) == 1 for _ in range(30))
    assert {len(clips._single_note(50, rng)) for _ in range(30)} == {1, 2}


def test_groups_of_instruments_have_even_chances(instruments):
    many = Instruments((sines("guitar"),), instruments.rendered * 30, (), (), ())
    rng = np.random.default_rng(0)
    recorded = sum(clips.draw_bank(many, rng).instrument == "guitar" for _ in range(400))
    assert 150 < recorded < 250
