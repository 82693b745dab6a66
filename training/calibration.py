"""The mathematics of honest confidence: temperature, the threshold of "not sure", and calibration error."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

RIGHT_WITHHELD = 0.05  # share of right answers that "not sure" may hold back
BINS = 15  # of confidence, equally wide


@dataclass(frozen=True)
class Reliability:
    """For each bin of confidence [bins]: the number of clips, their confidence and right answers added up."""

    clips: Tensor
    confidence: Tensor
    right: Tensor


def fit_temperature(logits: Tensor, targets: Tensor) -> float:
    """The number by which to divide logits [clips, classes] for a softmax that fits targets [clips].

    Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    log_temperature = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(logits / log_temperature.exp(), targets)
        value.backward()
        return value

    optimizer.step(loss)
    return float(log_temperature.detach().exp())


def sure_threshold(confidence: Tensor, right: Tensor) -> float:
    """The confidence [clips] that all but `RIGHT_WITHHELD` of the right answers [clips] exceed."""
    if not right.any():
        return 1.0
    return float(torch.quantile(confidence[right], RIGHT_WITHHELD))


def reliability(confidence: Tensor, right: Tensor, bins: int = BINS) -> Reliability:
    """Clips sorted into bins by their confidence [clips]; right [clips] says which were named right."""
    place = (confidence * bins).long().clamp_max(bins - 1)

    def add_up(values: Tensor) -> Tensor:
        return torch.zeros(bins).index_add(0, place, values)

    return Reliability(add_up(torch.ones(len(place))), add_up(confidence), add_up(right.float()))


def calibration_error(confidence: Tensor, right: Tensor, bins: int = BINS) -> float:
    """Expected calibration error: the mean gap of confidence and accuracy over equal bins, by clips."""
    binned = reliability(confidence, right, bins)
    return float((binned.right - binned.confidence).abs().sum() / len(confidence))
