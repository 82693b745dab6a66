"""Weights on disk: safetensors with the metadata that says what they are, read strictly."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from model.decision import Calibration

WEIGHTS_DIR = Path(__file__).resolve().parent.parent / "weights"
ROOT, TYPE, BEATS = "root.safetensors", "type.safetensors", "beats.safetensors"
SONGS = "songs"  # the folder of the root and type networks that hear songs, beside those that hear clips


class WeightsError(RuntimeError):
    """A weights file that is missing, damaged, or made for another network or other features."""


@dataclass(frozen=True)
class Metadata:
    """The facts that are stored beside a network's weights.

    labels: what each logit stands for. calibration: of root and type together, the same in both files.
    commit: the commit whose train script made them. data, scores: in words and figures, for the model card.
    """

    labels: tuple[str, ...]
    calibration: Calibration
    commit: str
    data: str
    scores: dict[str, float]


def save(network: nn.Module, metadata: Metadata, path: Path) -> None:
    """Write a network's weights with their metadata and the feature constants they were made for."""
    tensors = {name: tensor.contiguous().cpu() for name, tensor in network.state_dict().items()}
    text = {"metadata": json.dumps(asdict(metadata)), "features": json.dumps(network.features)}
    save_file(tensors, path, metadata=text)
    path.chmod(0o644)  # safetensors leaves them to their writer alone; another user may run the page


def load(network: nn.Module, path: Path, may_lack: str | None = None) -> Metadata:
    """Fill a network with the weights of a file and return their metadata.

    may_lack: a word; what has it in its name stays as it is where the file does not have it.
    Raises WeightsError, in words, when the file is missing or damaged, or when its labels, features or
    tensors are not the network's.
    """
    metadata, heard, tensors = _read(path)
    _refuse_mismatch(_short(path), "labels", metadata.labels, network.labels)
    _refuse_mismatch(_short(path), "features", heard, network.features)
    if may_lack is not None:
        own = {name: value for name, value in network.state_dict().items() if may_lack in name}
        tensors = {**own, **tensors}
    try:
        network.load_state_dict(tensors, strict=True)
    except RuntimeError as error:
        raise WeightsError(f"{_short(path)} holds another network than {type(network).__name__}") from error
    return metadata


def read_metadata(path: Path) -> Metadata:
    """The metadata of a file of weights. Raises WeightsError when it is missing or damaged."""
    return _read(path)[0]


def check_same_training(root: Metadata, type_: Metadata) -> None:
    """Raise WeightsError where two networks are not of one training: their confidence would mean nothing."""
    if (root.commit, root.data) != (type_.commit, type_.data):
        raise WeightsError(
            f"{ROOT} and {TYPE} come from different trainings: "
            f"one of commit {root.commit[:7]} on {root.data}, one of {type_.commit[:7]} on {type_.data}"
        )


def _read(path: Path) -> tuple[Metadata, dict[str, object], dict[str, Tensor]]:
    """A file's metadata, the features it was made for, and its tensors. Raises WeightsError."""
    try:
        with safe_open(path, framework="pt") as file:
            text = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)
        return _read_metadata(text["metadata"]), json.loads(text["features"]), tensors
    except FileNotFoundError as error:
        raise WeightsError(f"{_short(path)} is missing: make it with python -m training.train") from error
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(f"{_short(path)} is damaged or not one of this project's weights") from error


def _read_metadata(text: str) -> Metadata:
    fields = json.loads(text)
    known = {"labels": tuple(fields["labels"]), "calibration": Calibration(**fields["calibration"])}
    return Metadata(**{**fields, **known})


def _refuse_mismatch(name: str, what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise WeightsError(f"{name} was made for other {what}: it has {found}, this program has {wanted}")


def _short(path: Path) -> str:
    """A file's name with its folder's: clips and songs have files of the same name."""
    return f"{path.parent.name}/{path.name}"
