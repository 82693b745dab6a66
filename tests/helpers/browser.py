"""A real browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.helpers.needs import require

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
WIDTHS = {390: 844, 1280: 860}  # px, of a phone's window and a desktop's, with their heights
# Makes a browser refuse the microphone.
DENY = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}"""
PATIENCE = 30_000  # ms, for a machine busy with other things


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


def open_page(browser: Browser, address: str, theme: str, width: int) -> Page:
    """The page in a window of one of `WIDTHS`, light or dark, where nothing moves."""
    viewport = {"width": width, "height": WIDTHS[width]}
    page = browser.new_page(viewport=viewport, color_scheme=theme, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def upload(page: Page, path: Path) -> None:
    """Choose a file, as the picker would."""
    page.locator("#file").set_input_files(path)


def open_settings(page: Page) -> None:
    """Open what is behind the gear."""
    page.get_by_role("button", name="Settings").click()


def expect_chord(page: Page, name: str) -> None:
    expect(page.locator("#answer .name")).to_have_text(name, timeout=PATIENCE)
    expect(page.locator("#results")).to_be_visible()
