"""Many people at once: everybody is answered, sees the place in line, and only an attack is turned away."""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import expect

import app
from model.decision import ALL
from model.prediction import Prediction
from tests.helpers import api
from tests.helpers.browser import chromium
from tests.helpers.load import ANSWERED, Outcome, ask, attack, summary
from tests.helpers.page import serve
from tests.helpers.predictions import make_prediction
from tests.helpers.visitors import Program, Tab
from ui.page import EXAMPLES

KNOWN = make_prediction(("C:maj", 0.9), ("E:min", 0.1))
WAITING = 3  # people
PATIENCE = 30_000  # ms, for a machine busy with other things


class Stub:
    """Names everything alike, in either vocabulary."""

    def decide_again(self, prediction: Prediction, _: str) -> Prediction:
        return prediction


class Slow(Stub):
    """Takes twice as long as the real one."""

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        time.sleep(0.02)
        return KNOWN


class Held(Stub):
    """Answers nobody before it is let go."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        self.gate.wait()
        return KNOWN


@contextmanager
def held() -> Iterator[tuple[Held, str]]:
    """A recogniser that is held, and the address of its page."""
    recognizer = Held()
    with serve(recognizer) as address:
        try:
            yield recognizer, address
        finally:
            recognizer.gate.set()


@pytest.mark.parametrize("way", [Tab, Program])
def test_a_class_of_fifty_is_answered(way: type) -> None:
    with serve(Slow()) as address:
        outcomes = attack(address, way, people=50, clips=2)
    assert [outcome.what for outcome in outcomes] == [ANSWERED] * 100


def test_an_attack_is_told_that_the_line_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "QUEUE", 2)
    with held() as (_, address):
        call = f"{address}gradio_api/call/recognize"
        data = api.file_data(*api.upload(address, ("chord.flac", EXAMPLES["Piano"].read_bytes())))
        answers = [httpx.post(call, json={"data": [data]}) for _ in range(app.WORKERS + app.QUEUE + 2)]
    assert answers[0].status_code == httpx.codes.OK
    assert answers[-1].status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert answers[-1].json() == {"detail": "Queue is full. Max size is 2 and size is 2."}


def test_who_waits_sees_the_place_in_line() -> None:
    with (
        ThreadPoolExecutor(app.WORKERS + WAITING) as others,  # ends last: its visitors wait to be let go
        httpx.Client(timeout=api.TIMEOUT) as http,
        held() as (recognizer, address),
        chromium() as browser,
    ):
        page = browser.new_page()
        page.goto(address)
        for _ in range(app.WORKERS + WAITING):
            others.submit(ask, Tab(address, http), 0)
        while httpx.get(f"{address}gradio_api/queue/status").json()["queue_size"] < WAITING:
            page.wait_for_timeout(100)
        page.get_by_role("button", name="Piano", exact=True).click(timeout=PATIENCE)
        place = page.locator("#answer .progress-text")
        expect(place).to_have_text(re.compile(rf"queue: {WAITING + 1}/{WAITING + 1} \|"), timeout=PATIENCE)
        expect(place).to_be_in_viewport(ratio=0.9)  # of it: not cut off by what it stands in
        recognizer.gate.set()
        expect(page.locator("#answer .name")).to_have_text("C major", timeout=PATIENCE)
        expect(place).to_have_count(0)


def test_the_queue_does_no_more_than_it_must() -> None:
    queue = app.build_app(Slow())._queue
    assert not queue.live_updates  # to everybody who waits, whenever anybody is answered
    assert queue.ANAYLTICS_CACHE_FREQUENCY == app.SUMS


def test_a_summary_counts_the_answered_and_the_others() -> None:
    outcomes = [*(Outcome(ANSWERED, seconds) for seconds in range(1, 22)), Outcome("refused: full", 0.1)]
    assert summary(outcomes) == "21 answered; median 11.00 s, p95 21.00 s, longest 21.00 s; 1 refused: full"
    assert summary(outcomes[-1:]) == "0 answered; 1 refused: full"
