"""Fit what model/bars.py knows of accents: python -m training.rhythm FOLDER..., which prints its constants.

In the folders lie songs as training.songs.render writes them: NAME.flac, NAME.lab (chords), NAME.beats.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, mode

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import log_softmax

from model import bars
from model.bars import Grid, find_accents, possible_grids
from model.beats import FEWEST, beat_strength
from model.pulses import find_pulses
from preprocessing import audio
from preprocessing.onsets import FRAME_RATE, Onsets, find_onsets
from training.songs import annotation
from training.songs.annotation import Annotation

UNHEARD, IMAGINED = 0.1, 0.1  # shares of changes of chord that a recogniser misses, and that it makes up
BLUR = 0.05  # seconds by which it is early or late, standard deviation
WITHOUT = 0.5  # weight of a song whose changes are not known
BESIDE = 7  # frames by which a pulse may miss a beat
STEADY = 0.85  # share of beats that lie on pulses, and as many pulses apart as most
DECAY = 1e-3  # of the weights, for features of deviation 1


@dataclass(frozen=True)
class Example:
    """All bars that a song might have: their features [bars, 24], which are right [bars], and a weight."""

    features: np.ndarray
    is_right: np.ndarray
    weight: float


def examples(onsets: Onsets, truth: Annotation, generator: np.random.Generator) -> Iterator[Example]:
    """A song with its changes of chord, as a recogniser might give them, and without; none if no bars fit."""
    strength = beat_strength(onsets)
    found = [pulses for pulses in find_pulses(strength) if len(pulses) >= FEWEST]
    for changes, weight in ((mistaken(truth, generator), 1.0), (np.zeros(0), WITHOUT)):
        features, is_right = [], []
        for pulses in found:
            accents, right = find_accents(onsets, pulses, changes), true_bars(pulses, truth)
            for grid in possible_grids(pulses):
                features += [np.append(row, strength[pulses].mean()) for row in describe(accents, grid)]
                is_right += [(grid.pulses, grid.metre, start) == right for start in range(grid.steps)]
        if any(is_right):
            yield Example(np.array(features, dtype=np.float32), np.array(is_right), weight)


def mistaken(truth: Annotation, generator: np.random.Generator) -> np.ndarray:
    """The seconds at which chords change, as a recogniser might give them."""
    changes = np.array([chord.start for chord in truth.chords[1:]])
    heard = changes[generator.random(len(changes)) >= UNHEARD]
    imagined = generator.uniform(0, truth.chords[-1].end, generator.poisson(IMAGINED * len(changes)))
    return np.concatenate([heard + generator.normal(0, BLUR, len(heard)), imagined])


def true_bars(pulses: np.ndarray, truth: Annotation) -> tuple[int, int, int] | None:
    """Pulses of a beat, beats of a bar, the first pulse to begin one; None if the beats are on no grid."""
    times = np.array([beat.time for beat in truth.beats]) * FRAME_RATE
    if len(times) < FEWEST or not truth.metre:
        return None
    nearest = np.abs(times[:, None] - pulses).argmin(axis=1)
    apart = np.diff(nearest)
    division = int(median(apart))
    on_pulses = np.abs(pulses[nearest] - times) <= BESIDE
    if division == 0 or min(on_pulses.mean(), (apart == division).mean()) < STEADY:
        return None
    downbeats = [int(pulse) for pulse, beat in zip(nearest, truth.beats, strict=True) if beat.position == 1]
    return division, truth.metre, mode([pulse % (division * truth.metre) for pulse in downbeats])


def describe(accents: np.ndarray, grid: Grid) -> Iterator[np.ndarray]:
    """For each pulse at which bars might begin: mean accents at each place, and the grid's character [23]."""
    by_step = np.stack([accents[step :: grid.steps].mean(axis=0) for step in range(grid.steps)])
    places, character = grid.places(), grid.character(accents)
    share = np.stack(
        [(places == place) / max(1, (places == place).sum()) for place in range(len(bars.PLACES))]
    )
    for start in range(grid.steps):
        yield np.concatenate([(share @ np.roll(by_step, -start, axis=0)).ravel(), character])


def fit(songs: Iterable[Example]) -> np.ndarray:
    """The weights [24] under which the right bars are most probable, by a softmax over all of a song."""
    songs = list(songs)
    spread = np.concatenate([song.features for song in songs]).std(axis=0).clip(1e-6)
    rows = [torch.from_numpy(song.features / spread) for song in songs]
    weights = torch.zeros(rows[0].shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        right = [
            song.weight * log_softmax(row @ weights, 0)[song.is_right].logsumexp(0)
            for song, row in zip(songs, rows, strict=True)
        ]
        value = DECAY * weights.square().sum() - sum(right) / sum(song.weight for song in songs)
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach().double().numpy() / spread


def main() -> None:
    """Fit the weights to folders of songs and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="songs with their truth")
    stems = [
        lab.with_suffix("") for folder in parser.parse_args().folders for lab in sorted(folder.rglob("*.lab"))
    ]
    generator = np.random.default_rng(0)
    heard = ((find_onsets(audio.load(f"{stem}.flac")), annotation.read(stem)) for stem in stems)
    weights = fit(example for song in heard for example in examples(*song, generator)).round(2).tolist()
    print("PLACES =", [weights[0:3], weights[3:6], weights[6:9]])
    print("RECURRING =", weights[9:12], "\nFASTER =", weights[12:14], "\nOF_METRES =", weights[14:18])
    print("OF_PULSES =", weights[18:23], "\nSTRENGTH =", weights[23])


if __name__ == "__main__":
    main()
