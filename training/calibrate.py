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
TRUSTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)  # tried for songs
VALID_SEED = 1  # one more than that of the training clips, whose default is 0


def calibrate(root: RootCNN, type_: TypeCNN, clips: Clips) -> tuple[Calibration, dict[str, float]]:
    """Fit temperatures and thresholds on clips of other instruments than those of the training.

    Gives them with the scores of validation.
    """
    heard = all_logits(root, type_, clips)
    chords = heard.type_targets != NO_TYPE
    on_roots = on_true_root(heard.types, heard.root_targets)
    fitted = Calibration(
        root_temperature=fit_temperature(heard.roots, heard.root_targets),
        type_temperature=fit_temperature(on_roots[chords], heard.type_targets[chords]),
        bass_temperature=fit_temperature(heard.basses[chords], heard.bass_targets[chords]),
    )
    confidence, right = judge(heard, fitted, ALL)
    scores = {
        "valid_clips": len(clips),
        "valid_joint": right.float().mean().item(),
        "valid_bass": (heard.basses.argmax(1) == heard.bass_targets)[chords].float().mean().item(),
        "valid_calibration_error": calibration_error(confidence, right),
    }
    sure_above = {name: sure_threshold(*judge(heard, fitted, name)) for name in VOCABULARIES}
    return replace(fitted, sure_above=sure_above), scores


@dataclass(frozen=True)
class HeardSong:
    """The logits of a song's segments, and its true answers: places in `ANSWERS[ALL]` [segments]."""

    logits: Logits
    answers: Tensor


def calibrate_songs(
    root: RootCNN, type_: TypeCNN, songs: Songs, clips: Calibration
) -> tuple[Calibration, dict[str, float]]:
    """Fit what songs need besides the calibration of clips: the trust that makes confidence most honest.

    Gives it with the scores of validation, over the segments of songs on other instruments, without beats.
    """
    heard = hear_songs(root, type_, songs)
    tried = [replace(clips, song_trust=trust) for trust in TRUSTS]
    fitted = min(tried, key=lambda one: calibration_error(*judge_songs(heard, one, ALL)))
    confidence, right = judge_songs(heard, fitted, ALL)
    scores = {
        "valid_songs": len(songs),
        "valid_songs_joint": right.float().mean().item(),
        "valid_songs_calibration_error": calibration_error(confidence, right),
    }
    sure_above = {name: sure_threshold(*judge_songs(heard, fitted, name)) for name in VOCABULARIES}
    return replace(fitted, song_sure_above=sure_above), scores


@torch.no_grad()
def hear_songs(root: RootCNN, type_: TypeCNN, songs: Songs) -> list[HeardSong]:
    """Let both networks hear every song of a database."""
    heard = []
    for place in range(len(songs)):
        song = songs[[place]]
        roots, basses = root.of_songs(song.spectrograms)
        logits = Logits(*map(as_array, (roots, type_.of_songs(song.spectrograms), basses)))
        heard.append(HeardSong(logits, answer_targets(song.roots, song.types)))
    return heard


def judge_songs(heard: list[HeardSong], calibration: Calibration, vocabulary: str) -> tuple[Tensor, Tensor]:
    """Confidence, and whether the chord is right, at the centres of segments whose chord a vocabulary has."""
    pairs = []
    for song in heard:
        count = len(song.answers)
        chords = segments.name_chords(song.logits, calibration, count * segments.STEP, vocabulary=vocabulary)
        centres = segments.FIRST_CENTRE + segments.STEP * np.arange(count)
        at_each = np.searchsorted([chord.start for chord in chords], centres, side="right") - 1
        truths = [in_vocabulary(ANSWERS[ALL][answer], vocabulary) for answer in song.answers.tolist()]
        pairs += [
            (chords[place].confidence, replace(chords[place].chord, bass=None) == truth)
            for place, truth in zip(at_each.tolist(), truths, strict=True)
            if truth is not None
        ]
    confidence, right = zip(*pairs, strict=True)
    return torch.tensor(confidence), torch.tensor(right)


@dataclass(frozen=True)
class Heard:
    """Logits of both networks for every clip of a database, and the targets, each [clips, ...]."""

    roots: Tensor
    types: Tensor
    basses: Tensor
    root_targets: Tensor
    type_targets: Tensor
    bass_targets: Tensor


@torch.no_grad()
def all_logits(root: RootCNN, type_: TypeCNN, clips: Clips) -> Heard:
    """Let both networks hear every clip of a database."""
    rows = []
    for batch in clips.in_order(BATCH):
        inputs = batch.spectrograms, batch.mask
        roots, basses = root(*inputs)
        rows.append((roots, type_(*inputs), basses, batch.roots, batch.types, batch.basses))
    return Heard(*map(torch.cat, zip(*rows, strict=True)))


def judge(heard: Heard, calibration: Calibration, vocabulary: str) -> tuple[Tensor, Tensor]:
    """Confidence, and whether the answer is right, of the clips whose chord a vocabulary has."""
    confidence, answers = joint_probabilities(heard.roots, heard.types, calibration, vocabulary).max(1)
    played = answer_targets(heard.root_targets, heard.type_targets)
    truths = [in_vocabulary(ANSWERS[ALL][place], vocabulary) for place in played.tolist()]
    named = [ANSWERS[vocabulary][place] for place in answers.tolist()]
    known = torch.tensor([truth is not None for truth in truths])
    right = torch.tensor([name == truth for name, truth in zip(named, truths, strict=True)])
    return confidence[known], right[known]


def recalibrate(folder: Path, clips: Clips, songs: Songs) -> tuple[Calibration, dict[str, float]]:
    """Fit the weights of a folder on validation clips and songs; write calibration and scores into them.

    Raises WeightsError for weights that cannot be read.
    """
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    paths = folder / "root.safetensors", folder / "type.safetensors"
    known = weights.load(root, paths[0]), weights.load(type_, paths[1])
    of_clips, clip_scores = calibrate(root, type_, clips)
    calibration, song_scores = calibrate_songs(root, type_, songs, of_clips)
    found = {**clip_scores, **song_scores}
    for network, path, metadata in zip((root, type_), paths, known, strict=True):
        scores = {**metadata.scores, **found}
        weights.save(network, replace(metadata, calibration=calibration, scores=scores), path)
    return calibration, found


def main() -> None:
    """Read the command line, render the validation clips, and calibrate the weights anew."""
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
