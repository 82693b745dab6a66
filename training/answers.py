"""The answer that the logits of roots and of types give together, and the targets beside it."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from model.chords import TYPES
from model.decision import ALL, Calibration, answer_indices, probabilities
from training.database import Batch

UNCALIBRATED = Calibration()  # logits as they are


def on_true_root(types: Tensor, roots: Tensor) -> Tensor:
    """Logits of types on each root [clips, types, 12] -> on the true one [clips, types]; any for no chord."""
    places = roots.clamp_max(types.shape[2] - 1)[:, None, None].expand(-1, types.shape[1], 1)
    return types.gather(2, places).squeeze(2)


def named_right(root_logits: Tensor, type_logits: Tensor, batch: Batch, vocabulary: str = ALL) -> Tensor:
    """The clips whose root and type are both named right, bool [clips], with logits as they are."""
    answers = joint_probabilities(root_logits, type_logits, vocabulary=vocabulary).argmax(1)
    return answers == answer_targets(batch.roots, batch.types, vocabulary)


def joint_probabilities(
    root_logits: Tensor,
    type_logits: Tensor,
    calibration: Calibration = UNCALIBRATED,
    vocabulary: str = ALL,
) -> Tensor:
    """Logits of roots [clips, 13] and of types [clips, 15, 12] -> probabilities of a vocabulary's answers.

    Logits of types may be [clips, 4], of one that knows triads alone, whatever their root. The result is on
    the CPU.
    """
    if type_logits.ndim == 2:
        type_logits = on_any_root(type_logits)
    logits = as_array(root_logits), as_array(type_logits)
    return torch.from_numpy(probabilities(*logits, calibration, vocabulary)[2])


def on_any_root(triads: Tensor) -> Tensor:
    """Logits of triads [clips, 4] -> of all types [clips, 15, 1], the same on each root; others never."""
    return F.pad(triads, (0, len(TYPES) - triads.shape[1]), value=-torch.inf)[..., None]


def answer_targets(roots: Tensor, types: Tensor, vocabulary: str = ALL) -> Tensor:
    """Targets of both networks [clips] -> the place of the right answer in a vocabulary's [clips]."""
    return torch.from_numpy(answer_indices(as_array(roots), as_array(types), vocabulary))


def as_array(values: Tensor) -> np.ndarray:
    """A tensor from any device as an array; of bfloat16, which NumPy lacks, as float32."""
    return (values.float() if values.is_floating_point() else values).detach().cpu().numpy()
