"""The page's wiring and its endpoint, with a recogniser that gives one known answer."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

import app
from model.prediction import Prediction
from model.timeline import Timeline
from preprocessing.audio import MAX_BYTES, AudioError
from tests.helpers import api
from tests.helpers.needs import require
from tests.helpers.page import in_turn, serve
from tests.helpers.predictions import TRIADS, make_prediction
from tests.helpers.server import running
from tests.helpers.timelines import SONGS, make_free_timeline
from ui import listen_tab, programs, uploads
from ui.choices import ALL, Choices
from ui.choices import TRIADS as TRIADS_ONLY
from ui.chord import answer, lighter
from ui.chord.bars import BY_FIFTHS, BY_PITCH
from ui.naming import ENGLISH, FLATS, SHARPS, SOLFEGE, USUAL
from ui.page import EXAMPLES
from ui.song.wishes import Song

PIANO = EXAMPLES["Piano"]
KNOWN = make_prediction(("Db:min", 0.9), ("E:maj", 0.1))
SIMPLE = make_prediction(("Gb:maj", 0.9), vocabulary=TRIADS)
ENDPOINTS = ("/recognize", "/song")
SONG, SIMPLE_SONG = SONGS["pickup"], SONGS["waltz"]
CHOICES = Choices(FLATS, ENGLISH, BY_PITCH, ALL)
SENTENCE = "This file is not audio. Please choose a recording."


class Known:
    """Answers to the file's name: one known chord of each vocabulary, a refusal, or a fault."""

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        if "refused" in Path(path).name:
            raise AudioError(SENTENCE)
        if "fault" in Path(path).name:
            raise RuntimeError("a secret of the machine")
        return self.decide_again(KNOWN, vocabulary)

    def predict_song(self, path: str, vocabulary: str = ALL) -> Timeline:
        self.predict(path)
        return SIMPLE_SONG if vocabulary == TRIADS_ONLY else SONG

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        return SIMPLE if vocabulary == TRIADS_ONLY else prediction


@dataclass(frozen=True)
class Constant:
    """Gives one answer to everything."""

    answer: Prediction

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        return self.answer

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        return self.answer


class Watched:
    """Notes in which threads it is asked, and how many of these work at a time."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.busy = self.busiest = 0
        self.lock = threading.Lock()

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        with self.lock:
            self.threads.add(threading.get_ident())
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
        time.sleep(0.01)
        with self.lock:
            self.busy -= 1
        if path == "refused":
            raise AudioError(SENTENCE)
        return KNOWN


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve(Known()) as address:
        yield Client(address, verbose=False)


def upload(folder: Path, name: str) -> dict:
    path = folder / name
    path.write_bytes(PIANO.read_bytes())
    return handle_file(path)


def test_a_chord_and_a_song_are_the_only_public_endpoints(client: Client) -> None:
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == set(ENDPOINTS)


def test_recognize_gives_the_fields_of_the_prediction(client: Client) -> None:
    assert client.predict(audio=handle_file(PIANO), api_name="/recognize") == KNOWN.as_json()


def test_a_song_gives_the_fields_of_its_timeline(client: Client) -> None:
    assert client.predict(audio=handle_file(PIANO), api_name="/song") == SONG.as_json()


def test_a_song_has_the_vocabulary_that_a_program_wants(client: Client) -> None:
    told = client.predict(audio=handle_file(PIANO), vocabulary="triads", api_name="/song")
    assert told == SIMPLE_SONG.as_json()
    event, answered = api.recognize(client.src, "song.wav", PIANO.read_bytes(), endpoint="song")
    assert (event, answered) == ("complete", [SONG.as_json()])


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_refuses_in_the_words_of_the_audio_error(
    client: Client, tmp_path: Path, endpoint: str
) -> None:
    with pytest.raises(AppError, match=SENTENCE):
        client.predict(audio=upload(tmp_path, "refused.wav"), api_name=endpoint)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_needs_a_file(client: Client, endpoint: str) -> None:
    with pytest.raises(AppError, match=answer.NO_FILE):
        client.predict(audio=None, api_name=endpoint)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_keeps_a_fault_to_itself(client: Client, tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(audio=upload(tmp_path, "fault.wav"), api_name=endpoint)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_reads_nothing_but_uploads(client: Client, endpoint: str) -> None:
    own_file = {"path": str(Path(app.__file__)), "meta": {"_type": "gradio.FileData"}}
    assert api.call(client.src, own_file, endpoint=endpoint.strip("/"))[0] == "error"


def answer_to(recognizer: Known | Constant, path: str | None, choices: Choices) -> tuple[str, gr.HTML]:
    """The answer and the panels that the page shows after a recording."""
    heard = listen_tab.respond(recognizer.predict, path)
    return listen_tab.draw(heard, recognizer, choices)


def test_a_recording_fills_the_answer_and_the_panels() -> None:
    spoken, panels = answer_to(Known(), "chord.wav", CHOICES)
    assert "D♭ minor" in spoken
    assert panels.visible
    assert "keyboard" in panels.value


def test_names_and_order_are_the_persons() -> None:
    spoken, panels = answer_to(Known(), "chord.wav", Choices(SHARPS, SOLFEGE, BY_FIFTHS, ALL))
    assert "Do♯ minor" in spoken
    roots = panels.value.partition('aria-label="Root"')[2]
    assert re.findall('bar-label">(.*?)<', roots)[:2] == ["Mi", "Do♯"]  # seven fifths up, not one semitone


def test_another_vocabulary_decides_again_without_hearing_again() -> None:
    heard = listen_tab.respond(Known().predict, "chord.wav")
    told, panels = listen_tab.draw(heard, Known(), Choices(vocabulary=TRIADS_ONLY))
    assert "F♯ major" in told
    assert "F♯" in panels.value
    assert "C♯ minor" in listen_tab.draw(heard, Known(), Choices())[0]


@dataclass(frozen=True)
class Listening(Constant):
    """Gives one answer to everything, and one timeline to songs; what is named so is long."""

    timeline: Timeline

    def is_long(self, path: str) -> bool:
        return "long" in path

    async def hear_song(self, path: str) -> AsyncIterator[float | dict[str, Timeline]]:
        yield 0.5
        yield {ALL: self.timeline}


ONE_CHORD = make_free_timeline((0.0, "N"), (1.0, "Db:min"), (6.0, "N"), seconds=8.0)
SEVERAL = make_prediction(("C:maj", 0.5), several="C:maj G:maj")


def test_a_recording_is_a_song_where_its_chords_change() -> None:
    changing = Listening(SEVERAL, SONG)
    waiting = listen_tab.hear(changing, "chord.wav")
    assert waiting == listen_tab.WaitingSong("chord.wav")
    assert listen_tab.hear(Listening(KNOWN, SONG), "chord.wav") == KNOWN
    assert list(in_turn(listen_tab.hear_on(changing, waiting))) == [0.5, Song({ALL: SONG})]


def test_a_long_recording_of_one_chord_is_no_song() -> None:
    lasting = Listening(KNOWN, ONE_CHORD)
    waiting = listen_tab.hear(lasting, "long.wav")
    assert waiting == listen_tab.WaitingSong("long.wav")
    assert list(in_turn(listen_tab.hear_on(lasting, waiting))) == [0.5, KNOWN]


@pytest.mark.parametrize(("label", "sign"), [("Eb:maj", "♯"), ("Db:min", "♭")])
def test_one_answer_does_not_mix_sharps_and_flats(label: str, sign: str) -> None:
    root, others = label[:2], ("dim", "aug")
    doubt = make_prediction((label, 0.5), *((f"{root}:{type_}", 0.2) for type_ in others), sure=False)
    told, panels = answer_to(Constant(doubt), "chord.wav", Choices(USUAL, ENGLISH, BY_PITCH))
    assert sign not in told + panels.value


@pytest.mark.parametrize(
    ("path", "sentence"),
    [(None, answer.PROMPT), ("refused.wav", SENTENCE), ("fault.wav", answer.UNEXPECTED)],
)
def test_without_an_answer_there_is_a_sentence_and_no_panels(path: str | None, sentence: str) -> None:
    spoken, panels = answer_to(Known(), path, CHOICES)
    assert sentence in spoken
    assert "secret" not in spoken
    assert not panels.visible


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A folder that holds recording.wav, as the examples for programs expect."""
    (tmp_path / "recording.wav").write_bytes(PIANO.read_bytes())
    return tmp_path


def test_the_python_example_of_the_page_runs(client: Client, recorded: Path) -> None:
    script = programs.PYTHON.replace(programs.ADDRESS, client.src)
    done = subprocess.run([sys.executable, "-c", script], cwd=recorded, capture_output=True, text=True)
    assert "'chord': 'Db:min'" in done.stdout, done.stderr


def test_the_shell_example_of_the_page_runs(client: Client, recorded: Path) -> None:
    require(shutil.which("curl") is not None, "curl is not installed")
    script = programs.CURL.replace(programs.ADDRESS, client.src.rstrip("/"))
    done = subprocess.run(["sh", "-c", script], cwd=recorded, capture_output=True, text=True)
    assert '"chord": "Db:min"' in done.stdout, done.stderr


def test_the_readme_shows_the_same_python_example() -> None:
    readme = (Path(app.__file__).parent / "README.md").read_text(encoding="utf-8")
    call = 'predict(handle_file("recording.wav"), api_name="/recognize")'
    assert call in programs.PYTHON
    assert call in readme


def test_however_many_ask_the_same_few_threads_listen() -> None:
    watched = Watched()
    shared = app.SharedRecognizer(watched)
    with ThreadPoolExecutor(20) as visitors:
        answers = list(visitors.map(shared.predict, ["chord.wav"] * 60))
    assert answers == [KNOWN] * 60
    assert len(watched.threads) <= app.WORKERS
    assert watched.busiest <= app.WORKERS
    with pytest.raises(AudioError, match=SENTENCE):
        shared.predict("refused")


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_document_is_compressed(client: Client, coding: str) -> None:
    sent = httpx.get(client.src, headers={"Accept-Encoding": coding})
    assert sent.headers["Content-Encoding"] == coding
    assert int(sent.headers["Content-Length"]) < len(sent.content) / 3
    assert "Chordscope" in sent.text


def test_the_player_of_live_streams_is_not_sent_under_the_names_that_gradio_imports(client: Client) -> None:
    assets = Path(gr.__file__).parent / "templates" / "frontend" / "assets"
    original = (assets / lighter.STREAMING.rpartition("/")[2]).read_text(encoding="utf-8")
    exported = set(re.findall(r" as (\w+)", original.rpartition("export{")[2]))
    sent = httpx.get(client.src.rstrip("/") + lighter.STREAMING)
    assert sent.headers["Content-Type"] == "text/javascript"
    assert set(re.findall(r"(\w) =", sent.text)) == exported


def test_uploads_are_limited_and_live_less_than_an_hour() -> None:
    with serve(Known()) as address:
        config = Client(address, verbose=False).config
    assert config["max_file_size"] == MAX_BYTES
    assert config["analytics_enabled"] is False
    assert sum(app.SWEEP) < 3600


def test_no_upload_outlives_the_page(tmp_path: Path) -> None:
    with ExitStack() as after, running(environment={**os.environ, uploads.VARIABLE: str(tmp_path)}) as server:
        after.enter_context(httpx.stream("GET", f"{server.address}/gradio_api/heartbeat/visitor"))
        sent = httpx.post(f"{server.address}/gradio_api/upload", files={"files": ("chord.wav", b"RIFF")})
        assert Path(sent.json()[0]).is_relative_to(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_page_starts_without_what_is_slow_to_load() -> None:
    script = (
        "import gc, sys, app; app.build_app(app.Recognizer.load());"
        "print({'librosa', 'matplotlib', 'numba', 'scipy'} & set(sys.modules));"
        "assert gc.isenabled() and gc.get_freeze_count() > len(gc.get_objects())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(app.__file__).parent, capture_output=True)
    assert done.stdout.split() == [b"set()"], done.stderr.decode()
