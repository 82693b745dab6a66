"""What is played, named while it is recorded: what comes in, what goes back."""

import io
from concurrent.futures import Future

import numpy as np
import pytest
import soundfile
from starlette.applications import Starlette
from starlette.testclient import TestClient

import app
from model.chords import NO_CHORD_LABEL
from model.prediction import Prediction
from model.recognizer import LATEST
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.predictions import make_prediction
from ui.choices import TRIADS, Choices
from ui.naming import FLATS, GERMAN, SOLFEGE, USUAL, Naming
from ui.stage import live


class Listener:
    """Answers with what it was given, and keeps what it was asked."""

    def __init__(self, answer: Prediction | Exception | None) -> None:
        self.answer, self.asked = answer, []

    def predict_latest(self, sound: bytes, vocabulary: str) -> Future[Prediction] | None:
        self.asked.append((sound, vocabulary))
        if self.answer is None:
            return None
        coming = Future()
        if isinstance(self.answer, Exception):
            coming.set_exception(self.answer)
        else:
            coming.set_result(self.answer)
        return coming


def recorded(samples: int = 0, rate: int = SAMPLE_RATE, **options: str) -> bytes:
    """Silence, as the bytes of a file."""
    file = io.BytesIO()
    soundfile.write(file, np.zeros(samples, np.int16), rate, **{"format": "WAV", **options})
    return file.getvalue()


def client(listener: Listener) -> TestClient:
    return TestClient(Starlette(routes=[live.route(listener)]))


def test_a_chord_comes_with_its_symbol_and_notes_as_they_are_liked() -> None:
    listener = Listener(make_prediction(("Bb:maj/3", 0.9)))
    answer = client(listener).post(f"{live.PATH}?choices=usual,german,pitch,triads,right", content=recorded())
    assert listener.asked == [(recorded(), TRIADS)]
    told = answer.json()
    assert (told["chord"], told["symbol"], told["sure"]) == ("Bb:maj/3", "B/D", True)
    assert (told["began"], told["ended"]) == (2.0, 0.0)
    assert told["html"].endswith('<p class="notes"><span>D</span><span>F</span><span>B</span></p>')


def test_no_chord_has_no_name() -> None:
    told = live.describe(make_prediction(("N", 0.9)), Naming())
    assert told == {"chord": NO_CHORD_LABEL, "sure": True, "began": 2.0, "ended": 0.0}


def test_what_cannot_be_answered_says_so() -> None:
    assert client(Listener(None)).post(live.PATH, content=recorded()).status_code == live.BUSY
    deaf = Listener(AudioError("no"))
    assert client(deaf).post(live.PATH, content=recorded()).status_code == live.NOT_HEARD
    listener = Listener(None)
    large = b"0" * (live.MOST_BYTES + 1)
    assert client(listener).post(live.PATH, content=large).status_code == live.TOO_LARGE
    assert listener.asked == []


@pytest.mark.parametrize(
    "sound",
    [
        b"",
        b"RIFF",
        recorded(10 * SAMPLE_RATE, format="FLAC"),  # which is small, however long
        recorded(10 * SAMPLE_RATE, subtype="IMA_ADPCM"),
        recorded(10, rate=8000),
    ],
    ids=["nothing", "cut off", "FLAC", "ADPCM", "another rate"],
)
def test_only_what_the_page_sends_is_decoded(sound: bytes) -> None:
    listener = Listener(None)
    assert client(listener).post(live.PATH, content=sound).status_code == live.NOT_HEARD
    assert listener.asked == []


def test_as_much_as_the_page_sends_is_taken() -> None:
    longest = recorded(round(live.SECONDS * SAMPLE_RATE) + 2048)
    assert client(Listener(None)).post(live.PATH, content=longest).status_code == live.BUSY


def test_all_that_the_page_sends_is_heard() -> None:
    assert live.SECONDS <= LATEST


@pytest.mark.parametrize("text", ["", "x", "x,y", "usual,english,pitch,none,right", "a,b,c,d,e,f,g", "é,,,,"])
def test_choices_that_make_no_sense_are_those_of_the_beginning(text: str) -> None:
    assert live.chosen(text) == Choices()


def test_choices_are_told_in_their_order() -> None:
    assert live.chosen("flats,solfege,fifths,triads,left,dark") == Choices(
        FLATS, SOLFEGE, "fifths", TRIADS, "left", "dark"
    )
    assert live.chosen("usual,german").naming == Naming(USUAL, GERMAN)


def test_more_moments_than_can_be_named_soon_are_turned_away() -> None:
    class Slow:
        def __init__(self) -> None:
            self.told = Future()

        def predict_latest(self, sound: bytes, vocabulary: str) -> Prediction:
            return self.told.result()

    slow = Slow()
    shared = app.SharedRecognizer(slow)
    coming = [shared.predict_latest(b"") for _ in range(app.MOMENTS)]
    refused = shared.predict_latest(b"")
    slow.told.set_result(make_prediction(("C:maj", 0.9)))
    assert refused is None
    assert {one.result().chord.label for one in coming} == {"C:maj"}
    shared.live_pool.submit(int).result()  # by then the last has made room
    assert shared.predict_latest(b"").result().chord.label == "C:maj"
