"""The page in real Chromium, with the recogniser as it ships."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.browser import PATIENCE, expect_chord, open_settings, upload
from ui.page import EXAMPLES

RECORDING = 3_000  # ms
VOICE_PROCESSING = ("echoCancellation", "noiseSuppression", "autoGainControl")


def test_the_microphone_hears_the_chord(page: Page) -> None:
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(RECORDING)
    page.get_by_role("button", name="Stop").click()
    expect_chord(page, "A minor")


def test_the_microphone_is_asked_for_untouched_sound(page: Page) -> None:
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_function("window.heard.length > 0")
    for settings in page.evaluate("[...window.asked, ...window.heard]"):
        assert {name: settings[name] for name in VOICE_PROCESSING} == dict.fromkeys(VOICE_PROCESSING, False)


def test_an_upload_is_named(page: Page) -> None:
    upload(page, EXAMPLES["Piano"])
    expect_chord(page, "C major")


EXPECTED = {
    "Piano": "C major",
    "Guitar": "A minor",
    "Organ": "F♯ minor",
    "Strings": "D diminished",
    "Accordion": "G major over B",
    "Phone": "E♭ major",
}


@pytest.mark.parametrize(("label", "name"), EXPECTED.items())
def test_an_example_is_named_at_the_press_of_a_key(page: Page, label: str, name: str) -> None:
    page.get_by_role("button", name=label).press("Enter")
    expect_chord(page, name)


def test_a_single_note_is_called_one(page: Page) -> None:
    page.get_by_role("button", name="One note").click()
    expect(page.locator("#answer .symbol")).to_have_text("Single note: E3", timeout=PATIENCE)


def test_other_names_are_used_at_once_and_remembered(page: Page) -> None:
    page.get_by_role("button", name="Organ").click()
    expect_chord(page, "F♯ minor")
    open_settings(page)
    page.get_by_label("Flats: D♭").check()
    expect_chord(page, "G♭ minor")
    page.get_by_label("Sharps: C♯").check()
    expect_chord(page, "F♯ minor")
    page.get_by_label("Do Re Mi").check()
    expect_chord(page, "Fa♯ minor")
    page.get_by_label("Circle of fifths").check()
    expect(page.locator(".profile .of").nth(1)).to_have_text("Sol")
    page.reload()
    open_settings(page)
    expect(page.get_by_label("Do Re Mi")).to_be_checked()
    page.get_by_role("button", name="Organ").click()
    expect_chord(page, "Fa♯ minor")


def test_programmers_see_this_pages_address(page: Page, address: str) -> None:
    page.get_by_role("tab", name="For programs").click()
    expect(page.locator(".programs .address").first).to_have_text(address.rstrip("/"))
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name=re.compile("Copied|Selected"))).to_be_visible()


def test_a_file_name_cannot_carry_markup(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.flac"
    path.write_bytes(EXAMPLES["Piano"].read_bytes())
    page.on("dialog", lambda dialog: pytest.fail("a file name ran as a script"))
    upload(page, path)
    expect_chord(page, "C major")
    assert page.locator("img[src=x]").count() == 0


def test_a_text_file_gets_a_sentence_and_the_page_lives_on(page: Page, tmp_path: Path) -> None:
    text = tmp_path / "notes.wav"
    text.write_text("not a sound")
    upload(page, text)
    expect(page.locator("#answer .refused")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#results")).to_be_hidden()
    assert str(tmp_path) not in page.locator("body").inner_text()
    upload(page, EXAMPLES["Piano"])
    expect_chord(page, "C major")


def test_the_answer_is_announced(page: Page) -> None:
    announcer = page.get_by_role("status").filter(has=page.locator(".answer"))
    announcer.evaluate("element => element.dataset.kept = 'yes'")  # a live region must stay to be heard
    page.get_by_role("button", name="Phone").click()
    expect_chord(page, "E♭ major")
    expect(announcer.locator(".spoken")).to_contain_text("E-flat major")
    assert announcer.get_attribute("data-kept") == "yes"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_telephone_needs_no_sideways_scrolling(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Phone").click()
    expect_chord(page, "E♭ major")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    tops = [page.locator(part).bounding_box()["y"] for part in ("#audio", "#answer", "#shelf", "#results")]
    assert tops == sorted(tops)  # the answer right below the recording
