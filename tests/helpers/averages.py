"""What the normalisations of networks have seen."""

import torch
from torch import nn


def averages(networks: nn.Module) -> list[torch.Tensor]:
    """The running means of all normalisations."""
    norms = [m for m in networks.modules() if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)]
    assert norms
    return [norm.running_mean.clone() for norm in norms]
