"""Songs made of sines and clicks: from a recording to its timeline."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.decision import ALL, TRIADS
from model.export import EXPORTERS
from model.keys import Key, KeyFinder
from model.recognizer import Recognizer
from model.songs import HeardSong, find_keys
from model.timeline import KeyRegion, Timeline
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.memory import STATUS
from tests.helpers.needs import require
from tests.helpers.sounds import clicks, note, progression
from tests.helpers.timelines import timed_chords

MOST_MEMORY = 1.2e3  # MB, of the whole process
TEN_MINUTES = """
import numpy as np
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.recognizer import Recognizer
from tests.helpers.memory import resident

recognizer = Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())
recognizer.predict_song(np.random.default_rng(0).normal(0, 0.1, {seconds} * 16_000).astype(np.float32))
print(resident("self", "VmHWM"))
"""
POP, JAZZ = " ".join(["C:maj G:maj A:min F:maj"] * 4), " ".join(["D:min7 G:7 C:maj7 A:7"] * 4)
ROOT = Path(__file__).parents[2]
SPEECH = (
    "The train to the coast leaves at ten past eight from platform four. Please keep your tickets at hand, "
    "and mind the gap. There will be no service on Sunday. Coffee and sandwiches are sold in carriage nine."
)


def with_clicks(sound: np.ndarray, **how: float) -> np.ndarray:
    return sound + clicks(len(sound) / SAMPLE_RATE, **how)


def labels(timeline: Timeline) -> str:
    return " ".join(timed.chord.label for timed in timeline.chords)


@pytest.fixture(scope="module")
def untrained() -> Recognizer:
    torch.manual_seed(0)
    return Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())


# With networks that know nothing: what holds for any weights.


@pytest.mark.parametrize("seconds", [0.3, 0.5, 1.0, 5.0, 40.0])
def test_a_song_of_any_length_has_a_timeline_that_covers_it(untrained: Recognizer, seconds: float) -> None:
    timeline = untrained.predict_song(note(60, seconds=seconds))
    assert timeline.seconds == pytest.approx(seconds, abs=1e-3)
    assert (timeline.chords[0].start, timeline.chords[-1].end) == (0, timeline.seconds)


def test_less_than_a_third_of_a_second_is_refused(untrained: Recognizer) -> None:
    with pytest.raises(AudioError, match=r"shorter than 0\.3 seconds"):
        untrained.predict_song(note(60, seconds=0.29))


def test_a_path_bytes_and_a_waveform_are_the_same(untrained: Recognizer, tmp_path: Path) -> None:
    path, sound = tmp_path / "song.wav", with_clicks(progression("C:maj F:maj"))
    soundfile.write(path, sound, SAMPLE_RATE, subtype="FLOAT")
    timelines = [untrained.predict_song(source) for source in (path, str(path), path.read_bytes(), sound)]
    assert timelines == timelines[:1] * 4


def test_a_song_is_heard_once_and_decided_in_any_vocabulary(
    untrained: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = with_clicks(progression("C:7 F:7 C:7 G:7"))
    in_each = {vocabulary: untrained.predict_song(sound, vocabulary) for vocabulary in (ALL, TRIADS)}
    heard = untrained.hear_song(sound)
    monkeypatch.setattr(untrained, "hear_song", None)
    assert isinstance(heard, HeardSong)
    assert {vocabulary: untrained.decide_song(heard, vocabulary) for vocabulary in in_each} == in_each


def test_progress_goes_from_nothing_to_all(untrained: Recognizer) -> None:
    told: list[float] = []
    untrained.predict_song(note(60, seconds=120.0), progress=told.append)
    assert len(told) > 2
    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] == 1


TIMES = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
ODD = {
    "one impulse": np.eye(1, len(TIMES), len(TIMES) // 2)[0],
    "a constant": np.ones(len(TIMES)),
    "as loud as can be": 2.0**31 * np.sign(np.sin(2 * np.pi * 110 * TIMES)),
    "as soft as can be": 1e-9 * np.sin(2 * np.pi * 110 * TIMES),
    "nothing until the end": np.where(TIMES > 2.8, np.sin(2 * np.pi * 110 * TIMES), 0),
    "twelve times a second": np.sin(2 * np.pi * 220 * TIMES) * (np.sin(2 * np.pi * 12 * TIMES) > 0),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sound", ODD.values(), ids=ODD)
def test_odd_recordings_have_timelines(untrained: Recognizer, sound: np.ndarray) -> None:
    timeline = untrained.predict_song(sound)
    assert timeline.seconds == 3
    assert all(exporter.export(timeline) for exporter in EXPORTERS.values())


def test_keys_are_told_in_seconds() -> None:
    verse = "C:maj A:min F:maj G:maj C:maj F:maj G:maj C:maj " * 2
    chorus = "Db:maj Bb:min Gb:maj Ab:maj Db:maj Gb:maj Ab:maj Db:maj " * 2
    starts = [(2.0 * place, label) for place, label in enumerate((verse + chorus).split())]
    chords = timed_chords(*starts, seconds=64.0)
    keys = (KeyRegion(0.0, 32.0, Key("C", "maj")), KeyRegion(32.0, 64.0, Key("Db", "maj")))
    assert find_keys(chords, KeyFinder.load()) == keys
    assert find_keys(timed_chords((0.0, "N"), seconds=64.0), KeyFinder.load()) == ()


def test_ten_minutes_fit_into_memory() -> None:
    require(STATUS.exists(), "only Linux says how much memory is resident")
    used = {}
    for seconds in (60, 600):
        code = TEN_MINUTES.format(seconds=seconds)
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        used[seconds] = float(run.stdout)
    assert used[600] < MOST_MEMORY
    assert used[600] - used[60] < 540 * SAMPLE_RATE * 4 * 8 / 1e6  # eight times as much as the waveform


# With the weights as they ship: small known truths.


@pytest.fixture(scope="module")
def four_chords(recognizer: Recognizer) -> Timeline:
    return recognizer.predict_song(with_clicks(progression(POP)))


def test_chords_are_named_when_they_sound(four_chords: Timeline) -> None:
    assert labels(four_chords) == POP
    starts = [timed.start for timed in four_chords.chords]
    assert starts == pytest.approx(list(range(0, 32, 2)), abs=0.1)
    assert all(timed.confidence > 0.5 for timed in four_chords.chords)


def test_beats_bars_and_key_are_found(four_chords: Timeline) -> None:
    assert four_chords.tempo == pytest.approx(120, abs=1)
    assert four_chords.metre == 4
    assert four_chords.key == Key("C", "maj")
    downbeats = [beat.time for beat in four_chords.beats if beat.position == 1]
    assert downbeats[:16] == pytest.approx(list(range(0, 32, 2)), abs=0.07)


def test_chords_change_on_beats(four_chords: Timeline) -> None:
    beats = {beat.time for beat in four_chords.beats}
    assert {timed.start for timed in four_chords.chords[1:]} <= beats


def test_a_waltz_has_three_beats_in_a_bar(recognizer: Recognizer) -> None:
    sound = progression(" ".join(["G:maj C:maj D:maj G:maj"] * 4), seconds=1.5)
    assert recognizer.predict_song(with_clicks(sound, metre=3)).metre == 3


def test_sevenths_are_named_and_in_the_simple_vocabulary_are_triads(recognizer: Recognizer) -> None:
    heard = recognizer.hear_song(with_clicks(progression(JAZZ)))
    in_all, in_triads = recognizer.decide_song(heard), recognizer.decide_song(heard, TRIADS)
    assert labels(in_all) == JAZZ
    assert labels(in_triads) == " ".join(["D:min G:maj C:maj A:maj"] * 4)
    assert in_triads.beats == in_all.beats
    assert in_triads.keys == in_all.keys


@pytest.mark.parametrize("cents", [-40, 30])
def test_the_tuning_of_a_song_comes_with_it(recognizer: Recognizer, cents: float) -> None:
    sound = progression("C:maj G:maj A:min F:maj", cents=cents)
    assert recognizer.predict_song(sound).tuning == pytest.approx(cents, abs=3)


def test_a_second_is_a_song(recognizer: Recognizer) -> None:
    timeline = recognizer.predict_song(progression("E:min", seconds=1.0))
    assert labels(timeline) == "E:min"
    assert (timeline.beats, timeline.tempo, timeline.metre) == ((), None, None)


@pytest.fixture(scope="module")
def no_chords() -> dict[str, np.ndarray]:
    noise = np.random.default_rng(0).normal(0, 0.1, 10 * SAMPLE_RATE)
    return {"silence": np.zeros(10 * SAMPLE_RATE, np.float32), "noise": noise, "drums": clicks(20.0)}


@pytest.mark.parametrize("name", ["silence", "noise", "drums"])
def test_what_holds_no_chord_is_a_timeline_of_none(
    recognizer: Recognizer, no_chords: dict[str, np.ndarray], name: str
) -> None:
    timeline = recognizer.predict_song(no_chords[name])
    assert labels(timeline) == "N"
    assert (timeline.key, timeline.tuning) == (None, None)
    assert all(exporter.export(timeline) for exporter in EXPORTERS.values())


def test_speech_holds_no_chord(recognizer: Recognizer, tmp_path: Path) -> None:
    require(shutil.which("espeak-ng") is not None, "espeak-ng is not installed")
    path = tmp_path / "speech.wav"
    subprocess.run(["espeak-ng", "-w", str(path), SPEECH], check=True)
    timeline = recognizer.predict_song(path)
    silent = sum(timed.end - timed.start for timed in timeline.chords if timed.chord.root is None)
    assert silent > 0.95 * timeline.seconds


def test_a_rest_between_chords_is_none(recognizer: Recognizer) -> None:
    timeline = recognizer.predict_song(progression("C:maj N F:maj", seconds=4.0))
    assert labels(timeline) == "C:maj N F:maj"
