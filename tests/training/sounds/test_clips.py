import numpy as np
import pytest

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord
from model.shapes import essential
from preprocessing.layout import SAMPLE_RATE
from training.sounds import clips, render


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
