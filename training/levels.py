"""Fit what tells beats that are twice too fast: python -m training.levels prints it for model/levels.py.

The songs are drawn as those by which `training.rhythm` judges, more of them: on instruments that neither
training nor tests play.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from model.beats import hear_beats
from model.levels import alternation
from model.recognizer import Recognizer
from model.segments import name_chords
from training import places
from training.prepared.songs import SongRecipe
from training.rhythm import BeatPlan

SONGS = 1_200
STRENGTH = 10.0  # of the fit, against weights of 0
NEAR = 0.1  # share by which a median distance of beats may differ from the music's, or from half of it

Example = tuple[np.ndarray, bool]  # the signs, and whether the beats are twice too fast


def examples(recipe: SongRecipe, recognizer: Recognizer, cache: Path) -> Iterator[Example]:
    """What is heard of each song whose beats are found at the music's level or at twice its tempo."""
    calibration = recognizer.of_songs.calibration
    recipe.prepare(cache)
    for index in range(len(recipe)):
        song, waveform = recipe[index].record(cache)
        heard = recognizer.hear_song(waveform)
        beats = hear_beats(heard.beats)
        chords = name_chords(heard.logits, calibration, heard.seconds)
        changes = np.array([timed.start for timed in chords[1:]])
        two = alternation(beats.times, beats.any_beat, beats.quarters, changes)
        if two is None or len(song.beats) < 2:
            continue
        distance = np.median(np.diff([beat.time for beat in song.beats])) / np.median(np.diff(beats.times))
        for level in (1, 2):
            if abs(distance / level - 1) < NEAR:
                yield two.signs, level == 2


def fit(found: list[Example]) -> tuple[np.ndarray, float]:
    """The weights of the signs, the first of which is always 1, and the share that they tell rightly."""
    signs, is_twice = np.array([one[0] for one in found]), np.array([one[1] for one in found])
    model = LogisticRegression(C=STRENGTH).fit(signs[:, 1:], is_twice)
    return np.concatenate([model.intercept_, model.coef_[0]]), model.score(signs[:, 1:], is_twice)


def main() -> None:
    """Listen to the validation songs, and print."""
    parser = argparse.ArgumentParser(prog="python -m training.levels", description=__doc__)
    parser.add_argument("--songs", type=int, default=SONGS)
    parser.add_argument("--notes", type=Path, nargs="*", default=places.find_notes())
    parser.add_argument("--data", type=Path, default=places.DATA_DIR)
    options = parser.parse_args()
    _, recipe = BeatPlan(valid_songs=options.songs, notes=tuple(map(str, options.notes))).recipes()
    found = list(examples(recipe, Recognizer.load(), options.data))
    before = 1 - np.mean([is_twice for _, is_twice in found])
    learned, right = fit(found)
    print(f"TOO_FAST = np.array({learned.round(1).tolist()})")
    print(f"of {len(found)} songs, {before:.0%} at the music's level before, {right:.0%} after")


if __name__ == "__main__":
    main()
