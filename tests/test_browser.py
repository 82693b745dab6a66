"""The page in real Chromium, with the recogniser as it ships."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

from tests.conftest import chromium
from ui.page import EXAMPLES

PATIENCE = 30_000  # ms, for a machine busy with other things
RECORDING = 3_000  # ms
VOICE_PROCESSING = ("echoCancellation", "noiseSuppression", "autoGainControl")
NOTE_TRACKS = """
window.asked = [];
window.heard = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  window.asked.push(constraints.audio);
  const stream = await ask(constraints);
  window.heard.push(...stream.getAudioTracks().map((track) => track.getSettings()));
  return stream;
};
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with the guitar example playing into its microphone."""
    sound = tmp_path_factory.mktemp("microphone") / "guitar.wav"
    soundfile.write(sound, *soundfile.read(EXAMPLES["Guitar"]))
    with chromium(sound) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(NOTE_TRACKS)
    opened.goto(address)
    yield opened
    opened.close()


def upload(page: Page, path: Path) -> None:
    page.get_by_role("button", name="Upload file").click()
    page.locator("input[type=file]").set_input_files(path)


def expect_chord(page: Page, name: str) -> None:
    expect(page.locator("#answer .name")).to_have_text(name, timeout=PATIENCE)
    expect(page.locator("#results")).to_be_visible()


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


@pytest.mark.parametrize(
    ("label", "name"), [("Piano", "C major"), ("Guitar", "A minor"), ("Phone", "E♭ major")]
)
def test_an_example_is_named_at_the_press_of_a_key(page: Page, label: str, name: str) -> None:
    page.get_by_role("button", name=label).press("Enter")
    expect_chord(page, name)


def test_a_text_file_gets_a_sentence_and_the_page_lives_on(page: Page, tmp_path: Path) -> None:
    text = tmp_path / "notes.wav"
    text.write_text("not a sound")
    upload(page, text)
    expect(page.locator("#answer .refused")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#results")).to_be_hidden()
    assert str(tmp_path) not in page.locator("body").inner_text()
    page.get_by_role("button", name="Clear").click()
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


def test_the_page_asks_nothing_of_third_parties(browser: Browser, address: str) -> None:
    page, hosts = browser.new_page(), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    page.get_by_role("button", name="Piano").click()
    expect_chord(page, "C major")
    page.close()
    assert hosts <= {"127.0.0.1", None}  # data: and blob: have no host
