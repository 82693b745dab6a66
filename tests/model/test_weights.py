import dataclasses

import pytest
import torch
from safetensors.torch import save_file

from model import networks, weights
from model.chords import ROOT_LABELS
from model.decision import Calibration
from model.networks import RootCNN, TypeCNN

CALIBRATION = Calibration(1.3, 1.1, 0.9, {"all": 0.6, "triads": 0.5})
METADATA = weights.Metadata(ROOT_LABELS, CALIBRATION, "c0ffee", "made up", {"valid_joint": 0.5})


def test_what_is_saved_is_loaded(tmp_path):
    saved, loaded = RootCNN(), RootCNN()
    weights.save(saved, METADATA, tmp_path / "root.safetensors")
    assert weights.load(loaded, tmp_path / "root.safetensors") == METADATA
    assert all(
        torch.equal(a, b)
        for a, b in zip(saved.state_dict().values(), loaded.state_dict().values(), strict=True)
    )


def test_other_labels_are_refused(tmp_path):
    weights.save(RootCNN(), METADATA, tmp_path / "root.safetensors")
    with pytest.raises(weights.WeightsError, match="made for other labels"):
        weights.load(TypeCNN(), tmp_path / "root.safetensors")


def test_other_features_are_refused(tmp_path, monkeypatch):
    weights.save(RootCNN(), METADATA, tmp_path / "root.safetensors")
    monkeypatch.setitem(networks.FEATURES, "hop", 512)
    with pytest.raises(weights.WeightsError, match="made for other features"):
        weights.load(RootCNN(), tmp_path / "root.safetensors")


def test_other_tensors_are_refused(tmp_path):
    network = RootCNN()
    network.none = torch.nn.Linear(3, 1)
    weights.save(network, METADATA, tmp_path / "root.safetensors")
    with pytest.raises(weights.WeightsError, match="holds another network than RootCNN"):
        weights.load(RootCNN(), tmp_path / "root.safetensors")


def test_what_may_be_lacking_stays_as_it_is(tmp_path, monkeypatch):
    path = tmp_path / "root.safetensors"
    with monkeypatch.context() as fewer:
        fewer.setattr(networks, "DILATIONS", networks.DILATIONS[:-1])
        weights.save(saved := RootCNN(), METADATA, path)
    with pytest.raises(weights.WeightsError, match="holds another network"):
        weights.load(RootCNN(), path)
    loaded = RootCNN()
    own = {name: value.clone() for name, value in loaded.state_dict().items()}
    weights.load(loaded, path, may_lack="neighbours")
    known, filled = saved.state_dict(), loaded.state_dict()
    assert set(known) < set(filled)
    assert all(torch.equal(filled[name], known.get(name, own[name])) for name in filled)
    with pytest.raises(weights.WeightsError, match="holds another network"):
        weights.load(RootCNN(), path, may_lack="salience")


def test_a_missing_file_says_how_to_make_it(tmp_path):
    with pytest.raises(weights.WeightsError, match=r"python -m training\.train"):
        weights.load(RootCNN(), tmp_path / "root.safetensors")


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "root.safetensors"
    weights.save(RootCNN(), METADATA, path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(weights.WeightsError, match="damaged"):
        weights.load(RootCNN(), path)


def test_a_file_without_metadata_is_refused(tmp_path):
    save_file(RootCNN().state_dict(), tmp_path / "root.safetensors")
    with pytest.raises(weights.WeightsError, match="not one of this project's weights"):
        weights.load(RootCNN(), tmp_path / "root.safetensors")


def test_metadata_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        METADATA.commit = "decade"


def test_networks_of_one_training_are_not_strangers():
    weights.check_same_training(METADATA, dataclasses.replace(METADATA, scores={}))


@pytest.mark.parametrize("other", [{"commit": "decade"}, {"data": "made up otherwise"}])
def test_networks_of_different_trainings_are_refused(other):
    with pytest.raises(weights.WeightsError, match="come from different trainings"):
        weights.check_same_training(METADATA, dataclasses.replace(METADATA, **other))
