"""A song of sines and clicks on the page in real Chromium, heard by the recogniser as it ships."""

from pathlib import Path

import soundfile
from playwright.sync_api import Page, expect

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.browser import PATIENCE, upload
from tests.helpers.sounds import clicks, progression

LABELS = "C:maj A:min F:maj G:maj C:maj A:min F:maj G:maj"
NAMES = ["C major", "A minor", "F major", "G major"] * 2


def test_its_bars_are_named(page: Page, tmp_path: Path) -> None:
    chords = progression(LABELS, seconds=2.0)
    path = tmp_path / "song.wav"
    soundfile.write(path, chords + clicks(len(chords) / SAMPLE_RATE), SAMPLE_RATE)
    upload(page, path)
    expect(page.locator("#answer .symbol")).to_have_text("C major", timeout=PATIENCE)
    for bar, name in enumerate(NAMES, 1):
        expect(page.get_by_role("button", name=f"Bar {bar}, beat 1: {name}")).to_be_visible()
