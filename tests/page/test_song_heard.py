"""A song of sines and clicks on the page in real Chromium, heard by the recogniser as it ships."""

from pathlib import Path

import soundfile
from playwright.sync_api import Page, expect

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.browser import PATIENCE, expect_chord, upload
from tests.helpers.sounds import clicks, progression

LABELS = "C:maj A:min F:maj G:maj C:maj A:min F:maj G:maj"
NAMES = ["C major", "A minor", "F major", "G major"] * 2


def write(path: Path, labels: str, seconds: float) -> Path:
    """Chords one after the other, each for so many seconds."""
    soundfile.write(path, progression(labels, seconds), SAMPLE_RATE)
    return path


def test_the_recording_decides_whether_it_is_a_chord_or_a_song(page: Page, tmp_path: Path) -> None:
    upload(page, write(tmp_path / "run.wav", "C:maj A:min F:maj G:maj", seconds=1.4))
    expect(page.locator("#results .song")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#answer .notes span")).to_have_count(4)
    upload(page, write(tmp_path / "long.wav", "E:min", seconds=8.0))
    expect_chord(page, "E minor")
    expect(page.locator("#results .song")).to_have_count(0)


def test_its_bars_are_named(page: Page, tmp_path: Path) -> None:
    chords = progression(LABELS, seconds=2.0)
    path = tmp_path / "song.wav"
    soundfile.write(path, chords + clicks(len(chords) / SAMPLE_RATE), SAMPLE_RATE)
    upload(page, path)
    expect(page.locator("#answer .symbol")).to_have_text("C major", timeout=PATIENCE)
    for bar, name in enumerate(NAMES, 1):
        expect(page.get_by_role("button", name=f"Bar {bar}, beat 1: {name}")).to_be_visible()
