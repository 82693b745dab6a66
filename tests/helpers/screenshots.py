"""Photographs the page with a result, for the README: `python -m tests.helpers.screenshots`."""

from pathlib import Path

from playwright.sync_api import Browser

from model.recognizer import Recognizer
from tests.helpers.browser import chromium
from tests.helpers.page import serve

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
THEMES = ("light", "dark")
WIDTHS = {390: 844, 1280: 860}  # px, with the height of the window
EXAMPLE = "Seventh"


def main() -> None:
    """Write docs/screenshots/{light,dark}-{390,1280}.png, from the real recogniser."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve(Recognizer.load()) as address, chromium() as browser:
        for theme in THEMES:
            for width in WIDTHS:
                photograph(browser, address, theme, width)


def photograph(browser: Browser, address: str, theme: str, width: int) -> None:
    """The whole page, after an example has been named."""
    viewport = {"width": width, "height": WIDTHS[width]}
    page = browser.new_page(viewport=viewport, color_scheme=theme, reduced_motion="reduce")
    page.goto(address)
    page.get_by_role("button", name=EXAMPLE).click()
    page.locator("#results .spectrogram").wait_for()
    page.locator("#duration").filter(has_not_text="0:00").wait_for()  # the waveform is drawn
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{theme}-{width}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
