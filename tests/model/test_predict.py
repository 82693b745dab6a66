import _thread
import io
import json
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from model import predict
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks
from model.chords import ROOT_LABELS, ROOTS, TYPES
from model.recognizer import Recognizer
from model.weights import WeightsError
from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.needs import require
from tests.helpers.predictions import make_prediction

FIELDS = ["file", "chord", "root", "type", "bass", "confidence", "roots", "types", "basses", "seconds"]
FIELDS += ["sure", "start", "end", "tuning", "note", "several"]
ROOT = Path(__file__).parents[2]
STATUS = Path("/proc/self/statm")  # memory of this process, in pages of 4 kB: total, resident, ...


class Stub:
    """A recogniser that always gives the same answer, and notes the vocabularies that it is asked for."""

    def __init__(self, *ranking, **fields):
        self.answer = lambda: make_prediction(*ranking, **fields)
        self.vocabularies = []

    def predict(self, _, vocabulary):
        self.vocabularies.append(vocabulary)
        return self.answer()


class Reader:
    """A recogniser that reads its files, and hears E minor over G in each."""

    def predict(self, source, vocabulary):
        return make_prediction(("E:min/b3", 0.9), seconds=len(audio.load(source)) / SAMPLE_RATE)


@pytest.fixture
def files(tmp_path):
    """A good file, one that is no audio, and another good one."""
    times = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
    chord = sum(0.1 * np.sin(2 * np.pi * frequency * times) for frequency in (261.6, 329.6, 392.0))
    soundfile.write(tmp_path / "b.wav", chord, SAMPLE_RATE)
    soundfile.write(tmp_path / "a.flac", np.tile(chord, 2), SAMPLE_RATE)
    (tmp_path / "notes.txt").write_text("C major is C E G")
    return [str(tmp_path / name) for name in ("b.wav", "notes.txt", "a.flac")]


@pytest.fixture
def untrained(monkeypatch):
    """The command line, with networks that know nothing."""
    recognizer = Recognizer(ChordNetworks(), ChordNetworks(), BeatCNN())
    monkeypatch.setattr(predict.Recognizer, "load", lambda: recognizer)
    return recognizer


@pytest.fixture
def reader(monkeypatch):
    """The command line, with a recogniser that reads its files."""
    monkeypatch.setattr(predict.Recognizer, "load", Reader)


@pytest.fixture
def two_cores():
    """As on a machine with two cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("reader")
def test_a_line_of_json_for_each_file_in_the_order_given(files, capsys):
    status = predict.main(["--json", *files])
    answers = lines(capsys)
    assert [answer["file"] for answer in answers] == files
    assert [list(answer) for answer in answers] == [FIELDS, ["file", "error"], FIELDS]
    assert status == 1
    first, second, third = answers
    assert tuple(first["roots"]) == ROOT_LABELS
    assert tuple(first["types"]) == TYPES
    assert tuple(first["basses"]) == ROOTS
    assert (first["chord"], first["bass"]) == ("E:min/b3", "G")
    assert (first["seconds"], third["seconds"]) == (0.5, 1.0)
    assert "not audio" in second["error"]


def test_the_json_is_what_the_recogniser_says(files, untrained, capsys):
    assert predict.main([files[0], "--json"]) == 0
    assert lines(capsys) == [{"file": files[0], **untrained.predict(files[0]).as_json()}]


def test_a_chord_and_its_parts(monkeypatch, capsys):
    monkeypatch.setattr(predict.Recognizer, "load", lambda: Stub(("Db:min", 0.75), ("Db:maj", 0.25)))
    assert predict.main(["--json", "x.wav"]) == 0
    (answer,) = lines(capsys)
    assert [answer[field] for field in FIELDS[:6]] == ["x.wav", "Db:min", "Db", "min", "Db", 0.75]


def test_no_chord_has_neither_root_nor_type(monkeypatch, capsys):
    monkeypatch.setattr(predict.Recognizer, "load", lambda: Stub(("N", 0.9), ("C:maj", 0.1)))
    predict.main(["--json", "x.wav"])
    (answer,) = lines(capsys)
    assert [answer[field] for field in FIELDS[:6]] == ["x.wav", "N", None, None, None, 0.9]


@pytest.mark.usefixtures("reader")
def test_without_json_each_file_has_a_readable_line_and_complaints_stand_apart(files, capsys):
    assert predict.main(files) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"Em/G          90%     0.5 s  {files[0]}",
        f"Em/G          90%     1.0 s  {files[2]}",
    ]
    assert told.err.startswith(f"{files[1]}: This file is not audio")


@pytest.mark.usefixtures("reader")
def test_what_was_mistyped_is_told_in_the_words_of_a_terminal(tmp_path, capsys):
    assert predict.main([str(tmp_path), f"{tmp_path}/*.wav"]) == 1
    folder, unmatched = capsys.readouterr().err.splitlines()
    assert folder == f"{tmp_path}: this is a folder: name the files in it, as in {tmp_path}/*.wav"
    assert unmatched == f"{tmp_path}/*.wav: there is no such file"


@pytest.mark.usefixtures("reader")
def test_a_dash_is_the_standard_input(files, monkeypatch, capsys):
    with open(files[2], "rb") as sound, monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(sound))
        assert predict.main(["-", "--json"]) == 0
    (answer,) = lines(capsys)
    assert (answer["file"], answer["seconds"]) == ("-", 1.0)


@pytest.mark.parametrize(
    ("options", "vocabulary"),
    [([], "all"), (["--vocabulary", "all"], "all"), (["--vocabulary", "triads"], "triads")],
)
def test_the_vocabulary_is_the_persons(monkeypatch, options, vocabulary):
    stub = Stub(("C:maj", 0.9))
    monkeypatch.setattr(predict.Recognizer, "load", lambda: stub)
    predict.main([*options, "x.wav"])
    assert stub.vocabularies == [vocabulary]


def test_without_weights_it_says_how_to_make_them(monkeypatch, capsys):
    def missing():
        raise WeightsError("root.safetensors is missing: make it with python -m training.train")

    monkeypatch.setattr(predict.Recognizer, "load", missing)
    assert predict.main(["x.wav"]) == 2
    assert capsys.readouterr().err.startswith("root.safetensors is missing")


@pytest.mark.usefixtures("two_cores")
def test_a_thousand_files_keep_their_order_and_no_more_answers_than_cores(monkeypatch, capsys):
    stub = Stub(("C:maj", 1.0))
    given, alive = [], []

    def predict_and_count(_, vocabulary):
        alive.append(sum(reference() is not None for reference in given))
        answer = stub.answer()
        given.append(weakref.ref(answer))
        return answer

    stub.predict = predict_and_count
    monkeypatch.setattr(predict.Recognizer, "load", lambda: stub)
    assert predict.main(["--json", *(f"{number}.wav" for number in range(1000))]) == 0
    assert [answer["file"] for answer in lines(capsys)] == [f"{number}.wav" for number in range(1000)]
    assert max(alive) <= 2


@pytest.mark.usefixtures("two_cores")
def test_two_cores_hear_two_files_at_once(monkeypatch, capsys):
    stub, second_began = Stub(("C:maj", 1.0)), threading.Event()

    def predict_after_the_second(file, vocabulary):
        if file == "second.wav":
            second_began.set()
        assert second_began.wait(10)
        return stub.answer()

    stub.predict = predict_after_the_second
    monkeypatch.setattr(predict.Recognizer, "load", lambda: stub)
    assert predict.main(["--json", "first.wav", "second.wav"]) == 0
    assert [answer["file"] for answer in lines(capsys)] == ["first.wav", "second.wav"]


@pytest.fixture
def interruptible():
    """Ctrl-C raises KeyboardInterrupt, also where whoever started the tests ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("two_cores", "interruptible")
def test_ctrl_c_leaves_the_other_files_alone(monkeypatch, capsys):
    stub, heard = Stub(("C:maj", 1.0)), []

    def predict_until_interrupted(file, vocabulary):
        heard.append(file)
        if file in ("2.wav", "30.wav"):  # the first is lost if it comes while Python collects garbage
            _thread.interrupt_main()
        time.sleep(0.05)
        return stub.answer()

    stub.predict = predict_until_interrupted
    monkeypatch.setattr(predict.Recognizer, "load", lambda: stub)
    assert predict.main(["--json", *(f"{number}.wav" for number in range(1000))]) == 130
    assert len(lines(capsys)) <= len(heard) < 40


@pytest.mark.usefixtures("untrained", "capsys")
def test_memory_does_not_grow(files):
    require(STATUS.exists(), "only Linux says how much memory is resident")
    predict.main([files[0]] * 40)
    before = int(STATUS.read_text().split()[1])
    predict.main([files[0]] * 200)
    assert (int(STATUS.read_text().split()[1]) - before) * 4096 < 30e6


def test_a_reader_that_has_enough_is_left_in_peace(files):
    command = [sys.executable, "-m", "model.predict", files[0], files[2]]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_for_real(files):
    command = [sys.executable, "-m", "model.predict", "--json", *files]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 1
    assert [answer.get("chord") for answer in answers] == ["C:maj", None, "C:maj"]
