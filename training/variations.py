"""Pictures as they might have been recorded otherwise: no clip or song is seen twice alike in training."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from preprocessing.features import compress, expand
from preprocessing.layout import OCTAVES

EQUALISED = 3.0  # dB, standard deviation of the gain at each octave
RESONANT = (0.0, 4.0)  # dB, that of the gain at each third of an octave besides: bodies, rooms, loudspeakers
HISSING_SHARE = 0.4  # of pictures
HISS = (20.0, 55.0)  # dB below the loudest bin
HISS_SLOPE = 12.0  # dB by which hiss may rise or fall from the middle to either end
AUDIBLE = 0.5  # of the brightest bin: what is darker everywhere is silence, and stays as it is


def vary(pictures: Tensor, loudest: Callable[[Tensor], Tensor]) -> Tensor:
    """Spectrograms [batch, BINS, frames] through an equaliser each, some with hiss as well; the same shape.

    loudest: of linear magnitudes, what 1 stands for in a picture, as `compress` takes it. Frames of perfect
    silence, as behind the end of a clip, stay black.
    """
    magnitudes = expand(pictures)
    changed = magnitudes * _equaliser(pictures)
    changed = (changed.square() + _hiss(pictures).square()).sqrt() * (pictures.amax(1, keepdim=True) > 0)
    audible = pictures.amax((1, 2), keepdim=True) >= AUDIBLE
    return torch.where(audible, compress(changed, loudest(changed)), pictures)


def _equaliser(pictures: Tensor) -> Tensor:
    """Factors for magnitudes, of another broad curve with other peaks and dips for each picture."""
    count = len(pictures)
    broad = EQUALISED * torch.randn(count, 1, OCTAVES + 1)
    depth = torch.empty(count, 1, 1).uniform_(*RESONANT)
    return _gains(broad, pictures) * _gains(depth * torch.randn(count, 1, 3 * OCTAVES + 1), pictures)


def _hiss(pictures: Tensor) -> Tensor:
    """Magnitudes of coloured noise, or of none, to be added to these pictures."""
    shape = (len(pictures), 1, 1)
    below = torch.empty(shape).uniform_(*HISS)
    slope = torch.linspace(-1, 1, OCTAVES + 1) * torch.empty(shape).uniform_(-HISS_SLOPE, HISS_SLOPE)
    hissing = (torch.rand(shape) < HISSING_SHARE).to(pictures)
    noise = torch.empty_like(pictures).exponential_().sqrt()  # magnitudes of noise are Rayleigh's
    return hissing * _gains(slope - below, pictures) * noise


def _gains(decibels: Tensor, like: Tensor) -> Tensor:
    """Gains at octaves in dB [batch, 1, points] -> factors for magnitudes [batch, BINS, 1], drawn through."""
    curve = F.interpolate(decibels.to(like), size=like.shape[1], mode="linear", align_corners=True)
    return (10 ** (curve / 20)).transpose(1, 2)
