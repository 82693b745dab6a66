"""The stage in real Chromium, around a recogniser that names everything alike: recording, takes, failures."""

import re
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import app
from model.prediction import Prediction
from preprocessing.audio import AudioError
from tests.helpers.browser import DENY, PATIENCE, WIDTHS, open_page, open_settings, upload
from tests.helpers.page import serve
from tests.helpers.predictions import make_prediction
from tests.page.test_accessibility import AXE, grave, sideways
from ui.page import EXAMPLES
from ui.stage.stage import Limits

JOIN, UPLOAD = "**/gradio_api/queue/join*", "**/gradio_api/upload*"
FULL = {"status": 503, "json": {"detail": "Queue is full. Max size is 2 and size is 2."}}
DROP = """() => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(4000)], "dropped.wav", {type: "audio/wav"}));
  document.querySelector("footer").dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true}));
}"""
LOUD = "() => document.querySelector('[data-record]').style.getPropertyValue('--level') > 0.2"
SMALL = """() => [...document.querySelectorAll("#stage button, .masthead button")]
  .filter((button) => button.checkVisibility())
  .map((button) => [button.textContent || button.ariaLabel, button.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 44).map(([name]) => name)"""


KEPT = """new Promise((resolve) => {
  indexedDB.open("chordscope").onsuccess = ({target: {result}}) => {
    const count = result.transaction("takes").objectStore("takes").count();
    count.onsuccess = () => resolve(count.result);
  };
})"""
FORBID = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, {get: () => { throw new DOMException("no", "SecurityError"); }});"""


class Alike:
    """Names every chord alike."""

    def predict(self, path: str, vocabulary: str = "all") -> Prediction:
        return make_prediction(("Db:min", 0.9))

    def predict_latest(self, sound: bytes, vocabulary: str = "all") -> Prediction:
        return make_prediction(("Bb:7", 0.9))

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        return prediction


class Slow(Alike):
    """Names the piano C, and does not tell until `told` is set; cannot hear an organ."""

    def __init__(self) -> None:
        self.told = Event()

    def predict(self, path: str, vocabulary: str = "all") -> Prediction:
        if "organ" in path:
            raise AudioError("That is an organ.")
        if "piano" not in path:
            return super().predict(path)
        self.told.wait(PATIENCE / 1000)
        return make_prediction(("C:maj", 0.9))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(Alike()) as url:
        yield url


def state(page: Page, name: str) -> None:
    expect(page.locator("#stage")).to_have_attribute("data-state", name, timeout=PATIENCE)


def takes(page: Page) -> Locator:
    return page.locator("#shelf .strip button")


def record(page: Page, seconds: float = 1.0) -> None:
    page.get_by_role("button", name=re.compile("^Record")).click()
    state(page, "recording")
    page.wait_for_timeout(1000 * seconds)


def test_the_first_screen_of_a_phone_holds_what_a_visitor_needs_and_nothing_else(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    button = page.get_by_role("button", name="Record", exact=True)
    expect(button).to_be_in_viewport(ratio=1)
    for name in ("Choose a file or song", *list(EXAMPLES)[:2]):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    expect(page.locator(".privacy")).to_be_in_viewport(ratio=1)
    expect(page.locator("footer")).not_to_be_in_viewport()
    expect(page.locator("#choices")).to_be_hidden()
    assert page.evaluate(SMALL) == []
    with page.expect_file_chooser():  # at once
        page.get_by_role("button", name="Choose a file or song").click()


def test_one_button_and_one_key_record_and_stop(page: Page) -> None:
    button = page.locator("[data-record]")
    button.wait_for()
    page.keyboard.press(" ")
    state(page, "recording")
    expect(button).to_be_focused()
    expect(button).to_have_accessible_name("Stop")
    page.wait_for_function(LOUD)
    expect(page.locator(".live .symbol")).to_have_text("B♭7", timeout=PATIENCE)
    expect(page.locator(".live .notes span")).to_have_text(["B♭", "D", "F", "A♭"])
    expect(page.locator(".live .before")).to_have_text("B♭7")
    expect(page.locator(".clock")).to_have_text("0:03", timeout=PATIENCE)
    expect(page.locator(".hint")).to_contain_text("you can stop")
    page.keyboard.press(" ")
    state(page, "answered")
    expect(page.locator("#answer .name")).to_have_text("C♯ minor")
    expect(page.locator(".live")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_accessible_name("Record again")
    page.keyboard.press("Enter")
    state(page, "recording")
    page.keyboard.press("Escape")  # as if nothing had been
    state(page, "answered")
    expect(takes(page)).to_have_count(1)


def test_a_chord_is_kept_alone_beside_the_recording_that_it_was_in(page: Page) -> None:
    page.get_by_role("button", name="Record", exact=True).click()
    button = page.get_by_role("group", name="Chords so far").get_by_role("button", name="Keep B♭7")
    button.wait_for(timeout=PATIENCE)
    expect(page.locator(".clock")).to_have_text("0:04", timeout=PATIENCE)
    button.click()
    state(page, "answered")
    expect(takes(page)).to_contain_text(["Recording 1, B♭7", "Recording 1"])
    expect(takes(page).first).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-record]")).to_be_focused()
    expect(page.locator("#audio #duration")).to_have_text(re.compile("0:0[123]"), timeout=PATIENCE)
    takes(page).nth(1).click()
    expect(page.locator("#audio #duration")).to_have_text(re.compile("0:0[456]"), timeout=PATIENCE)


def test_on_a_phone_that_lies_on_its_side_the_button_that_stops_is_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 740, "height": 360})
    page.get_by_role("button", name="Record", exact=True).click()
    page.locator(".live .before button").first.wait_for(timeout=PATIENCE)
    box = page.get_by_role("button", name="Stop").bounding_box()
    assert box["y"] + box["height"] <= 360


def test_a_recording_stops_by_itself_when_it_is_full(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LIMITS", Limits(seconds=2, bytes=10**6, too_large="Too large."))
    with serve(Alike()) as address:
        page = browser.new_page()
        page.goto(address)
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.locator(".hint")).to_have_text("I stop by myself at 0:02.", timeout=PATIENCE)
        state(page, "answered")
        expect(page.locator("#audio #duration")).to_have_text("0:02", timeout=PATIENCE)
        page.close()


def test_an_example_sounds_and_what_is_dropped_is_heard(page: Page) -> None:
    page.get_by_role("button", name="Piano", exact=True).click()
    expect(page.locator("#audio").get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE)
    expect(takes(page)).to_have_count(0)  # it is nobody's own
    page.evaluate(DROP)
    expect(takes(page)).to_contain_text(["dropped.wav"])
    state(page, "answered")


def test_an_answer_that_comes_late_does_not_name_the_next_take(browser: Browser) -> None:
    slow = Slow()
    with serve(slow) as address:
        page = open_page(browser, address, "light", 1280)
        upload(page, EXAMPLES["Piano"])
        state(page, "waiting")
        upload(page, EXAMPLES["Guitar"])
        expect(takes(page)).to_have_count(2)
        state(page, "waiting")
        slow.told.set()
        expect(takes(page)).to_contain_text(["C♯m", "…"], timeout=PATIENCE)
        upload(page, EXAMPLES["Organ"])
        expect(takes(page).first).to_contain_text("not heard", timeout=PATIENCE)
        page.close()


def test_takes_survive_a_reload_until_they_are_forgotten(page: Page) -> None:
    record(page)
    page.locator("[data-record]").click()
    state(page, "answered")
    upload(page, EXAMPLES["Guitar"])
    expect(takes(page)).to_have_count(2)
    state(page, "answered")
    page.reload()
    expect(takes(page)).to_contain_text(["guitar_a_minor.flac", "Recording 1"])
    expect(takes(page)).to_contain_text(["C♯m", "C♯m"])
    takes(page).nth(1).click()
    state(page, "answered")
    expect(takes(page).nth(1)).to_have_attribute("aria-current", "true")
    expect(takes(page).nth(1)).to_be_focused()  # though it was drawn anew
    page.get_by_role("button", name="Forget all").click()
    expect(takes(page)).to_have_count(0)
    expect(page.locator("[data-record]")).to_be_focused()
    page.reload()
    state(page, "empty")
    expect(page.locator("#shelf .takes")).to_be_hidden()


def test_where_storage_is_forbidden_takes_last_as_long_as_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script(FORBID)
    page.goto(address)
    upload(page, EXAMPLES["Guitar"])
    expect(takes(page)).to_contain_text(["C♯m"], timeout=PATIENCE)
    state(page, "answered")
    page.get_by_role("button", name="Forget all").click()
    expect(takes(page)).to_have_count(0)
    page.close()


def test_the_takes_of_other_tabs_are_forgotten_too(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        tabs = one, _ = [context.new_page() for _ in range(2)]
        for tab in tabs:
            tab.goto(address)
            tab.locator("[data-record]").wait_for()
        for tab in tabs:
            upload(tab, EXAMPLES["Guitar"])
            state(tab, "answered")
        assert one.evaluate(KEPT) == 2
        one.get_by_role("button", name="Forget all").click()
        expect(takes(one)).to_have_count(0)
        assert one.evaluate(KEPT) == 0


def fails(page: Page, title: str) -> None:
    state(page, "failed")
    expect(page.get_by_role("alert").locator(".refused")).to_have_text(title)
    expect(page.locator("#answer .answer")).to_be_hidden()  # it would be of another recording
    expect(page.locator(".toast-wrap")).to_be_hidden()


def test_what_fails_is_said_in_the_answers_place_and_tried_again(page: Page) -> None:
    upload(page, EXAMPLES["Piano"])
    state(page, "answered")
    page.route(UPLOAD, lambda route: route.abort())
    upload(page, EXAMPLES["Guitar"])
    fails(page, "No connection")
    page.unroute(UPLOAD)
    page.get_by_role("button", name="Try again").click()
    state(page, "answered")

    page.route(JOIN, lambda route: route.fulfill(**FULL))
    upload(page, EXAMPLES["Organ"])
    fails(page, "The line is full")
    page.unroute(JOIN)
    state(page, "answered")  # by itself

    page.route(JOIN, lambda route: route.abort())
    upload(page, EXAMPLES["Phone"])
    fails(page, "The connection was lost")
    page.unroute(JOIN)
    state(page, "answered")  # after the page came back by itself
    expect(takes(page)).to_have_count(4)


def test_what_is_forgotten_while_it_is_sent_stays_forgotten(browser: Browser) -> None:
    slow = Slow()
    with serve(slow) as address:
        page = open_page(browser, address, "light", 1280)
        upload(page, EXAMPLES["Piano"])
        state(page, "waiting")
        page.get_by_role("button", name="Forget all").click()
        slow.told.set()
        state(page, "answered")
        expect(takes(page)).to_have_count(0)
        page.close()


def test_escape_closes_the_settings_first_and_then_drops_what_is_recorded(page: Page) -> None:
    page.route(UPLOAD, lambda route: route.abort())
    upload(page, EXAMPLES["Guitar"])
    fails(page, "No connection")
    page.unroute(UPLOAD)
    record(page)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    open_settings(page)
    page.keyboard.press("Escape")
    expect(page.locator("#choices")).to_be_hidden()
    state(page, "recording")
    page.keyboard.press("Escape")
    state(page, "answered")  # what had failed before is heard
    expect(takes(page)).to_have_count(1)


def test_a_refused_microphone_is_explained_until_something_else_happens(page: Page) -> None:
    page.locator("[data-record]").wait_for()
    page.evaluate(DENY)
    page.get_by_role("button", name="Record", exact=True).click()
    fails(page, "No microphone")
    expect(page.get_by_role("alert")).to_contain_text("switch Microphone on")
    upload(page, EXAMPLES["Piano"])
    state(page, "answered")
    expect(page.get_by_role("alert")).to_be_empty()


def test_who_cannot_see_hears_of_every_change(page: Page) -> None:
    """The regions that speak are there from the start, and stay the same."""
    page.locator("[data-record]").wait_for()
    stage = page.locator("#stage")
    regions = [stage.get_by_role("status").filter(has=page.locator(".answer")), stage.get_by_role("alert")]
    answer, alarm = handles = [region.element_handle() for region in regions]
    upload(page, EXAMPLES["Piano"])
    state(page, "answered")
    assert "C-sharp minor" in answer.text_content()
    page.evaluate(DENY)
    page.locator("[data-record]").click()
    state(page, "failed")
    assert "No microphone" in alarm.text_content()
    assert all(handle.evaluate("element => element.isConnected") for handle in handles)


def test_too_large_a_file_is_refused_before_it_is_sent(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LIMITS", Limits(seconds=600, bytes=1000, too_large="It is too large."))
    with serve(Alike()) as address:
        page = browser.new_page()
        page.route(UPLOAD, lambda route: pytest.fail("it was sent"))
        page.goto(address)
        page.locator("[data-record]").wait_for()
        upload(page, EXAMPLES["Piano"])
        fails(page, "Too large")
        expect(page.get_by_role("alert").locator(".sentence")).to_have_text("It is too large.")
        page.close()


def test_the_display_for_a_classroom_shows_a_name_and_its_notes(page: Page, address: str) -> None:
    page.goto(f"{address}?big")
    page.locator("[data-record]").wait_for()
    upload(page, EXAMPLES["Piano"])
    state(page, "answered")
    symbol = page.locator("#answer .symbol")
    assert symbol.evaluate("symbol => parseFloat(getComputedStyle(symbol).fontSize)") > 250
    expect(page.locator("#answer .notes")).to_be_in_viewport(ratio=1)
    for part in ("#results", "#audio", ".masthead", "#answer .verdict"):
        expect(page.locator(part)).to_be_hidden()
    page.keyboard.press(" ")
    state(page, "recording")


def test_the_display_for_a_classroom_says_why_a_file_was_refused(browser: Browser) -> None:
    with serve(Slow()) as address:
        page = open_page(browser, f"{address}?big", "light", 1280)
        upload(page, EXAMPLES["Organ"])
        expect(page.locator("#answer .sentence")).to_have_text("That is an organ.", timeout=PATIENCE)
        expect(page.locator("#answer .sentence")).to_be_visible()
        page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_the_way(browser: Browser, address: str, theme: str, width: int) -> None:
    page = open_page(browser, address, theme, width)
    page.locator("[data-record]").wait_for()
    page.add_script_tag(path=AXE)
    open_settings(page)
    assert (grave(page), sideways(page)) == ([], 0)
    page.keyboard.press("Escape")
    record(page)
    assert (grave(page), sideways(page)) == ([], 0)
    page.locator("[data-record]").click()
    state(page, "answered")
    assert (grave(page), sideways(page)) == ([], 0)
    page.evaluate(DENY)
    page.locator("[data-record]").click()
    state(page, "failed")
    assert (grave(page), sideways(page)) == ([], 0)
    page.close()
