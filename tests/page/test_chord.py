"""The answer for one chord in real Chromium: what it shows, what sounds in it, and how much room it takes."""

import re

from playwright.sync_api import Page, expect

from tests.helpers.browser import expect_chord, upload
from ui.page import EXAMPLES

PHONE = {"width": 390, "height": 844}
SMALLEST = 24  # px, that a finger hits
PLAYER = 100  # px, that the recording may take of a phone
NOTE_SOUNDS = "document.addEventListener('sounded', (e) => (window.played ??= []).push(e.detail))"
SMALL = """() => [...document.querySelectorAll("#answer button, #results button, #results summary")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.textContent, element.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < %d)
  .map(([text]) => text)"""


def hear(page: Page, example: str, name: str) -> None:
    page.locator("#shelf").get_by_role("button", name=example, exact=True).click()
    expect_chord(page, name)


def test_whatever_can_be_played_sounds_by_pointer_and_by_key(page: Page) -> None:
    hear(page, "Piano", "C major")
    page.evaluate(NOTE_SOUNDS)
    card = page.locator("#results")
    card.get_by_role("button", name="Piano").press("Enter")
    card.get_by_role("button", name="Hear it: C major").press("Enter")
    card.get_by_role("button", name="Play E").press("Enter")
    page.locator('.keyboard:visible g[data-play="61"]').click()
    card.get_by_role("button", name="Next shape").press("Enter")
    expect(page.locator(".caption")).to_have_text("1st inversion · 2 of 3")
    card.get_by_role("button", name="Hear it: C major").click()
    card.get_by_role("button", name="Guitar").click()
    card.get_by_role("button", name="Play G").first.click()
    card.get_by_role("button", name="Previous shape").click()
    expect(page.locator(".caption")).to_contain_text("5 of 5")
    assert page.evaluate("window.played") == [[60, 64, 67], [64], [61], [64, 67, 72], [55]]


def test_the_instrument_stays_for_the_next_chord_and_the_next_visit(page: Page) -> None:
    hear(page, "Piano", "C major")
    page.locator("#results").get_by_role("button", name="Ukulele").click()
    expect(page.locator(".caption")).to_have_text("0 0 0 3 · 1 of 5")
    hear(page, "Guitar", "A minor")
    expect(page.locator(".caption")).to_contain_text("2 0 0 0")
    page.reload()
    hear(page, "Piano", "C major")
    expect(page.locator(".caption")).to_contain_text("0 0 0 3")


def test_the_recording_is_heard_beside_the_chord_and_paused(page: Page) -> None:
    upload(page, EXAMPLES["Piano"])  # an example would play by itself
    expect_chord(page, "C major")
    page.locator("#duration").filter(has_not_text="0:00").wait_for()
    page.get_by_role("button", name="Hear the recording").click()
    page.get_by_role("button", name="Pause the recording").click()
    expect(page.get_by_role("button", name="Hear the recording")).to_be_visible()


def test_the_evidence_is_open_where_there_is_room_and_can_be_read(page: Page) -> None:
    hear(page, "Piano", "C major")
    picture, readout = page.locator(".spectrogram .picture"), page.locator(".readout")
    picture.hover(position={"x": 50, "y": 100})
    expect(readout).to_contain_text(re.compile(r"^[A-G][♭♯]?\d.* \(\d+ Hz\) at \d\.\d s: (−?\d+ dB|silent)$"))
    before = readout.inner_text()
    picture.press("PageUp")
    expect(readout).not_to_have_text(before)
    page.get_by_text("Why?").click()
    hear(page, "Guitar", "A minor")
    expect(picture).to_be_hidden()  # as the person left it


def test_a_telephone_shows_a_chord_on_two_screens_for_fingers(page: Page) -> None:
    page.set_viewport_size(PHONE)
    hear(page, "Piano", "C major")
    expect(page.locator(".spectrogram")).to_be_hidden()
    assert page.locator("#audio").bounding_box()["height"] < PLAYER
    top, bottom = page.locator("#answer").bounding_box(), page.locator("#results").bounding_box()
    assert bottom["y"] + bottom["height"] - top["y"] < 2 * PHONE["height"]
    page.get_by_text("Why?").click()
    expect(page.locator(".spectrogram")).to_be_visible()
    assert page.evaluate(SMALL % SMALLEST) == []
