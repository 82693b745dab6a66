import argparse

import pytest
import torch

from model.decision import ANSWERS
from tests.helpers.made_up import write_clips
from tests.training.sounds.test_clips import sines
from training.benchmark import doubled, doubled_page, waves
from training.benchmark.doubled_page import ORIGINALS, PIANO, REAL, SAME_EPOCHS, SAME_STEPS, Found
from training.benchmark.measured import MEL_CNN, OURS
from training.learner import answer_targets
from training.sounds.banks import NoteBank


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    """A piano of sines, for the command to play."""
    piano = sines("piano")
    monkeypatch.setattr(waves, "load_piano", lambda: NoteBank("piano", piano.notes))
    return tmp_path


def test_copies_are_on_the_side_of_their_originals(rendered):
    absent = rendered / "absent.csv"
    options = argparse.Namespace(samples=24, data=rendered, testset=absent, real=absent)
    sounds = doubled.gather(options)
    originals, both = ({i.path for i in s.items} for s in (sounds.originals, sounds.both))
    assert len(both) == 2 * len(originals)
    assert set(sounds.scored) == {PIANO, doubled_page.AMPLIFIED}
    amplified = sounds.scored[doubled_page.AMPLIFIED]
    assert len(amplified) == len(sounds.scored[PIANO]) == 24 - len(originals)
    assert all("amplifier" in item.path for item in amplified.items)
    assert not both & {item.path for item in amplified.items}


def test_the_share_that_is_named_right(tmp_path):
    clips = write_clips(tmp_path)

    def right(batch):
        answers = answer_targets(batch.roots, batch.types)
        return torch.stack([answers, batch.types], dim=1)

    def wrong(batch):
        return (right(batch) + 1) % len(ANSWERS)

    assert doubled.share_right(clips, right) == 1
    assert doubled.share_right(clips, wrong) == 0


def test_the_page_says_what_copies_bring():
    scores = {ORIGINALS: 0.5, SAME_STEPS: 0.75, SAME_EPOCHS: 0.25}
    found = [
        Found(network, lesson, 100, 4, 12.0, {PIANO: 1.0, REAL: right})
        for network in (OURS, MEL_CNN)
        for lesson, right in scores.items()
    ]
    text = doubled_page.write(found, 144)
    assert "144 recordings" in text
    assert f"| {OURS} | {SAME_STEPS} | 100 x 4 | 12 s | 1.0000 | 0.7500 |" in text
    assert f"- {MEL_CNN}, {SAME_EPOCHS}: {PIANO} +0.0000, {REAL} -0.2500" in text
