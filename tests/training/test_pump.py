import pytest

from tests.helpers.made_up import write_clips
from training import learner, pump
from training.benchmark import scale


def test_both_rates_are_measured_over_the_steps_asked_for(tmp_path):
    loader = learner.make_loader(write_clips(tmp_path), batch=8, seed=0)
    rates = pump.measure(learner.BothNetworks(steps=2), loader, steps=1)
    assert rates.pumped > 0
    assert rates.resident > 0
    assert str(rates).endswith(f"{rates.pumped / rates.resident:.3f}")


def test_a_pump_that_keeps_the_device_waiting_is_noticed(tmp_path, monkeypatch):
    """Rates are steps by time: a loader that takes a second a batch cannot look like one that takes none."""
    clock = iter([0.0, 10.0, 0.0, 2.0])
    monkeypatch.setattr(pump.time, "perf_counter", lambda: next(clock))
    loader = learner.make_loader(write_clips(tmp_path), batch=8, seed=0)
    rates = pump.measure(learner.BothNetworks(steps=2), loader, steps=2)
    assert rates.pumped == pytest.approx(0.2)
    assert rates.resident == pytest.approx(1.0)


def test_the_command_counts_steps_alone_and_under_torchrun(tmp_path):
    write_clips(tmp_path)
    for processes in (1, 2):
        assert (
            scale.time_steps(tmp_path, processes, threads=1, steps=4, batch=8) > 0
        )  # more than an epoch has
