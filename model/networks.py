"""The networks: one pitch-equivariant trunk with two kinds of head."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.chords import ROOT_LABELS, ROOTS, TYPES
from preprocessing.layout import BINS_PER_OCTAVE, BINS_PER_SEMITONE, OCTAVES

HARMONICS = (0.5, 1, 2, 3, 4, 5)
HARMONIC_SHIFTS = tuple(round(BINS_PER_OCTAVE * math.log2(h)) for h in HARMONICS)  # bins
PITCH_CLASSES = 12
CHANNELS = 32
HEAD_CHANNELS = 96
DROPOUT = 0.1


def stack_harmonics(spectrogram: Tensor) -> Tensor:
    """[batch, bins, frames] -> [batch, harmonics, bins, frames]: at each bin, the energy at its harmonics.

    After Bittner et al., "Deep salience representations for F0 estimation in polyphonic music", ISMIR 2017.
    """
    bins = spectrogram.shape[1]
    padded = F.pad(spectrogram, (0, 0, -min(HARMONIC_SHIFTS), max(HARMONIC_SHIFTS)))
    starts = [shift - min(HARMONIC_SHIFTS) for shift in HARMONIC_SHIFTS]
    return torch.stack([padded[:, start : start + bins] for start in starts], dim=1)


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    """Mean over the frames (last axis) that the mask [batch, frames] keeps."""
    weights = mask.to(values.dtype)[:, None, None]
    return (values * weights).sum(-1) / weights.sum(-1)


def masked_max(values: Tensor, mask: Tensor) -> Tensor:
    """Maximum over the frames (last axis) that the mask [batch, frames] keeps."""
    return values.masked_fill(~mask[:, None, None], -torch.inf).amax(-1)


def picture_block(inputs: int, outputs: int, kernel: tuple[int, int], stride: int = 1) -> nn.Sequential:
    """A convolution over (pitch, time), normalised, with ReLU; `stride` thins out the pitch axis."""
    padding = ((kernel[0] - stride + 1) // 2, kernel[1] // 2)
    conv = nn.Conv2d(inputs, outputs, kernel, (stride, 1), padding, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU())


def pitch_block(inputs: int, outputs: int, kernel: int, padding_mode: str = "zeros") -> nn.Sequential:
    """A convolution along pitch (or, "circular", around the pitch classes), normalised, with ReLU."""
    conv = nn.Conv1d(inputs, outputs, kernel, padding=kernel // 2, padding_mode=padding_mode, bias=False)
    return nn.Sequential(conv, nn.BatchNorm1d(outputs), nn.ReLU())


class PitchTrunk(nn.Module):
    """Spectrogram -> a vector for each of the 12 pitch classes; a transposition rolls the vectors.

    Convolutions over pitch and time find partials; frames are pooled; convolutions along pitch find notes
    and mark the lowest while octaves are still apart; only then are the octaves folded, and the pitch
    classes compared around their circle.
    """

    def __init__(self) -> None:
        super().__init__()
        self.partials = picture_block(len(HARMONICS), CHANNELS // 2, (5, 3))
        self.semitones = picture_block(CHANNELS // 2, CHANNELS, (7, 3), stride=BINS_PER_SEMITONE)
        self.notes = nn.Sequential(
            pitch_block(2 * CHANNELS, HEAD_CHANNELS, 13), pitch_block(HEAD_CHANNELS, HEAD_CHANNELS, 13)
        )
        self.salience = nn.Conv1d(HEAD_CHANNELS, 1, 1)
        self.circle = nn.Sequential(
            nn.Dropout(DROPOUT),
            pitch_block(2 * HEAD_CHANNELS + 2, HEAD_CHANNELS, 11, "circular"),
            pitch_block(HEAD_CHANNELS, HEAD_CHANNELS, 11, "circular"),
            nn.Dropout(DROPOUT),
        )

    def forward(self, spectrogram: Tensor, mask: Tensor) -> Tensor:
        """[batch, BINS, frames] and its mask [batch, frames] -> [batch, HEAD_CHANNELS, 12], C first."""
        audible = mask[:, None, None].to(spectrogram.dtype)
        x = self.partials(stack_harmonics(spectrogram)) * audible  # or padding would be heard at its edge
        x = self.semitones(x)
        notes = self.notes(torch.cat([masked_mean(x, mask), masked_max(x, mask)], dim=1))
        salience = self.salience(notes).float()  # bfloat16 is too coarse for a sum over all notes below
        return self.circle(fold_octaves(notes, salience.sigmoid(), lowest_note(salience)))


def lowest_note(salience: Tensor) -> Tensor:
    """Logits of "this note sounds" [batch, 1, notes] -> probability that it is the lowest that does."""
    silent_below = F.logsigmoid(-salience).cumsum(-1) - F.logsigmoid(-salience)
    return (F.logsigmoid(salience) + silent_below).exp()


def fold_octaves(notes: Tensor, salience: Tensor, bass: Tensor) -> Tensor:
    """[batch, channels, 84] (A0 first) and two [batch, 1, 84] -> [batch, 2 * channels + 2, 12], C first."""

    def by_octave(x: Tensor) -> Tensor:
        return x.unflatten(-1, (OCTAVES, PITCH_CLASSES))

    mean, peak = by_octave(notes).mean(-2), by_octave(notes).amax(-2)
    folded = torch.cat([mean, peak, by_octave(salience).amax(-2), by_octave(bass).sum(-2)], dim=1)
    return folded.roll(ROOTS.index("A"), dims=-1)


class RootCNN(nn.Module):
    """The root's pitch class, or none, and the bass: equivariant, shift in, shift out."""

    labels = ROOT_LABELS

    def __init__(self) -> None:
        super().__init__()
        self.trunk = PitchTrunk()
        self.root = nn.Conv1d(HEAD_CHANNELS, 1, 1)
        self.none = nn.Linear(2 * HEAD_CHANNELS, 1)
        self.bass = nn.Conv1d(HEAD_CHANNELS, 1, 1)

    def forward(self, spectrogram: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """[batch, BINS, frames], mask [batch, frames] -> logits of the root and of the bass.

        The root's are [batch, 13], C to B and "no chord"; the bass's [batch, 12].
        """
        circle = self.trunk(spectrogram, mask)
        none = self.none(torch.cat([circle.mean(-1), circle.amax(-1)], dim=1))
        return torch.cat([self.root(circle).squeeze(1), none], dim=1), self.bass(circle).squeeze(1)


class TypeCNN(nn.Module):
    """The type of the chord on each root: a transposition rolls its answers."""

    labels = TYPES

    def __init__(self) -> None:
        super().__init__()
        self.trunk = PitchTrunk()
        self.type_on_root = nn.Conv1d(HEAD_CHANNELS, len(TYPES), 1)

    def forward(self, spectrogram: Tensor, mask: Tensor) -> Tensor:
        """[batch, BINS, frames], mask [batch, frames] -> logits [batch, 15, 12]: each type on each root."""
        return self.type_on_root(self.trunk(spectrogram, mask))
