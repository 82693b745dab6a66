import csv

import numpy as np
import pytest
from PIL import Image

from model.chords import CHORDS, NO_CHORD
from tests.helpers.judged import make_judged
from training.reporting import figures

LARGEST = 100_000  # bytes


@pytest.fixture(scope="module")
def judged():
    """5,000 answers, nine of ten right."""
    rng = np.random.default_rng(0)
    answers = (*CHORDS, NO_CHORD)
    truths = [answers[i] for i in rng.integers(len(answers), size=5000)]
    heard = [t if rng.random() < 0.9 else answers[rng.integers(len(answers))] for t in truths]
    return [make_judged(t.label, h.label, rng.random()) for t, h in zip(truths, heard, strict=True)]


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "training-log.csv"
    columns = ("step", "joint", "root_loss", "type_loss", "valid_joint", "valid_root_loss", "valid_type_loss")
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for step in range(19, 2000, 20):
            writer.writerow((step, step / 2000, 30 / step, 20 / step, "", "", ""))
        writer.writerows([(999, "", "", "", 0.5, 0.4, 0.3), (1999, "", "", "", 0.9, 0.2, 0.1)])
    return path


def draw(name, path, judged, log):
    """One of the figures, as full as the report makes them."""
    match name:
        case "confusions":
            figures.write_confusions(judged, path)
        case "reliability":
            figures.write_reliability({"clean": judged, "real": judged[:500]}, path)
        case "learning":
            figures.write_learning_curves(log, path)


@pytest.mark.parametrize("name", ["confusions", "reliability", "learning"])
def test_figures_are_small_and_light(name, tmp_path, judged, log):
    path = tmp_path / "figure.png"
    draw(name, path, judged, log)
    assert path.stat().st_size < LARGEST
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("L"))
    assert pixels.shape[1] >= 500
    assert np.median(pixels) == 255
    assert (pixels < 128).mean() > 0.001


def test_confusions_are_counted_from_row_to_column():
    counts = figures.count_confusions(("a", "b"), [("a", "b"), ("a", "b"), ("b", "b")])
    assert counts.tolist() == [[0, 2], [0, 1]]


def test_a_log_is_read_in_the_order_of_its_steps(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("step,joint\n39,0.5\n19,0.2\n29,\n")
    steps, values = figures.read_log(path, "joint")
    assert (steps.tolist(), values.tolist()) == ([19, 39], [0.2, 0.5])
    assert figures.read_log(path, "valid_joint")[0].size == 0


def test_a_running_mean():
    steps, values = figures.smooth(np.arange(100.0), np.tile([0.0, 1.0], 50))
    assert len(steps) == len(values) == 100 - figures.SMOOTHED + 1
    assert np.allclose(values, 0.5, atol=0.05)
    assert steps[0] == pytest.approx((figures.SMOOTHED - 1) / 2)
