"""Photographs the page in its states, for the README: `python -m tests.helpers.screenshots`."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from model.recognizer import Recognizer
from tests.helpers.browser import PATIENCE, WIDTHS, chromium, open_page
from tests.helpers.page import serve

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
THEMES = ("light", "dark")


def main() -> None:
    """Write docs/screenshots/STATE-{light,dark}-{390,1280}.png, from the real recogniser."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve(Recognizer.load()) as address, chromium() as browser:
        for theme in THEMES:
            for width in WIDTHS:
                for state, bring_about in STATES.items():
                    path = FOLDER / f"{state}-{theme}-{width}.png"
                    photograph(browser, address, theme, width, bring_about, path)


def photograph(
    browser: Browser, address: str, theme: str, width: int, bring_about: Callable[[Page], None], path: Path
) -> None:
    """The whole page in a state."""
    page = open_page(browser, address, theme, width)
    page.get_by_role("button", name="Seventh").wait_for(timeout=PATIENCE)
    bring_about(page)
    page.mouse.move(0, 0)
    page.screenshot(path=path, full_page=True)
    page.close()


def empty(_: Page) -> None:
    """Nothing has happened yet."""


def chord(page: Page) -> None:
    """A seventh has been named."""
    page.get_by_role("button", name="Seventh").click()
    page.locator("#results").wait_for(timeout=PATIENCE)
    page.locator("#duration").filter(has_not_text="0:00").wait_for()  # the waveform is drawn


def song(page: Page) -> None:
    """A song has been heard, and stands in its second bar."""
    page.get_by_role("button", name="Song", exact=True).click()
    page.locator(".song .cell").nth(1).click(timeout=PATIENCE)
    page.locator("#duration").filter(has_not_text="0:00").wait_for()


STATES = {"empty": empty, "chord": chord, "song": song}

if __name__ == "__main__":
    main()
