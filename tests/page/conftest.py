"""A browser and a page of it, for tests of this room."""

from collections.abc import Iterator

import pytest
import soundfile
from playwright.sync_api import Browser, Page

from tests.helpers.browser import PATIENCE, chromium
from ui.page import EXAMPLES

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
