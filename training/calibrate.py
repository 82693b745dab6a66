"""Fit temperatures and the threshold of "not sure" on validation instruments: honest confidence.

Training does this at its end; python -m training.calibrate does it again for weights that are there.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model import segments, weights
from model.chord_networks import ChordNetworks
from model.chords import Chord
from model.decision import ALL, ANSWERS, VOCABULARIES, Calibration, in_vocabulary
from model.prediction import Logits
from training import places
from training.answers import answer_targets, as_array, joint_probabilities, on_true_root
from training.calibration import calibration_error, fit_temperature, sure_threshold
from training.database import NO_TYPE, Clips, Recipe, SongRecipe, Songs, prepare, prepare_songs
from training.learner import BATCH
from training.prepared.songs import find_sheets
from training.prepared.sources import SourceError
from training.sounds import splits

VALID_CLIPS = 4_000  # drawn by training as well
VALID_SONGS = 200
VALID_SEED = 1  # one more than that of the training clips, whose default is 0

Judged = tuple[Tensor, Tensor]  # confidence, and whether the answer is right, each [answers]


@dataclass(frozen=True)
class Fitted:
    """A calibration, and the scores of validation."""

    calibration: Calibration
    scores: dict[str, float]


@dataclass(frozen=True)
class Heard:
    """Logits of both networks for every clip or segment of a database, and the targets, each [clips, ...]."""

    roots: Tensor
    types: Tensor
    basses: Tensor
    root_targets: Tensor
    type_targets: Tensor
    bass_targets: Tensor

    @property
    def chords(self) -> Tensor:
        """The clips that hold a chord, bool [clips]."""
        return self.type_targets != NO_TYPE

    @property
    def truths(self) -> list[Chord]:
        """The chord of each, or NO_CHORD."""
        played = answer_targets(self.root_targets, self.type_targets)
        return [ANSWERS[ALL][place] for place in played.tolist()]


def calibrate_clips(networks: ChordNetworks, clips: Clips) -> Fitted:
    """Fit temperatures and thresholds on clips of other instruments than those of the training."""
    heard = hear_clips(networks, clips)
    calibration = fit_temperatures(heard)
    judged = {name: judge(heard, calibration, name) for name in VOCABULARIES}
    at_bass = (heard.basses.argmax(1) == heard.bass_targets)[heard.chords]
    return Fitted(
        calibration=replace(calibration, sure_above=_thresholds(judged)),
        scores={
            "valid_clips": len(clips),
            "valid_joint": _share_right(judged[ALL]),
            "valid_bass": at_bass.float().mean().item(),
            "valid_calibration_error": calibration_error(*judged[ALL]),
        },
    )


def calibrate_songs(networks: ChordNetworks, songs: Songs) -> Fitted:
    """Fit temperatures and thresholds on the segments of songs on such instruments."""
    heard = hear_songs(networks, songs)
    calibration = fit_temperatures(heard)
    judged = {name: judge_songs(heard, songs.segments, calibration, name) for name in VOCABULARIES}
    return Fitted(
        calibration=replace(calibration, sure_above=_thresholds(judged)),
        scores={
            "valid_songs": len(songs),
            "valid_songs_joint": _share_right(judged[ALL]),
            "valid_songs_calibration_error": calibration_error(*judged[ALL]),
        },
    )


def _thresholds(judged: dict[str, Judged]) -> dict[str, float]:
    return {name: sure_threshold(*answers) for name, answers in judged.items()}


def _share_right(judged: Judged) -> float:
    _, right = judged
    return right.float().mean().item()


def fit_temperatures(heard: Heard) -> Calibration:
    """The temperatures under which the targets are most probable."""
    on_roots = on_true_root(heard.types, heard.root_targets)
    return Calibration(
        root_temperature=fit_temperature(heard.roots, heard.root_targets),
        type_temperature=fit_temperature(on_roots[heard.chords], heard.type_targets[heard.chords]),
        bass_temperature=fit_temperature(heard.basses[heard.chords], heard.bass_targets[heard.chords]),
    )


@torch.no_grad()
def hear_clips(networks: ChordNetworks, clips: Clips) -> Heard:
    """Let both networks hear every clip of a database."""
    rows = []
    for batch in clips.in_order(BATCH):
        inputs = batch.spectrograms, batch.mask
        roots, basses = networks.root(*inputs)
        rows.append((roots, networks.type(*inputs), basses, batch.roots, batch.types, batch.basses))
    return Heard(*map(torch.cat, zip(*rows, strict=True)))


@torch.no_grad()
def hear_songs(networks: ChordNetworks, songs: Songs) -> Heard:
    """Let both networks hear every song of a database: its segments, one song after the other."""
    rows = []
    for place in range(len(songs)):
        song = songs[[place]]
        roots, basses = networks.root.of_songs(song.spectrograms)
        types = networks.type.of_songs(song.spectrograms)
        rows.append((roots, types, basses, song.roots, song.types, song.basses))
    return Heard(*map(torch.cat, zip(*rows, strict=True)))


def judge(heard: Heard, calibration: Calibration, vocabulary: str) -> Judged:
    """The answers to clips whose chord a vocabulary has."""
    confidence, answers = joint_probabilities(heard.roots, heard.types, calibration, vocabulary).max(1)
    named = [ANSWERS[vocabulary][place] for place in answers.tolist()]
    return _compared(confidence.tolist(), named, heard.truths, vocabulary)


def judge_songs(heard: Heard, count: int, calibration: Calibration, vocabulary: str) -> Judged:
    """The chords of songs without beats, at the centres of segments whose chord a vocabulary has.

    count: the segments of each song.
    """
    centres = segments.FIRST_CENTRE + segments.STEP * np.arange(count)
    of_all = (heard.roots, heard.types, heard.basses)
    logits = zip(*(as_array(x.unflatten(0, (-1, count))) for x in of_all), strict=True)
    at_each = []
    for song in logits:
        chords = segments.name_chords(Logits(*song), calibration, count * segments.STEP, (), vocabulary)
        places = np.searchsorted([chord.start for chord in chords], centres, side="right") - 1
        at_each += [chords[place] for place in places.tolist()]
    named = [replace(timed.chord, bass=None) for timed in at_each]
    return _compared([timed.confidence for timed in at_each], named, heard.truths, vocabulary)


def _compared(confidence: list[float], named: list[Chord], truths: list[Chord], vocabulary: str) -> Judged:
    """Those answers whose truth a vocabulary has, against it."""
    wanted = [in_vocabulary(truth, vocabulary) for truth in truths]
    known = torch.tensor([truth is not None for truth in wanted])
    right = torch.tensor([name == truth for name, truth in zip(named, wanted, strict=True)])
    return torch.tensor(confidence)[known], right[known]


def recalibrate(folder: Path, fit: Callable[[ChordNetworks], Fitted]) -> Fitted:
    """Fit the networks of a folder again, and write calibration and scores into their weights.

    Raises WeightsError for weights that cannot be read.
    """
    networks, known = ChordNetworks.load(folder), weights.read_metadata(folder / weights.ROOT)
    fitted = fit(networks)
    renewed = replace(networks, calibration=fitted.calibration)
    renewed.save(folder, known.commit, known.data, {**known.scores, **fitted.scores})
    return fitted


def main() -> None:
    """Read the command line, render validation clips and songs, and calibrate the weights anew."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_DIR)
    parser.add_argument("--clips", type=int, default=VALID_CLIPS, help="validation clips to render")
    parser.add_argument("--songs", type=int, default=VALID_SONGS, help="validation songs to record")
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    options = parser.parse_args()
    notes = tuple(map(str, options.notes))
    try:
        clips = prepare(Recipe(splits.VALID, options.clips, VALID_SEED, notes), options.data)
        recipe = SongRecipe(splits.VALID, options.songs, VALID_SEED, notes, find_sheets())
        songs = prepare_songs(recipe, options.data)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    print(recalibrate(options.weights, lambda networks: calibrate_clips(networks, clips)))
    print(recalibrate(options.weights / weights.SONGS, lambda networks: calibrate_songs(networks, songs)))


if __name__ == "__main__":
    main()
