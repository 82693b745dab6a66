import re

import numpy as np
import pytest
import soundfile

from model.chords import NO_CHORD
from model.harte import parse
from preprocessing.layout import SAMPLE_RATE
from tests.measuring.test_scores import write_manifest
from training import testset
from training.reporting import report
from training.sounds import degradations
from training.testset import HeldOut

TIMES = np.arange(SAMPLE_RATE) / SAMPLE_RATE
C_MAJOR = sum(
    0.1 * np.sin(2 * np.pi * f * TIMES) / k for n in (262, 330, 392) for k in (1, 2) for f in (n * k,)
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A report on three clips, one of them degraded, and on one real recording."""
    folder = tmp_path_factory.mktemp("report")
    chord = C_MAJOR.astype(np.float32)
    room = degradations.table(())["room, 0.8 s"](chord, np.random.default_rng(0))
    clips = [
        HeldOut(chord, parse("C:maj"), "fluid_000", 0, 4),
        HeldOut(room, parse("C:maj"), "fluid_000", 0, 4, "room, 0.8 s"),
        HeldOut(np.zeros(SAMPLE_RATE, np.float32), NO_CHORD, "silence"),
    ]
    testset.write(clips, folder / "testset")
    soundfile.write(folder / "real.wav", chord, SAMPLE_RATE)
    columns = ("path", "root", "type", "instrument", "room")
    real = write_manifest(folder / "real.csv", [("real.wav", "C", "maj", "synthesiser", "dry")], columns)
    log = folder / "training-log.csv"
    log.write_text("step,joint,root_loss,type_loss\n19,0.5,1.0,0.9\n39,0.6,0.8,0.7\n")
    path = report.write(
        folder / "testset" / "manifest.csv",
        folder / "docs",
        real=real,
        baselines_folder=folder / "none",
        log=log,
    )
    return path.parent, path.read_text(encoding="utf-8")


def test_the_sections_are_there(written):
    headings = re.findall(r"^## (.*)$", written[1], re.MULTILINE)
    assert headings == [
        "Done when",
        "Held-out instruments and sounds",
        "Real recordings",
        "Confusions",
        "Calibration",
        "Side by side",
        "Learning curves",
    ]


def test_the_figures_are_there(written):
    folder, text = written
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(pictures) == 6
    assert {folder / picture for picture in pictures} == set((folder / "figures").iterdir())


def test_it_says_what_was_measured_and_where(written):
    for words in ("| commit | `", "| date | 20", "cores; Python 3", "made at `", "3 clips of the held-out"):
        assert words in written[1]


def test_the_bars(written):
    assert "| real recordings: joint | 1 | >= 0.9900 | 1.0000 | met |" in written[1]
    assert "| room, 0.8 s: joint | 1 | >= 0.9700 | 1.0000 | met |" in written[1]
    assert "| acceptance, 922 real recordings: joint |  | >= 0.9850 |  | not measured here |" in written[1]


def test_all_listeners_stand_side_by_side(written):
    assert "|  | Chordscope | the same, untrained | template matcher |" in written[1]
    assert "| chords, clean | 1.0000 | 0.0000 | 1.0000 |" in written[1]
    assert re.search(r"\| no chord \| 1\.0000 \| [01]\.0000 \| 0\.0000 \|", written[1])
    assert "MelCNN was not trained here" in written[1]


def test_real_recordings_by_what_their_manifest_says(written):
    assert "| synthesiser | 1 | 1.0000 | 1.0000 | 1.0000 | 0.0000 |" in written[1]
    assert "| dry | 1 |" in written[1]


def test_a_manifest_of_something_else_is_refused(tmp_path):
    manifest = write_manifest(tmp_path / "manifest.csv", [("a.wav", "C", "maj", "piano", "dry")])
    with pytest.raises(ValueError, match="no column kind"):
        report.write(manifest, tmp_path)
