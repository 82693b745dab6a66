"""Fit temperatures and the threshold of "not sure" on validation instruments: honest confidence.

Training does this at its end; python -m training.calibrate does it again for weights that are there.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model import segments, weights
from model.chords import Chord
from model.decision import ALL, ANSWERS, VOCABULARIES, Calibration, in_vocabulary
from model.networks import RootCNN, TypeCNN
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
class Calibrations:
    """The calibrations of clips and of the segments of songs, and the scores of validation."""

    clips: Calibration
    songs: Calibration
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


def calibrate(root: RootCNN, type_: TypeCNN, clips: Clips, songs: Songs) -> Calibrations:
    """Fit temperatures and thresholds on clips and songs of other instruments than those of the training."""
    heard, heard_songs = hear_clips(root, type_, clips), hear_songs(root, type_, songs)
    of_clips, of_songs = fit_temperatures(heard), fit_temperatures(heard_songs)
    judged = {name: judge(heard, of_clips, name) for name in VOCABULARIES}
    judged_songs = {name: judge_songs(heard_songs, songs.segments, of_songs, name) for name in VOCABULARIES}
    at_bass = (heard.basses.argmax(1) == heard.bass_targets)[heard.chords]
    return Calibrations(
        clips=replace(of_clips, sure_above=_thresholds(judged)),
        songs=replace(of_songs, sure_above=_thresholds(judged_songs)),
        scores={
            "valid_clips": len(clips),
            "valid_joint": _share_right(judged[ALL]),
            "valid_bass": at_bass.float().mean().item(),
            "valid_calibration_error": calibration_error(*judged[ALL]),
            "valid_songs": len(songs),
            "valid_songs_joint": _share_right(judged_songs[ALL]),
            "valid_songs_calibration_error": calibration_error(*judged_songs[ALL]),
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
def hear_clips(root: RootCNN, type_: TypeCNN, clips: Clips) -> Heard:
    """Let both networks hear every clip of a database."""
    rows = []
    for batch in clips.in_order(BATCH):
        inputs = batch.spectrograms, batch.mask
        roots, basses = root(*inputs)
        rows.append((roots, type_(*inputs), basses, batch.roots, batch.types, batch.basses))
    return Heard(*map(torch.cat, zip(*rows, strict=True)))


@torch.no_grad()
def hear_songs(root: RootCNN, type_: TypeCNN, songs: Songs) -> Heard:
    """Let both networks hear every song of a database: its segments, one song after the other."""
    rows = []
    for place in range(len(songs)):
        song = songs[[place]]
        roots, basses = root.of_songs(song.spectrograms)
        types = type_.of_songs(song.spectrograms)
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


def recalibrate(folder: Path, clips: Clips, songs: Songs) -> Calibrations:
    """Fit the weights of a folder on validation clips and songs; write calibrations and scores into them.

    Raises WeightsError for weights that cannot be read.
    """
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    paths = folder / "root.safetensors", folder / "type.safetensors"
    known = weights.load(root, paths[0]), weights.load(type_, paths[1])
    found = calibrate(root, type_, clips, songs)
    for network, path, metadata in zip((root, type_), paths, known, strict=True):
        scores = {**metadata.scores, **found.scores}
        renewed = replace(metadata, calibration=found.clips, song_calibration=found.songs, scores=scores)
        weights.save(network, renewed, path)
    return found


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
    print(recalibrate(options.weights, clips, songs))


if __name__ == "__main__":
    main()
