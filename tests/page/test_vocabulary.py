"""All chords or simple ones, with made-up answers: in real Chromium, and at the endpoint."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, Page, expect

from model.prediction import Prediction
from tests.helpers import api
from tests.helpers.browser import chromium, open_settings
from tests.helpers.page import serve
from tests.helpers.predictions import TRIADS, make_prediction
from ui.page import EXAMPLES

LONG = ("Gb:minmaj7/b3", 0.6), ("Gb:min", 0.4)
PHONES = (390, 320)  # px
OLD = ["sharps", "english", "pitch"]  # what browsers kept before there was a vocabulary to choose
# The least that stands apart from the border, on both sides: the answer's text in its card.
MARGINS = """() => {
  const text = document.createRange(), card = document.querySelector("#answer").getBoundingClientRect();
  text.selectNodeContents(document.querySelector("#answer .symbol"));
  const box = text.getBoundingClientRect();
  return Math.min(box.left - card.left, card.right - box.right);
}"""


class Noting:
    """Hears a long name among all chords and F♯ minor among simple ones; notes which files it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def predict(self, path: str, vocabulary: str = "all") -> Prediction:
        self.heard.append(Path(path).name)
        return self.decide_again(make_prediction(*LONG, sure=False), vocabulary)

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        return prediction if vocabulary == "all" else make_prediction(("Gb:min", 0.9), vocabulary=TRIADS)


LISTENER = Noting()
GUITAR = EXAMPLES["Guitar"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(LISTENER) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(address)
    yield opened
    opened.close()


def hear(page: Page) -> None:
    page.get_by_role("button", name="Guitar").click()
    expect(page.locator("#answer .name")).to_be_visible()


def test_simple_chords_are_decided_without_hearing_again_and_remembered(page: Page) -> None:
    name = page.locator("#answer .name")
    hear(page)
    expect(name).to_have_text("F♯ minor major seventh over A")
    open_settings(page)
    page.get_by_role("radio", name="Simple").check()
    expect(name).to_have_text("F♯ minor")
    page.get_by_role("radio", name="All").check()
    expect(name).to_have_text("F♯ minor major seventh over A")
    assert LISTENER.heard.count(GUITAR.name) == 1
    page.get_by_role("radio", name="Simple").check()
    page.reload()
    open_settings(page)
    expect(page.get_by_role("radio", name="Simple")).to_be_checked()


def test_what_was_chosen_before_there_were_vocabularies_still_holds(page: Page) -> None:
    page.evaluate("kept => localStorage.setItem('chordscope', JSON.stringify(kept))", OLD)
    page.reload()
    open_settings(page)
    expect(page.get_by_label("Sharps: C♯")).to_be_checked()
    expect(page.get_by_role("radio", name="All")).to_be_checked()


def test_what_was_kept_and_is_offered_no_longer_is_not_chosen(page: Page) -> None:
    page.evaluate("""localStorage.setItem("chordscope", '["flats", "klingon", null]')""")
    page.reload()
    open_settings(page)
    expect(page.get_by_label("Flats: D♭")).to_be_checked()
    expect(page.get_by_label("C D E … B")).to_be_checked()
    hear(page)
    expect(page.locator("#answer .name")).to_have_text("G♭ minor major seventh over B♭♭")


def test_colours_are_worn_and_remembered(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    body = page.locator("body")
    open_settings(page)
    page.get_by_label("Dark", exact=True).check()
    expect(body).to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    expect(body).to_have_class(re.compile(r"\bdark\b"))
    open_settings(page)
    expect(page.get_by_label("Dark", exact=True)).to_be_checked()
    page.get_by_label("As on this device").check()
    expect(body).not_to_have_class(re.compile(r"\bdark\b"))


@pytest.mark.parametrize("width", PHONES)
def test_the_longest_symbol_fits_on_a_telephone(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_settings(page)
    page.get_by_label("Do Re Mi").check()
    hear(page)
    assert page.evaluate(MARGINS) >= 16
    page.locator(".why summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_recognize_takes_a_vocabulary(address: str) -> None:
    client = Client(address, verbose=False)
    answers = [
        client.predict(handle_file(GUITAR), *rest, **named, api_name="/recognize")["chord"]
        for rest, named in (((), {}), (("all",), {}), (("triads",), {}), ((), {"vocabulary": "triads"}))
    ]
    assert answers == ["Gb:minmaj7/b3", "Gb:minmaj7/b3", "Gb:min", "Gb:min"]


@pytest.mark.parametrize(
    ("rest", "chord"),
    [([], "Gb:minmaj7/b3"), ([None], "Gb:minmaj7/b3"), (["all"], "Gb:minmaj7/b3"), (["triads"], "Gb:min")],
)
def test_over_plain_http_the_vocabulary_may_be_left_out(address: str, rest: list, chord: str) -> None:
    (path,) = api.upload(address, ("chord.flac", GUITAR.read_bytes()))
    event, told = api.call(address, api.file_data(path), *rest)
    assert (event, told[0]["chord"]) == ("complete", chord)


def test_recognize_knows_no_other_vocabulary(address: str) -> None:
    with pytest.raises(AppError, match="triads"):
        Client(address, verbose=False).predict(handle_file(GUITAR), "sevenths", api_name="/recognize")
