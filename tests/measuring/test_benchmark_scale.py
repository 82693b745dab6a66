import pytest

from tests.helpers.made_up import write_clips
from training.benchmark import scale, scale_page
from training.benchmark.scale_page import Measured, Reckoned

MEASURED = Measured(
    cores=2,
    clips=3000,
    prepared={"1 process": 100.0, "2 processes": 180.0},
    stepped={1: 5.0, 2: 4.0},
    batch=64,
    clip_bytes=16_000.0,
    predict=0.02,
    wave_bytes=128_044,
    weight_bytes=2_000_000,
)


def test_a_million_clips_are_reckoned_from_what_was_measured():
    reckoned = Reckoned.of(MEASURED)
    assert reckoned.preparing_hours == pytest.approx(1e6 / 100 / 3600)  # at the rate of one process
    assert reckoned.disk_bytes == pytest.approx(16e9)
    assert reckoned.steps == pytest.approx(5e6 / 64)
    assert reckoned.training_hours == pytest.approx(5e6 / 64 / 5 / 3600)


def test_a_million_predictions_a_day():
    reckoned = Reckoned.of(MEASURED)
    assert reckoned.mean_rate == pytest.approx(11.57, abs=0.01)
    assert reckoned.peak_cores == pytest.approx(5 * 11.57 * 0.02, abs=0.01)
    assert reckoned.upload_bytes == pytest.approx(4 * 44_100 * 2 * 1e6)
    assert reckoned.peak_bits == pytest.approx(5 * reckoned.upload_bytes / 86_400 * 8)


def test_the_page_says_what_was_measured_and_what_comes_first(tmp_path):
    page = scale_page.write(MEASURED, tmp_path).read_text()
    assert "| preparing 3,000 clips, 2 processes | 180.0 clips/s |" in page
    assert "| training in batches of 64, 2 processes under torchrun, a core each | 4.00 steps/s |" in page
    assert "| a prepared clip on disk | 16.0 kB |" in page
    assert "**First bottleneck: the training step.**" in page  # 4.3 h on 2 cores against 2.8 h on one


def test_steps_are_counted_alone_and_under_torchrun(tmp_path):
    write_clips(tmp_path)
    for processes in (1, 2):
        assert scale.time_steps(tmp_path, processes, cores=2, steps=2, batch=8) > 0
