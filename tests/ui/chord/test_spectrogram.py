"""The picture of the sound and its axes."""

import base64
import io
import re

import numpy as np
from PIL import Image

from preprocessing.layout import BINS
from tests.helpers.predictions import make_prediction
from ui.chord import spectrogram
from ui.naming import Naming

NAMING = Naming()
BLACK_TO_WHITE = ("#000000", "#ffffff")


def opened(uri: str) -> np.ndarray:
    png = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_the_picture_is_upright_and_keeps_its_levels() -> None:
    levels = np.array([[0.0, 1.0], [0.2, 0.4], [0.6, 2.0]], np.float32)  # the lowest bin first
    pixels = opened(spectrogram.data_uri(levels, BLACK_TO_WHITE))
    assert pixels[..., 0].tolist() == [[153, 255], [51, 102], [0, 255]]


def test_the_colours_are_those_of_the_palette() -> None:
    pixels = opened(spectrogram.data_uri(np.array([[0.0, 1.0]]), ("#102030", "#aabbcc")))
    assert pixels[0].tolist() == [[0x10, 0x20, 0x30], [0xAA, 0xBB, 0xCC]]


def test_each_octave_is_named_at_the_height_of_its_c() -> None:
    html = spectrogram.render(make_prediction(("C:maj", 0.9)), NAMING)
    heights = dict(re.findall(r"bottom:([\d.]+)%\">(C\d)<", html))
    assert list(heights.values()) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
    c1, c2, *_ = map(float, heights)
    assert abs(c1 * BINS / 100 - 9.5) < 0.02  # three semitones of three bins above A0, at the bin's middle
    assert abs((c2 - c1) * BINS / 100 - 36) < 0.02


def test_the_time_axis_has_round_seconds_of_the_recording() -> None:
    html = spectrogram.render(make_prediction(("C:maj", 0.9), start=10.5, end=14.5, seconds=20.0), NAMING)
    ticks = re.findall(r'left:([\d.]+)%">([\d.]+)<', html)
    assert ticks == [("12.50", "11"), ("37.50", "12"), ("62.50", "13"), ("87.50", "14")]
    assert "I listened to 10.5 to 14.5 s of 20.0 s." in html


def test_there_is_a_picture_for_each_theme_with_words_for_it() -> None:
    html = spectrogram.render(make_prediction(("C:maj", 0.9)), NAMING)
    assert re.findall('<img class="(.*?)"', html) == ["for-light", "for-dark"]
    assert html.count('alt="Picture of the sound, 0.0 to 2.0 s') == 2


def test_every_level_travels_for_the_finger_to_read() -> None:
    levels = np.random.default_rng(0).random((BINS, 5)).astype(np.float32)
    html = spectrogram.render(make_prediction(("C:maj", 0.9), spectrogram=levels), NAMING)
    sent = np.frombuffer(base64.b64decode(re.search('data-levels="(.*?)"', html)[1]), np.uint8)
    assert (sent.reshape(BINS, 5) == np.rint(levels * 255)).all()
    assert 'data-bins="252" data-frames="5"' in html
    assert re.search('data-names="(.*?)"', html)[1].split("|")[:2] == ["C", "C♯"]


def test_the_chords_notes_are_marked_at_their_height() -> None:
    levels = np.zeros((BINS, 5), np.float32)
    for midi, level in ((48, 1.0), (60, 0.8), (64, 0.9), (67, 0.9)):
        levels[3 * (midi - 21)] = level
    html = spectrogram.render(make_prediction(("C:maj", 0.9), spectrogram=levels), NAMING)
    marks = re.findall(r'class="mark" style="bottom:([\d.]+)%">(.*?)<', html)
    expected = ((48, "C"), (64, "E"), (67, "G"))
    assert marks == [(f"{100 * (3 * (midi - 21) + 0.5) / BINS:.2f}", name) for midi, name in expected]
    assert html.count('class="tick"') == 1  # C4 lies on a harmonic of C3


def test_without_a_chord_nothing_is_marked_or_explained() -> None:
    html = spectrogram.render(make_prediction(("N", 0.9), spectrogram=np.ones((BINS, 5), np.float32)), NAMING)
    assert 'class="mark"' not in html
    assert "harmonic" not in html
