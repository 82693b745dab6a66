"""The networks: one pitch-equivariant trunk with two kinds of head."""

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.chords import ROOT_LABELS, ROOTS, TYPES
from preprocessing import layout
from preprocessing.layout import BINS_PER_OCTAVE, BINS_PER_SEMITONE, OCTAVES, SEGMENT_FRAMES, SEGMENT_STEP

FEATURES = {  # of the picture that both networks are made for
    name.lower(): getattr(layout, name)
    for name in (
        "SAMPLE_RATE",
        "LOWEST",
        "OCTAVES",
        "BINS_PER_OCTAVE",
        "HOP",
        "WINDOW",
        "GAMMA",
        "DYNAMIC_RANGE",
    )
}
HARMONICS = (0.5, 1, 2, 3, 4, 5)
HARMONIC_SHIFTS = tuple(round(BINS_PER_OCTAVE * math.log2(h)) for h in HARMONICS)  # bins
PITCH_CLASSES = 12
CHANNELS = 32
HEAD_CHANNELS = 96
CONTEXT = 5  # segments that a convolution over time sees
DILATIONS = (1, 2, 4, 8, 16)  # segments: 16 s of a song are heard to either side
CHUNK = 128  # segments of a song that are heard at a time: more take more memory and no less time
MARGIN = 2  # segments that hear an edge: it is 2 frames from it to what two convolutions see, 1 to the next
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


def pool_clips(frames: Tensor, mask: Tensor) -> Tensor:
    """Frames [clips, channels, notes, frames] -> mean and maximum of each [clips, 2 * channels, notes].

    mask: the frames that count, bool [clips, frames].
    """
    return torch.cat([masked_mean(frames, mask), masked_max(frames, mask)], dim=1)


def pool_segments(frames: Tensor) -> Tensor:
    """Frames [songs, channels, notes, frames] -> of each segment [songs, segments, 2 * channels, notes].

    A segment is as long and comes as often as `layout` says; the frames at both ends are repeated.
    """
    missing = SEGMENT_FRAMES - SEGMENT_STEP
    rest = -frames.shape[-1] % SEGMENT_STEP
    padded = F.pad(frames.flatten(1, 2), (missing // 2, missing - missing // 2 + rest), mode="replicate")
    size = {"kernel_size": SEGMENT_FRAMES, "stride": SEGMENT_STEP}
    pooled = [pool(padded, **size).unflatten(1, frames.shape[1:3]) for pool in (F.avg_pool1d, F.max_pool1d)]
    return torch.cat(pooled, dim=1).movedim(-1, 1)


class Neighbours(nn.Module):
    """Each segment's vectors in the light of those before and after it, pitch class by pitch class.

    A clip has a single segment, which hears nothing beside it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(self._block(dilation) for dilation in DILATIONS)

    @staticmethod
    def _block(dilation: int) -> nn.Sequential:
        size = {
            "kernel_size": (1, CONTEXT),
            "dilation": (1, dilation),
            "padding": (0, CONTEXT // 2 * dilation),
        }
        last = nn.Conv2d(HEAD_CHANNELS, HEAD_CHANNELS, 1)
        nn.init.zeros_(last.weight)  # begins as if each segment were alone
        nn.init.zeros_(last.bias)
        return nn.Sequential(nn.Conv2d(HEAD_CHANNELS, HEAD_CHANNELS, **size), nn.ReLU(inplace=True), last)

    def forward(self, circles: Tensor) -> Tensor:
        """[songs, segments, HEAD_CHANNELS, 12] -> the same."""
        x = circles.movedim(1, -1)
        for block in self.blocks:
            x = block(x).add_(x)  # in place: ten minutes take tens of megabytes
        return x.movedim(-1, 1)


class PitchTrunk(nn.Module):
    """Spectrogram -> a vector for each of the 12 pitch classes; a transposition rolls the vectors.

    Convolutions over pitch and time find partials; frames are pooled, over a clip or over the segments of a
    song; convolutions along pitch find notes and mark the lowest while octaves are still apart; only then
    are the octaves folded, and the pitch classes compared around their circle, and with the segments beside.
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
        self.neighbours = Neighbours()

    def forward(self, spectrogram: Tensor, mask: Tensor) -> Tensor:
        """[batch, BINS, frames] and its mask [batch, frames] -> [batch, HEAD_CHANNELS, 12], C first."""
        circles = self.compare(pool_clips(self.hear(spectrogram, mask), mask))
        return self.neighbours(circles[:, None])[:, 0]

    def of_songs(self, spectrograms: Tensor) -> Tensor:
        """[songs, BINS, frames] -> [songs * segments, HEAD_CHANNELS, 12], C first."""
        return self.neighbours(self.segments(spectrograms)).flatten(0, 1)

    def segments(self, spectrograms: Tensor) -> Tensor:
        """[songs, BINS, frames] -> each segment by itself [songs, segments, HEAD_CHANNELS, 12], C first."""
        mask = torch.ones(len(spectrograms), spectrograms.shape[-1], dtype=torch.bool)
        pooled = pool_segments(self.hear(spectrograms, mask.to(spectrograms.device)))
        return self.compare(pooled.flatten(0, 1)).unflatten(0, pooled.shape[:2])

    def in_chunks(self, spectrograms: Tensor) -> Iterator[Tensor]:
        """The same some segments at a time, so that memory does not grow with the length of a song.

        A chunk is heard with `MARGIN` segments more on either side: what an edge spoils is left out.
        """
        frames = spectrograms.shape[-1]
        for first in range(0, math.ceil(frames / SEGMENT_STEP), CHUNK):
            start, end = max(0, first - MARGIN), first + CHUNK + MARGIN
            heard = self.segments(spectrograms[..., start * SEGMENT_STEP : end * SEGMENT_STEP])
            yield heard[:, first - start :][:, :CHUNK]

    def hear(self, spectrogram: Tensor, mask: Tensor) -> Tensor:
        """[batch, BINS, frames] and its mask -> traces of notes [batch, CHANNELS, 84, frames]."""
        audible = mask[:, None, None].to(spectrogram.dtype)
        x = self.partials(stack_harmonics(spectrogram)) * audible  # or padding would be heard at its edge
        return self.semitones(x)

    def compare(self, pooled: Tensor) -> Tensor:
        """Pooled frames [batch, 2 * CHANNELS, 84] -> [batch, HEAD_CHANNELS, 12], C first."""
        notes = self.notes(pooled)
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
    features = FEATURES

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
        return self.name(self.trunk(spectrogram, mask))

    def of_songs(self, spectrograms: Tensor) -> tuple[Tensor, Tensor]:
        """[songs, BINS, frames] -> the same logits for all segments of the first song, the second, ..."""
        return self.name(self.trunk.of_songs(spectrograms))

    def name(self, circle: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of the pitch classes [batch, HEAD_CHANNELS, 12] -> logits."""
        none = self.none(torch.cat([circle.mean(-1), circle.amax(-1)], dim=1))
        return torch.cat([self.root(circle).squeeze(1), none], dim=1), self.bass(circle).squeeze(1)


class TypeCNN(nn.Module):
    """The type of the chord on each root: a transposition rolls its answers."""

    labels = TYPES
    features = FEATURES

    def __init__(self) -> None:
        super().__init__()
        self.trunk = PitchTrunk()
        self.type_on_root = nn.Conv1d(HEAD_CHANNELS, len(TYPES), 1)

    def forward(self, spectrogram: Tensor, mask: Tensor) -> Tensor:
        """[batch, BINS, frames], mask [batch, frames] -> logits [batch, 15, 12]: each type on each root."""
        return self.name(self.trunk(spectrogram, mask))

    def of_songs(self, spectrograms: Tensor) -> Tensor:
        """[songs, BINS, frames] -> the same logits for all segments of the first song, the second, ..."""
        return self.name(self.trunk.of_songs(spectrograms))

    def name(self, circle: Tensor) -> Tensor:
        """Vectors of the pitch classes [batch, HEAD_CHANNELS, 12] -> logits."""
        return self.type_on_root(circle)
