"""Photographs the page in its states, for who looks after it: `python -m tests.helpers.screenshots`."""

import argparse
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import soundfile
from PIL import Image
from playwright.sync_api import Browser, Page

from model.recognizer import Recognizer
from tests.helpers.browser import DENY, PATIENCE, WIDTHS, chromium, open_page, open_settings, upload
from tests.helpers.page import serve
from ui.page import EXAMPLES
from ui.practise import explore

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
THEMES = ("light", "dark")
COLOURS = 128  # of a picture: it takes a third of the bytes
DOUBTFUL = explore.FOLDER / "07.flac"  # in loud noise


def main() -> None:
    """Write docs/screenshots/STATE-{light,dark}-{390,1280}.png, from the real recogniser."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.screenshots", description=__doc__)
    parser.add_argument("states", nargs="*", default=list(STATES), help="all if none is named")
    chosen = parser.parse_args().states
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        serve(Recognizer.load()) as address,
        chromium(played(Path(folder))) as browser,
    ):
        for theme in THEMES:
            for width in WIDTHS:
                for state in chosen:
                    path = FOLDER / f"{state}-{theme}-{width}.png"
                    photograph(browser, address, theme, width, STATES[state], path)


def played(folder: Path) -> Path:
    """What the microphone hears: the song among the examples, as a WAV file."""
    sound, rate = soundfile.read(EXAMPLES["Song"])
    soundfile.write(folder / "song.wav", sound, rate, subtype="PCM_16")
    return folder / "song.wav"


def photograph(
    browser: Browser, address: str, theme: str, width: int, bring_about: Callable[[Page], None], path: Path
) -> None:
    """The whole page in a state."""
    page = open_page(browser, address, theme, width)
    page.get_by_role("button", name="Seventh").wait_for(timeout=PATIENCE)
    bring_about(page)
    page.mouse.move(0, 0)
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    picture.quantize(COLOURS).save(path, optimize=True)
    page.close()


def empty(_: Page) -> None:
    """Nothing has happened yet."""


def recording(page: Page) -> None:
    """Somebody plays."""
    page.get_by_role("button", name="Record", exact=True).click()
    page.locator(".live .before > :nth-child(3)").wait_for(timeout=PATIENCE)


def refused(page: Page) -> None:
    """There is no microphone for this page."""
    page.evaluate(DENY)
    page.get_by_role("button", name="Record", exact=True).click()
    page.locator("[role=alert] .sentence").wait_for()


def chord(page: Page) -> None:
    """A seventh has been named."""
    page.get_by_role("button", name="Seventh").click()
    _see_chord(page)


def doubtful(page: Page) -> None:
    """A chord of a visitor's own has been named, who may see why it is doubted."""
    upload(page, DOUBTFUL)
    _see_chord(page)
    page.locator("#results details").first.evaluate("evidence => { evidence.open = true; }")


def _see_chord(page: Page) -> None:
    page.locator("#results").wait_for(timeout=PATIENCE)
    page.locator("#duration").filter(has_not_text="0:00").wait_for()  # the waveform is drawn


def classroom(page: Page) -> None:
    """The same, very large."""
    page.goto(f"{page.url}?big")
    page.locator("[data-record]").wait_for(timeout=PATIENCE)
    upload(page, EXAMPLES["Seventh"])
    page.locator("#answer .symbol").wait_for(timeout=PATIENCE)


def song(page: Page) -> None:
    """A song has been heard, and stands in its second bar."""
    page.get_by_role("button", name="Song", exact=True).click()
    page.locator(".song .cell").nth(1).click(timeout=PATIENCE)
    page.locator("#duration").filter(has_not_text="0:00").wait_for()


def correcting(page: Page) -> None:
    """A chord of the song is about to be corrected."""
    song(page)
    page.get_by_role("button", name="Correct").click()
    page.get_by_role("button", name="Bar 2, beat 1").click()
    page.locator(".editor").wait_for()


def printed(page: Page) -> None:
    """The song on paper."""
    song(page)
    page.emulate_media(media="print")


def question(page: Page) -> None:
    """A chord to be guessed."""
    page.get_by_role("tab", name="Practise").click()
    page.get_by_role("button", name="Start").click(timeout=PATIENCE)
    page.get_by_label("C", exact=True).wait_for(timeout=PATIENCE)
    page.locator("#player #duration").filter(has_not_text="0:00").wait_for(timeout=PATIENCE)


def guessed(page: Page) -> None:
    """A chord that was guessed, and how well."""
    question(page)
    page.get_by_label("C", exact=True).check()
    page.get_by_role("button", name="Reveal").click()
    page.locator(".side-truth").wait_for(timeout=PATIENCE)


def settings(page: Page) -> None:
    """What is behind the gear."""
    open_settings(page)


STATES = {
    state.__name__: state
    for state in (
        *(empty, recording, refused, chord, doubtful, classroom),
        *(song, correcting, printed, question, guessed, settings),
    )
}

if __name__ == "__main__":
    main()
