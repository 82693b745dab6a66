from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import soundfile
import torch

from model import analysis
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.chords import CHORDS, NO_CHORD, QUALITIES, ROOT_LABELS, ROOTS, TYPES, Chord
from model.decision import TRIADS, VOCABULARIES, Calibration
from model.networks import RootCNN, TypeCNN
from model.prediction import SILENT
from model.recognizer import LATEST, STRONGEST, Recognizer, peak_level, strongest_part
from model.weights import Metadata, WeightsError, save
from preprocessing.audio import AudioError
from preprocessing.layout import BINS, HOP, SAMPLE_RATE
from tests.helpers.sounds import note, progression

C4 = 60  # MIDI


def close_position(chord, **how):
    """A chord in root position, its root between C4 and B4."""
    root = C4 + ROOTS.index(chord.root)
    return sum(note(root + interval, **how) for interval in QUALITIES[chord.type].intervals)


@pytest.fixture(scope="module")
def untrained():
    torch.manual_seed(0)
    return Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())


# With networks that know nothing: what holds for any weights.


def test_probabilities_sum_to_one_and_agree(untrained):
    prediction = untrained.predict(note(C4))
    assert tuple(prediction.answer.roots) == ROOT_LABELS
    assert tuple(prediction.answer.types) == TYPES
    assert sum(prediction.answer.roots.values()) == pytest.approx(1, abs=1e-5)
    assert sum(prediction.answer.types.values()) == pytest.approx(1, abs=1e-5)
    assert sum(c.probability for c in prediction.answer.candidates) == pytest.approx(1, abs=1e-5)
    best = prediction.chord.root or max(ROOTS, key=prediction.answer.roots.get)
    for candidate in prediction.answer.candidates:
        if candidate.chord.root == best:
            joint = prediction.answer.roots[best] * prediction.answer.types[candidate.chord.type]
            assert candidate.probability == pytest.approx(joint, abs=1e-6)


def test_all_answers_are_ranked(untrained):
    prediction = untrained.predict(note(C4))
    ranked = [candidate.probability for candidate in prediction.answer.candidates]
    assert ranked == sorted(ranked, reverse=True)
    assert {candidate.chord for candidate in prediction.answer.candidates} == {*CHORDS, NO_CHORD}
    assert len(ranked) == len(CHORDS) + 1
    assert (prediction.chord, prediction.confidence) == (prediction.answer.candidates[0].chord, ranked[0])


def test_what_was_played_last_is_named_once_it_has_sounded_for_a_while(recognizer):
    both = progression("C:maj F:min", 1.0)
    late = recognizer.predict_latest(both[: int(1.8 * SAMPLE_RATE)])
    assert late.chord.label == "F:min"
    assert late.start == pytest.approx(1.0, abs=0.2)
    early = recognizer.predict_latest(both[: int(1.2 * SAMPLE_RATE)])
    assert (early.chord.label, early.start) == ("C:maj", 0.0)
    long = recognizer.predict_latest(np.concatenate([both, both, both]))
    assert (long.chord.label, long.seconds) == ("F:min", LATEST)
    assert recognizer.predict_latest(np.zeros(SAMPLE_RATE, dtype=np.float32)).chord == NO_CHORD
    with pytest.raises(AudioError):
        recognizer.predict_latest(both[: SAMPLE_RATE // 5])


def test_a_chord_amid_music_is_heard_as_a_part_of_it_too_and_one_after_silence_alone(recognizer):
    both = progression("C:maj F:min", 1.5)
    silence, chord = np.zeros(SAMPLE_RATE, dtype=np.float32), both[len(both) // 2 :]
    for before, is_alone in ((silence, True), (both[: len(both) // 2], False)):
        heard = recognizer.predict_latest(np.concatenate([before, chord]))
        assert heard.chord.label == "F:min"
        (alone,) = recognizer.logits(analysis.in_tune(heard.spectrogram, heard.peaks)[None])
        assert np.allclose(heard.logits.roots, alone.roots, atol=1e-4) == is_alone


@pytest.mark.parametrize(("sure_above", "sure"), [(0.0, True), (1.0, False)])
def test_it_is_sure_above_its_threshold(sure_above, sure):
    calibration = Calibration(sure_above=dict.fromkeys(VOCABULARIES, sure_above))
    assert (
        Recognizer(ChordNetworks(calibration=calibration), ChordNetworks(), BeatCNN()).predict(note(C4)).sure
        == sure
    )


@pytest.mark.parametrize("samples", [0, 1, 4799])
def test_less_than_a_third_of_a_second_is_refused(untrained, samples):
    with pytest.raises(AudioError, match=r"shorter than 0\.3 seconds.*ring a little longer"):
        untrained.predict(np.zeros(samples, np.float32))


@pytest.mark.parametrize("samples", [4800, 4801, 16_000, 95_999, 96_000])
def test_up_to_six_seconds_are_heard_as_they_are(untrained, samples):
    prediction = untrained.predict(note(C4, seconds=6)[:samples])
    assert (prediction.start, prediction.end) == (0, samples / SAMPLE_RATE)
    assert prediction.seconds == samples / SAMPLE_RATE
    assert prediction.spectrogram.shape == (BINS, samples // HOP + 1)
    assert prediction.spectrogram.dtype == np.float32
    assert 0 <= prediction.spectrogram.min() <= prediction.spectrogram.max() <= 1


def test_of_a_long_recording_the_loudest_part_is_heard(untrained):
    sound = np.zeros(20 * SAMPLE_RATE, np.float32)
    sound[12 * SAMPLE_RATE : 15 * SAMPLE_RATE] = note(C4, seconds=3)
    prediction = untrained.predict(sound)
    assert prediction.seconds == 20
    assert prediction.start <= 12
    assert prediction.end >= 15
    assert prediction.end - prediction.start == pytest.approx(STRONGEST, abs=HOP / SAMPLE_RATE)


@pytest.mark.parametrize("loud", [0, 47, 92])
def test_the_strongest_part_is_found_wherever_it_is(loud):
    sound = np.full(96 * SAMPLE_RATE + 77, 0.01, np.float32)
    sound[loud * SAMPLE_RATE : (loud + 4) * SAMPLE_RATE] = 0.1
    start, end = strongest_part(sound)
    assert 0 <= start < end <= len(sound)
    assert start / SAMPLE_RATE == pytest.approx(loud, abs=0.2)


@pytest.mark.parametrize(("peak", "level"), [(1.0, 0.0), (0.1, -20.0), (0.0, SILENT)])
def test_the_level_is_the_loudest_sample_in_decibels(peak, level):
    assert peak_level(np.array([0, -peak, peak / 2], np.float32)) == pytest.approx(level, abs=1e-3)


def test_networks_of_different_trainings_are_not_loaded(tmp_path):
    for network, commit in ((RootCNN(), "c0ffee"), (TypeCNN(), "decade")):
        metadata = Metadata(network.labels, Calibration(), commit, "made up", {})
        save(network, metadata, tmp_path / f"{type(network).__name__[:4].lower()}.safetensors")
    with pytest.raises(WeightsError, match="different trainings"):
        Recognizer.load(tmp_path)


def test_a_path_bytes_and_a_waveform_are_the_same(untrained, tmp_path):
    path = tmp_path / "chord.wav"
    soundfile.write(path, note(C4), SAMPLE_RATE, subtype="FLOAT")
    predictions = [untrained.predict(source) for source in (path, str(path), path.read_bytes(), note(C4))]
    assert all(prediction == predictions[0] for prediction in predictions)


def test_many_threads_get_the_answers_of_one(untrained):
    sounds = [note(C4 + number, seconds=0.4 + 0.1 * number) for number in range(16)]
    alone = [untrained.predict(sound) for sound in sounds]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(untrained.predict, sounds))
    assert len({prediction.confidence for prediction in alone}) == len(sounds)
    for one, other in zip(alone, together, strict=True):
        assert other.answer.roots == pytest.approx(one.answer.roots, abs=1e-5)
        assert other.answer.types == pytest.approx(one.answer.types, abs=1e-5)
        assert np.allclose(one.spectrogram, other.spectrogram, atol=1e-5)


def test_the_three_steps_alone_give_what_predict_gives(untrained):
    prediction = untrained.predict(note(C4))
    picture = untrained.picture(note(C4))
    (logits,) = untrained.logits(picture[None])
    assert np.array_equal(picture, prediction.spectrogram)
    assert untrained.decide(logits) == prediction.answer


def test_another_vocabulary_is_decided_without_hearing_again(untrained):
    prediction = untrained.predict(note(C4))
    assert untrained.decide_again(prediction, TRIADS) == untrained.predict(note(C4), TRIADS)
    assert untrained.decide_again(prediction, TRIADS) != prediction


def test_frames_that_do_not_count_are_not_heard(untrained):
    picture = untrained.picture(note(C4))
    padded = np.concatenate([picture, np.zeros((BINS, 5), np.float32)], axis=1)
    heard = np.arange(padded.shape[1])[None] < picture.shape[1]
    (alone,), (beside,) = untrained.logits(picture[None]), untrained.logits(padded[None], heard)
    assert beside.roots == pytest.approx(alone.roots, abs=1e-4)
    assert beside.types == pytest.approx(alone.types, abs=1e-4)
    assert beside.basses == pytest.approx(alone.basses, abs=1e-4)


# With the weights as they ship: small known truths.


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_a_synthesised_chord_is_named(recognizer, chord):
    assert recognizer.predict(close_position(chord)).chord == chord


@pytest.mark.parametrize(
    ("notes", "bass"),
    [((60, 64, 67), None), ((64, 67, 72), "E"), ((55, 60, 64), "G"), ((48, 55, 64, 72), None)],
)
def test_inversions_and_wide_positions_are_the_same_chord_over_their_bass(recognizer, notes, bass):
    assert recognizer.predict(sum(map(note, notes))).chord == Chord("C", "maj", bass)


@pytest.mark.parametrize("type_", TYPES)
def test_a_semitone_up_rolls_the_roots_and_leaves_the_type(recognizer, type_):
    before = recognizer.predict(close_position(Chord("D", type_)))
    after = recognizer.predict(close_position(Chord("Eb", type_)))
    rolled = np.roll([before.answer.roots[root] for root in ROOTS], 1)
    assert [after.answer.roots[root] for root in ROOTS] == pytest.approx(rolled, abs=0.1)
    assert after.answer.types == pytest.approx(before.answer.types, abs=0.1)
    assert (before.chord.label, after.chord.label) == (f"D:{type_}", f"Eb:{type_}")


NO_CHORDS = {
    "silence": np.zeros(2 * SAMPLE_RATE, np.float32),
    "white noise": np.random.default_rng(0).normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32),
    "a single note": note(C4),
    "a low note": note(43),
    "an octave": note(48) + note(60),
    "another octave": note(50) + note(62),
    "a higher octave": note(60) + note(72),
}


@pytest.mark.parametrize("sound", NO_CHORDS.values(), ids=NO_CHORDS)
def test_what_is_no_chord_is_not_named(recognizer, sound):
    prediction = recognizer.predict(sound)
    assert prediction.chord == NO_CHORD
    assert prediction.answer.roots["N"] > 0.5


@pytest.mark.parametrize("how", [{"seconds": 0.5}, {"level": 0.001}, {"level": 10.0}, {"seconds": 6.5}])
def test_neither_length_nor_level_matters(recognizer, how):
    assert recognizer.predict(close_position(Chord("A", "min"), **how)).chord == Chord("A", "min")


def test_a_chord_in_a_long_recording_is_found(recognizer):
    sound = 1e-4 * np.random.default_rng(0).normal(size=20 * SAMPLE_RATE).astype(np.float32)
    sound[12 * SAMPLE_RATE : 16 * SAMPLE_RATE] += close_position(Chord("Gb", "dim"), seconds=4)
    assert recognizer.predict(sound).chord == Chord("Gb", "dim")


@pytest.mark.parametrize(
    "waveform",
    [np.zeros((2, SAMPLE_RATE)), np.full(SAMPLE_RATE, np.nan), np.full(SAMPLE_RATE, 1e300)],
    ids=["stereo", "no numbers", "too loud"],
)
def test_a_waveform_that_is_none_is_refused_in_words(recognizer, waveform):
    with pytest.raises(AudioError, match="one channel of finite samples"):
        recognizer.predict(waveform)


def test_any_memory_layout_of_a_waveform_is_heard(recognizer):
    sound = np.random.default_rng(0).normal(size=SAMPLE_RATE)
    backwards = np.ascontiguousarray(sound[::-1])
    assert recognizer.predict(backwards[::-1]) == recognizer.predict(sound.astype(np.float32))


@pytest.mark.parametrize(
    ("labels", "seconds"),
    [("C:maj A:min F:maj G:maj", 1.4), ("C:maj G:maj", 2.0), ("D:min A:min", 1.2)]
    + [(pair, 2.0) for pair in ("C:maj A:min", "A:min C:maj", "G:maj E:min", "A:min F:maj")],
)
def test_chords_that_follow_one_another_are_told(recognizer, labels, seconds):
    prediction = recognizer.predict(progression(labels, seconds))
    assert " ".join(chord.label for chord in prediction.several) == labels


@pytest.mark.parametrize("labels", ["C:maj", "C:maj C:maj/3", "C:5 C:maj", "C:maj N C:maj", "A:min A:min7"])
def test_one_chord_however_it_is_played_is_not_several(recognizer, labels):
    assert recognizer.predict(progression(labels, 1.5)).several == ()


@pytest.mark.parametrize("cents", [-40, 0, 30])
def test_the_tuning_of_a_chord_comes_with_it(recognizer, cents):
    prediction = recognizer.predict(sum(note(midi + cents / 100) for midi in (48, 60, 64, 67)))
    assert prediction.chord == Chord("C", "maj")
    assert prediction.tuning == pytest.approx(cents, abs=3)
    assert prediction.note is None


def test_a_single_note_is_told_with_its_tuning(recognizer):
    prediction = recognizer.predict(note(69.2))
    assert (prediction.chord, prediction.note) == (NO_CHORD, 69)
    assert prediction.tuning == pytest.approx(20, abs=3)


def test_what_has_no_pitch_has_neither_note_nor_tuning(recognizer):
    prediction = recognizer.predict(NO_CHORDS["white noise"])
    assert (prediction.note, prediction.tuning) == (None, None)
