"""What several tests share: a made-up Prediction, the page served for real, and a real browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, sync_playwright

import app
from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, TYPES, parse
from model.prediction import Candidate, Prediction
from model.recognizer import Recognizer
from preprocessing.features import BINS

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # there is none for root, as whom CI runs
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",  # says yes to the microphone
    "--use-fake-device-for-media-stream",
)


def require(condition: bool, reason: str) -> None:
    """Skip a test that cannot run here; where everything must run (CHORDSCOPE_REQUIRE_ALL), fail it."""
    if condition:
        return
    if os.environ.get("CHORDSCOPE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


def make_prediction(
    *ranking: tuple[str, float],
    sure: bool = True,
    spectrogram: np.ndarray | None = None,
    start: float = 0.0,
    end: float = 2.0,
    seconds: float = 2.0,
    level: float = -6.0,
    tuning: float | None = None,
    note: int | None = None,
) -> Prediction:
    """A Prediction with these labels and probabilities ahead of all other chords, which get none."""
    probabilities = dict(ranking)
    candidates = [Candidate(parse(label), probability) for label, probability in ranking]
    others = (chord for chord in (*CHORDS, NO_CHORD) if chord.label not in probabilities)
    candidates += [Candidate(chord, 0.0) for chord in others]
    roots, types = dict.fromkeys(ROOT_LABELS, 0.0), dict.fromkeys(TYPES, 0.0)
    for candidate in candidates:
        roots[candidate.chord.root or NO_CHORD.label] += candidate.probability
        if candidate.chord.type:
            types[candidate.chord.type] += candidate.probability
    picture = np.zeros((BINS, 16), np.float32) if spectrogram is None else spectrogram
    ranked = tuple(candidates)
    return Prediction(roots, types, ranked, sure, seconds, start, end, level, tuning, note, picture)


@contextmanager
def serve(recognizer: object) -> Iterator[str]:
    """The page around a recogniser, on a free port of this machine: yields its address."""
    page = app.build_app(recognizer)
    app.launch(page, prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", server_port=None)
    try:
        yield page.local_url
    finally:
        page.close()


@contextmanager
def chromium(sound: Path | None = None) -> Iterator[Browser]:
    """Real Chromium; its microphone plays a WAV file, over and over."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    require(path is not None, "Chromium is not installed")
    options = [*CHROMIUM_OPTIONS, *([f"--use-file-for-fake-audio-capture={sound}"] if sound else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(autouse=True)
def _seed() -> None:
    """Untrained networks and random tensors are the same in every run."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    """The recogniser as it ships."""
    return Recognizer.load()


@pytest.fixture(scope="module")
def address(recognizer: Recognizer) -> Iterator[str]:
    """The address of the real page."""
    with serve(recognizer) as url:
        yield url
