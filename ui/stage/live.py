"""What is played while somebody records: its last moments come again and again, and are named at once.

It goes past gradio's queue and its folder of uploads: a moment that would have to wait is not worth naming.
"""

import asyncio
import wave
from concurrent.futures import Future
from io import BytesIO
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from model.decision import VOCABULARIES
from model.prediction import Prediction
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from ui.choices import Choices
from ui.chord import answer, doubts
from ui.naming import Naming

PATH = "/gradio_api/live"  # below what everything in front of gradio hands on
SECONDS = 3.0  # of what was played last, that are sent, at most
FIRST = 0.8  # seconds that are sent first, at least
PACE = 0.4  # seconds from one to the next, at least
REST = 2.0  # seconds to the next after one that was not answered
HEADER, SAMPLE = 44, 2  # bytes
# A little more than that: the script rounds up where it resamples.
MOST_BYTES = HEADER + SAMPLE * round(1.1 * SECONDS * SAMPLE_RATE)
GIVEN = {
    "path": PATH,
    "seconds": SECONDS,
    "first": FIRST,
    "pace": PACE,
    "rest": REST,
    "rate": SAMPLE_RATE,
}  # what the script has to know
TOO_LARGE, NOT_HEARD, BUSY = 413, 422, 503  # HTTP


class LiveListener(Protocol):
    """Who names what was played last."""

    def predict_latest(self, sound: bytes, vocabulary: str) -> Future[Prediction] | None:
        """The chord with which a file's bytes end, to come; None where too many wait."""


def route(listener: LiveListener) -> Route:
    """The address to which a script sends WAV files, and gets what `describe` says of each."""

    async def name(request: Request) -> Response:
        sound = await _read(request)
        if sound is None:
            return Response(status_code=TOO_LARGE)
        if not is_recorded(sound):
            return Response(status_code=NOT_HEARD)
        choices = chosen(request.query_params.get("choices", ""))
        coming = listener.predict_latest(sound, choices.vocabulary)
        if coming is None:
            return Response(status_code=BUSY)
        try:
            prediction = await asyncio.wrap_future(coming)
        except AudioError:
            return Response(status_code=NOT_HEARD)
        return JSONResponse(await run_in_threadpool(describe, prediction, choices.naming))

    return Route(PATH, name, methods=["POST"])


async def _read(request: Request) -> bytes | None:
    """The bytes of a request; None where there are too many."""
    sound = b""
    async for chunk in request.stream():
        sound += chunk
        if len(sound) > MOST_BYTES:
            return None
    return sound


def is_recorded(sound: bytes) -> bool:
    """Tell if this is what a script sends: other formats may hold minutes in as many bytes."""
    try:
        with wave.open(BytesIO(sound)) as file:
            return (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, SAMPLE, SAMPLE_RATE)
    except (wave.Error, EOFError):
        return False


def chosen(text: str) -> Choices:
    """A visitor's choices, as a script tells them; those that the page has at first for any others."""
    try:
        choices = Choices(*text.split(","))
        choices.naming.pitch_class(0)
    except (TypeError, KeyError):
        return Choices()
    return choices if choices.vocabulary in VOCABULARIES else Choices()


def describe(prediction: Prediction, naming: Naming) -> dict[str, object]:
    """A chord's label, whether it is sure, and how many seconds before the end it began and ended.

    With these its symbol as text and, with its notes, as HTML, unless it is "N".
    """
    prediction = doubts.reconsidered(prediction)
    chord = prediction.chord
    told = {
        "chord": chord.label,
        "sure": prediction.sure,
        "began": prediction.seconds - prediction.start,
        "ended": prediction.seconds - prediction.end,
    }
    if chord.root is None:
        return told
    html = (
        f'<p class="symbol" {answer.fitting(chord, naming)}>{answer.symbol(chord, naming)}</p>'
        f'<p class="notes">{answer.chips(chord, naming)}</p>'
    )
    return {**told, "symbol": naming.symbol(chord), "html": html}
