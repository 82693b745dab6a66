import os
import re
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import torch

from model.chords import parse
from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from training.benchmark import fresh, processes, product_page, sounds, stages
from training.benchmark.fresh import Life
from training.benchmark.processes import Batch
from training.benchmark.product_measures import CLIP, Measured, bars
from training.benchmark.sounds import FORMATS, WAV
from training.benchmark.stages import ALL, STAGES
from training.benchmark.timing import Timing
from training.prepared.threads import threads

LENGTHS = (CLIP, 40.0)  # ten times as long
MB = 1_000_000


def timings(milliseconds: float) -> dict[str, Timing]:
    """Every stage takes a tenth of the time, and all of them together eight tenths."""
    median = milliseconds / 1000
    return dict.fromkeys(STAGES, Timing(median / 10, median / 5)) | {ALL: Timing(median, 2 * median)}


def life(taken: int) -> Life:
    return Life(0.5, 2.0, 1.0, 0.25, at_start=900 * MB, before=700 * MB, peak=700 * MB + taken)


@pytest.fixture
def measured():
    """All bars are met: 20 ms a clip; 80 clips a second; ten times the audio takes ten times as long."""
    decoded = [WAV.decoded_bytes(seconds) for seconds in LENGTHS]
    return Measured(
        stages={n: {CLIP: timings(20.0), 40.0: timings(200.0)} for n in (1, 2)},
        decoding={kind.name: {CLIP: Timing(0.004, 0.004), 40.0: Timing(0.04, 0.04)} for kind in FORMATS},
        sizes={kind.name: dict.fromkeys(LENGTHS, MB) for kind in FORMATS},
        lives={"WAV": {seconds: life(size // 2) for seconds, size in zip(LENGTHS, decoded, strict=True)}},
        imports={"torch": 1.5, "numpy": 0.5},
        batches=[Batch(1000, CLIP, 1, 20.0), Batch(1000, CLIP, 2, 12.5)],
        runs=dict.fromkeys(LENGTHS, 30),
    )


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    """The chord, 8 s long, in a WAV file: of so much, a part alone is judged."""
    return sounds.write(tmp_path_factory.mktemp("sounds") / "chord.wav", WAV, 8.0)


def test_all_bars_are_met(measured):
    assert [bar.verdict for bar in bars(measured)] == ["met"] * 4
    assert [bar.measured for bar in bars(measured)] == pytest.approx([20.0, 80.0, 1.0, 0.5], rel=1e-6)


def test_a_slow_clip_and_a_slow_folder_are_noticed(measured):
    slow = replace(measured, batches=[Batch(1000, CLIP, 2, 20.0)])
    slow.stages[1][CLIP] = timings(31.0)
    assert [bar.verdict for bar in bars(slow)] == ["**not met**", "**not met**", "met", "met"]


def test_without_two_cores_the_folder_is_not_measured(measured):
    alone = replace(measured, batches=measured.batches[:1])
    assert [bar.verdict for bar in bars(alone)] == ["met", "not measured here", "met", "met"]


def test_cost_that_grows_with_the_square_is_noticed_in_one_format_alone(measured):
    measured.decoding["MP3"][40.0] = Timing(0.4, 0.4)
    bar = bars(measured)[2]
    assert (bar.verdict, bar.note) == ("**not met**", "decode MP3, 4 to 40 s")
    assert bar.measured == pytest.approx(10)


def test_memory_that_grows_beyond_the_decoded_audio_is_noticed(measured):
    seconds = LENGTHS[-1]
    measured.lives["MP3"] = {CLIP: life(0), seconds: life(2 * WAV.decoded_bytes(seconds))}
    bar = bars(measured)[3]
    assert (bar.verdict, bar.note) == ("**not met**", "MP3")
    assert bar.measured == pytest.approx(2 * 10 / 9)


def test_the_page_and_its_figures(measured, tmp_path):
    text = product_page.write(measured, tmp_path).read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "Done when"
    assert headings[-1] == "Where the time goes"
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert {tmp_path / picture for picture in pictures} == set((tmp_path / "figures").iterdir())
    assert len(pictures) == 3
    for line in (
        "| folder of 4 s clips, two cores: clips a second | 1000 | >= 60 | 80.00 | met |",
        "| file to Prediction | 20.00 (40.00) | 200.00 (400.00) |",
        "| MP3 | libsndfile | 1.0 | 4.00 (4.00) | 40.00 (40.00) |",
        "| 1,000 WAV files of 4 s | 2 | 12.5 | 80.0 | 5.33 |",
        "| WAV | 40 s | 1.0 | 14.1 | 7.1 | 707.1 |",
        "| all | 3.75 (3.75) |",
        "| torch | 75% |",
        "| the rest | 20% | 20% |",
    ):
        assert line in text


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_every_format_is_the_chord_in_stereo(kind, tmp_path):
    data = sounds.write(tmp_path / "chord", kind, 3.0).read_bytes()
    rate, samples = next(audio.decode(data))
    assert (rate, samples.shape[1]) == (kind.rate, 2)
    waveform = audio.load(data)
    assert len(waveform) / SAMPLE_RATE == pytest.approx(3.0, abs=0.1)
    loud = waveform[: SAMPLE_RATE // 2]
    assert np.abs(loud).max() > 0.1


def test_the_chord_is_c_major(recognizer, wave):
    assert recognizer.predict(wave).chord == parse("C:maj")


def test_the_size_of_decoded_audio():
    assert WAV.decoded_bytes(10.0) == 10 * 44_100 * 2 * 4


def test_the_stages_make_what_the_recogniser_makes(recognizer, wave):
    with torch.inference_mode():
        made = {name: work() for name, work in stages.stages(wave).items()}
    prediction = recognizer.predict(wave)
    start, end = made[stages.PART]
    assert (start / SAMPLE_RATE, end / SAMPLE_RATE) == (prediction.start, prediction.end)
    np.testing.assert_array_equal(made[stages.RESAMPLE], audio.load(wave))
    np.testing.assert_array_equal(made[stages.SPECTROGRAM][0], prediction.spectrogram)
    assert tuple(made) == STAGES
    assert made[stages.DECIDE][0][0].chord == prediction.chord


def test_every_stage_is_timed(recognizer, wave):
    assert tuple(stages.time_stages(recognizer, wave, runs=1)) == (*STAGES, ALL)


def test_decoding_is_that_of_the_product(monkeypatch):
    decoded = []
    monkeypatch.setattr(audio, "decode", lambda data: map(decoded.append, [data, data]))
    stages.decode(b"RIFF")
    assert decoded == [b"RIFF", b"RIFF"]  # to the last block


def test_threads_are_given_back():
    before = torch.get_num_threads()
    with threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before


def test_a_batch():
    batch = Batch(files=900, seconds=4.0, cores=2, wall=30.0)
    assert batch.files_a_second == 30.0
    assert batch.hours_a_minute == 2.0  # 1,800 files of 4 s


def test_a_folder_is_named_on_as_many_cores_as_asked(monkeypatch):
    require(hasattr(os, "sched_setaffinity"), "only Linux keeps processes on some cores")
    seen = []
    before = os.sched_getaffinity(0)
    monkeypatch.setattr(
        processes, "_python", lambda *command, **how: seen.append((command, how, os.sched_getaffinity(0)))
    )
    batch = processes.name_all(["a.wav", "b.wav"], 4.0, 1)
    ((command, how, cores),) = seen
    assert command == ("-m", "model.predict", "--json", "a.wav", "b.wav")
    assert how == {"OMP_NUM_THREADS": "1"}
    assert len(cores) == 1
    assert os.sched_getaffinity(0) == before
    assert (batch.files, batch.cores) == (2, 1)


def test_imports_by_package(monkeypatch):
    account = """import time: self [us] | cumulative | imported package
import time:     200000 |     200000 |   numpy.core
import time:    1000000 |    1200000 | torch
import time:     500000 |     500000 | numpy
a warning of something else
"""
    answer = subprocess.CompletedProcess((), 0, stdout="", stderr=account)
    monkeypatch.setattr(processes, "_python", lambda *_: answer)
    assert list(processes.import_seconds().items()) == [("torch", 1.0), ("numpy", 0.7)]


def test_a_fresh_process_lives(wave):
    require(fresh.STATUS.exists(), "only Linux says how much memory is resident")
    lived = processes.live(wave, wave)
    steps = (lived.starting, lived.importing, lived.loading, lived.naming)
    assert min(steps) > 0
    assert lived.seconds == sum(steps)
    assert lived.peak >= lived.before > 100 * MB
    assert lived.taken < 50 * MB  # all of the process would be more
