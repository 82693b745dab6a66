"""The weights that ship, on sounds they were never trained on. The README has the full figures."""

import numpy as np
import pytest

from model.chords import NO_CHORD
from model.decision import VOCABULARIES
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from training import evaluate
from training.listeners import InVocabulary
from training.places import REAL_CHORDS, find_notes
from training.sounds import instruments, splits
from training.sounds.voicings import HIGHEST_NOTE
from training.testset import draw_testset

EVERY = 5  # of the test set's clips are heard here: enough to notice weights that do not work
NOTE = 56_000  # samples, 3.5 s of a note: what its tuning is judged by
TUNING_FFT = 2**19  # samples, 0.03 Hz a bin: 2 cents at the lowest note


def mistuning(samples: np.ndarray, midi: int) -> float:
    """How far a note [samples] is from equal temperament at A440, in cents, by its strongest low partial."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), TUNING_FFT))
    places = []
    for partial in (1, 2, 3, 4):
        expected = partial * 440 * 2 ** ((midi - 69) / 12)
        low, high = (round(expected * 2 ** (side / 12) / SAMPLE_RATE * TUNING_FFT) for side in (-0.9, 0.9))
        peak = low + int(spectrum[low:high].argmax())
        places.append((spectrum[peak], 1200 * np.log2(peak * SAMPLE_RATE / TUNING_FFT / expected)))
    return float(max(places)[1])


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_real_guitars(recognizer, vocabulary):
    require(REAL_CHORDS.exists(), "the recorded guitar chords are not on this machine")
    judged = evaluate.judge(InVocabulary(recognizer, vocabulary), REAL_CHORDS)
    assert len(judged) == 640
    found = evaluate.score(judged)
    others = [j for j in judged if not j.right and (j.answer.root, j.answer.type) != (j.truth.root, "5")]
    assert len(others) <= 0.03 * len(judged)
    assert found.refused <= 0.01
    assert found.certain_wrong <= 0.01
    assert found.right_withheld <= 0.05


@pytest.fixture(scope="module")
def unseen_players(tmp_path_factory):
    """The instruments that were kept out of training."""
    cache = tmp_path_factory.mktemp("cache")
    require(not instruments.missing(splits.TEST, cache), "the SoundFonts are not installed")
    return instruments.load(splits.TEST, find_notes(), cache)


@pytest.fixture(scope="module")
def unseen(unseen_players):
    """Clips of the instruments that were kept out of training."""
    return list(draw_testset(unseen_players, takes=1, seed=1))[::EVERY]


def test_unseen_instruments_are_named(recognizer, unseen):
    chords = [clip for clip in unseen if clip.chord != NO_CHORD]
    heard = [recognizer.predict(clip.waveform).chord for clip in chords]
    named = [
        (chord.root, chord.type) == (clip.chord.root, clip.chord.type)
        for chord, clip in zip(heard, chords, strict=True)
    ]
    over = [
        (chord.bass or chord.root) == (clip.chord.bass or clip.chord.root)
        for chord, clip in zip(heard, chords, strict=True)
    ]
    assert len(chords) > 300
    assert np.mean(named) >= 0.93
    assert np.mean(over) >= 0.96


def test_what_is_no_chord_is_not_named(recognizer, unseen):
    sounds = [clip for clip in unseen if clip.chord == NO_CHORD]
    refused = [recognizer.predict(clip.waveform).chord == NO_CHORD for clip in sounds]
    assert len(refused) > 40
    assert np.mean(refused) >= 0.95


def test_unseen_instruments_are_in_tune(unseen_players):
    for bank in unseen_players.pitched:
        cents = [
            abs(mistuning(takes[0][:NOTE], midi))
            for midi, takes in bank.notes.items()
            if midi <= HIGHEST_NOTE
        ]
        assert np.percentile(cents, 90) < 20, bank.instrument
