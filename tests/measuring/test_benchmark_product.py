import os
from dataclasses import replace

import numpy as np
import pytest

from model.harte import parse
from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from training.benchmark import formats, product, stages, startup
from training.benchmark.formats import FORMATS, WAV
from training.benchmark.product import CLIP, SONG, Measured, Song
from training.benchmark.stages import ALL, ALL_SONG, SONG_STAGES, STAGES
from training.benchmark.startup import Folder, Startup
from training.benchmark.timing import Timing

LENGTHS = (CLIP, 40.0)  # ten times as long
MB = 1_000_000


def timings(milliseconds: float) -> dict[str, Timing]:
    """Every stage takes a tenth of the time, and all of them together eight tenths."""
    median = milliseconds / 1000
    return dict.fromkeys(STAGES, Timing(median / 10, median / 5)) | {ALL: Timing(median, 2 * median)}


@pytest.fixture
def measured():
    """All targets are met: 20 ms a clip; 80 clips a second; 1 s a song, 901 MB."""

    def start(taken: int) -> Startup:
        return Startup(0.5, 2.0, 1.0, 0.25, at_start=900 * MB, before=700 * MB, peak=700 * MB + taken)

    return Measured(
        stages={n: {CLIP: timings(20.0), 40.0: timings(200.0)} for n in (1, 2)},
        decoding={kind.name: {CLIP: Timing(0.004, 0.004), 40.0: Timing(0.04, 0.04)} for kind in FORMATS},
        sizes={kind.name: dict.fromkeys(LENGTHS, MB) for kind in FORMATS},
        startups={"WAV": {seconds: start(WAV.decoded_bytes(seconds) // 2) for seconds in LENGTHS}},
        folders=[Folder(1000, CLIP, 1, 20.0), Folder(1000, CLIP, 2, 12.5)],
        songs={SONG: Song(dict.fromkeys((*SONG_STAGES, ALL_SONG), Timing(1.0, 1.5)), start(201 * MB))},
    )


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    """The chord, 8 s long, in a WAV file: of so much, a part alone is judged."""
    return formats.write(tmp_path_factory.mktemp("sounds") / "chord.wav", WAV, 8.0)


def test_all_targets_are_met(measured):
    assert [target.verdict for target in product.all_targets(measured)] == ["met"] * 4
    found = [target.measured for target in product.all_targets(measured)]
    assert found == pytest.approx([20.0, 80.0, 1.0, 901.0])


def test_a_slow_clip_and_a_slow_folder_are_noticed(measured):
    song = Song({ALL_SONG: Timing(1.3, 1.3)}, replace(measured.songs[SONG].startup, peak=1300 * MB))
    slow = replace(measured, folders=[Folder(1000, CLIP, 2, 20.0)], songs={SONG: song})
    slow.stages[1][CLIP] = timings(31.0)
    assert [target.verdict for target in product.all_targets(slow)] == ["**not met**"] * 4


def test_without_two_cores_the_folder_is_left_out(measured):
    alone = replace(measured, folders=measured.folders[:1])
    assert len(list(product.all_targets(alone))) == 3


def test_the_tables(measured):
    found = product.tables(measured)
    for place, line in (
        ("targets", "| folder of 4 s clips, two cores: clips a second | 1000 | >= 60.00 | 80.00 | met |"),
        ("stages", "| file to Prediction | 20.00 (40.00) | 200.00 (400.00) |"),
        ("formats", "| MP3 | libsndfile | 1.0 | 4.00 (4.00) | 40.00 (40.00) |"),
        ("folders", "| 1,000 WAV files of 4 s | 2 | 12.5 | 80.0 |"),
        ("memory", "| WAV | 40 s | 1.0 | 14.1 | 7.1 | 707.1 |"),
        ("songs", "| file to Timeline | 1.00 (1.50) |"),
        ("songs", "| memory of the whole process, MB | 901 |"),
        ("start-up", "| all | 3.75 (3.75) |"),
        ("start-up", "| resident memory at its peak, MB | 900 |"),
    ):
        assert line in found[place].splitlines()
    assert found["stages"].count("ms, threads") == 2


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_every_format_is_the_chord_in_stereo(kind, tmp_path):
    data = formats.write(tmp_path / "chord", kind, 3.0).read_bytes()
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
    made = {name: work() for name, work in stages.stages(recognizer, wave).items()}
    prediction = recognizer.predict(wave)
    start, end = made[stages.PART]
    assert (start / SAMPLE_RATE, end / SAMPLE_RATE) == (prediction.start, prediction.end)
    assert made[stages.READ] == wave.read_bytes()
    np.testing.assert_array_equal(made[stages.RESAMPLE], audio.load(wave))
    np.testing.assert_array_equal(made[stages.PICTURE], prediction.spectrogram)
    assert tuple(made) == STAGES
    assert made[stages.DECIDE][0].chord == prediction.chord
    assert made[stages.DECIDE][1] == prediction.tuning


def test_every_stage_is_timed(recognizer, wave):
    assert tuple(stages.time_stages(recognizer, wave, runs=1)) == (*STAGES, ALL)


def test_every_stage_of_a_song_is_timed(recognizer, wave):
    assert tuple(stages.time_song(recognizer, wave, runs=1)) == (*SONG_STAGES, ALL_SONG)


def test_decoding_is_that_of_the_product(monkeypatch):
    decoded = []
    monkeypatch.setattr(audio, "decode", lambda data: map(decoded.append, [data, data]))
    stages.decode(b"RIFF")
    assert decoded == [b"RIFF", b"RIFF"]  # to the last block


def test_a_folder_is_named_on_as_many_cores_as_asked(monkeypatch):
    require(hasattr(os, "sched_getaffinity"), "only Linux keeps processes on some cores")
    asked = []
    monkeypatch.setattr(startup.subprocess, "run", lambda *what, **how: asked.append((what, how)))
    folder = startup.name_folder(["a.wav", "b.wav"], 4.0, 1)
    (((command,), how),) = asked
    assert command[:2] == ["taskset", "--cpu-list"]
    assert int(command[2]) in os.sched_getaffinity(0)
    assert command[4:] == ["-m", "model.predict", "--json", "a.wav", "b.wav"]
    assert how["env"]["OMP_NUM_THREADS"] == "1"
    assert (folder.files, folder.cores) == (2, 1)


def test_a_fresh_process_starts_and_names_two_files(wave):
    require(startup.STATUS.exists(), "only Linux says how much memory is resident")
    started = startup.measure(wave, wave)
    steps = (started.starting, started.importing, started.loading, started.naming)
    assert min(steps) > 0
    assert started.seconds == sum(steps)
    assert started.peak >= started.before > 100 * MB
    assert started.taken < 50 * MB  # all of the process would be more
