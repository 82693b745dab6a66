import pytest
import torch
from safetensors.torch import load_file

from model import weights
from model.chord_networks import ChordNetworks
from model.chords import TYPES
from model.decision import ALL, TRIADS, VOCABULARIES, Calibration
from tests.helpers.made_up import write_clips, write_songs
from training.calibrate import Heard, calibrate_clips, calibrate_songs, judge_songs, recalibrate
from training.calibration import calibration_error, fit_temperature, reliability, sure_threshold
from training.prepared.songs import SEGMENTS


def calibrated(clips=20_000, classes=5):
    """Logits, and targets drawn with exactly the probabilities that the logits claim."""
    logits = 2 * torch.randn(clips, classes)
    return logits, torch.multinomial(logits.softmax(1), 1).squeeze(1)


@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0])
def test_a_known_temperature_is_found(temperature):
    logits, targets = calibrated()
    assert fit_temperature(logits * temperature, targets) == pytest.approx(temperature, rel=0.03)


def test_the_fitted_temperature_calibrates():
    logits, targets = calibrated()
    loud = 3 * logits
    for temperature, least, most in ((1.0, 0.05, 1.0), (fit_temperature(loud, targets), 0.0, 0.015)):
        confidence, answers = (loud / temperature).softmax(1).max(1)
        assert least <= calibration_error(confidence, answers == targets) <= most


@pytest.mark.parametrize("gap", [0.0, 0.2, -0.2])
def test_the_calibration_error_is_the_gap(gap):
    confidence = 0.3 + 0.5 * torch.rand(100_000)
    right = torch.rand(100_000) < confidence - gap
    assert calibration_error(confidence, right) == pytest.approx(abs(gap), abs=0.01)


def test_gaps_in_opposite_directions_do_not_cancel():
    confidence = torch.tensor([0.3, 0.7]).repeat_interleave(50_000)
    right = torch.cat([torch.rand(50_000) < 0.5, torch.rand(50_000) < 0.5])
    assert calibration_error(confidence, right) == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("right", [True, False])
def test_certainty_has_a_bin(right):
    error = calibration_error(torch.ones(10), torch.full((10,), right))
    assert error == pytest.approx(0.0 if right else 1.0)


def test_one_right_answer_in_twenty_is_withheld():
    confidence = torch.linspace(0, 1, 10_001)
    assert sure_threshold(confidence, confidence >= 0) == pytest.approx(0.05, abs=1e-3)
    assert sure_threshold(confidence, confidence > 0.5) == pytest.approx(0.525, abs=1e-3)


def test_bins_hold_clips_confidence_and_right_answers():
    confidence = torch.tensor([0.45, 0.55, 0.6, 1.0])
    binned = reliability(confidence, torch.tensor([False, True, False, True]), bins=2)
    assert binned.clips.tolist() == [1, 3]
    assert binned.confidence.tolist() == pytest.approx([0.45, 2.15])
    assert binned.right.tolist() == [0, 2]


def test_weights_are_calibrated_anew_and_keep_the_rest(tmp_path):
    clips, songs = write_clips(tmp_path), write_songs(tmp_path)
    for fit in (lambda known: calibrate_clips(known, clips), lambda known: calibrate_songs(known, songs)):
        known = ChordNetworks(calibration=Calibration(9.0, 9.0, 9.0))
        known.save(tmp_path, "abc", "some clips", {"untrained_joint": 0.2})
        before = load_file(tmp_path / weights.ROOT)
        found = recalibrate(tmp_path, fit)
        metadata = weights.read_metadata(tmp_path / weights.TYPE)
        assert (metadata.commit, metadata.data) == ("abc", "some clips")
        assert metadata.scores == {"untrained_joint": 0.2, **found.scores}
        assert metadata.calibration == found.calibration
        fitted = found.calibration
        assert 9.0 not in (fitted.root_temperature, fitted.type_temperature, fitted.bass_temperature)
        assert set(fitted.sure_above) == set(VOCABULARIES)
        after = load_file(tmp_path / weights.ROOT)
        assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_chords_of_songs_are_judged_where_their_segments_are():
    half = SEGMENTS // 2
    roots, types, basses = (torch.zeros(SEGMENTS, *shape) for shape in ((13,), (15, 12), (12,)))
    roots[:half, 0] = roots[half:, 7] = types[:, TYPES.index("7"), 7] = types[:, 0, 0] = 9.0
    root_targets = torch.tensor([0] * half + [7] * half)
    type_targets = torch.tensor([TYPES.index("maj")] * half + [TYPES.index("min")] * half)
    heard = Heard(roots, types, basses, root_targets, type_targets, root_targets)
    confidence, right = judge_songs(heard, SEGMENTS, Calibration(), ALL)
    assert right.tolist() == [True] * half + [False] * half
    assert confidence.min() > 0.9
    assert judge_songs(heard, SEGMENTS, Calibration(), TRIADS)[1].tolist() == right.tolist()
