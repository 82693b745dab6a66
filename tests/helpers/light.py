"""How closely the lit beat of a song follows the sound: python -m tests.helpers.light [--seconds 20].

In Chromium, at both widths: from frame to frame, which beat is lit at which time of the player.
"""

import argparse
import math
from collections.abc import Sequence
from statistics import median

from playwright.sync_api import Page

from model.recognizer import Recognizer
from tests.helpers.browser import PATIENCE, WIDTHS, chromium, open_page
from tests.helpers.page import serve
from tests.helpers.stamp import table

PLAYER = """
() => [...document.querySelectorAll('#audio #waveform *')]
  .map((element) => element.shadowRoot?.querySelector('audio')).find(Boolean)
"""
WATCH = """
async ([player, seconds]) => {
  const times = [...document.querySelectorAll('.song [data-time]')].map((mark) => Number(mark.dataset.time));
  const began = player.currentTime;
  const seen = new Map(); // the player's time when a beat was first seen lit
  const until = performance.now() + 1000 * seconds;
  while (performance.now() < until) {
    await new Promise(requestAnimationFrame);
    const lit = document.querySelector('.song .beats .lit');
    const time = lit && Number(lit.dataset.time);
    if (lit && !seen.has(time)) seen.set(time, player.currentTime);
  }
  const last = Math.max(...seen.values());
  const sounded = times.filter((time) => time > began && time < last);
  return sounded.map((time) => (seen.get(time) ?? Infinity) - time);
}
"""


def delays(page: Page, seconds: float) -> list[float]:
    """Seconds from when a beat sounds until it is seen lit, below 0 if that is before; of a playing song.

    Infinity for a beat that never was.
    """
    return page.evaluate(WATCH, [page.evaluate_handle(PLAYER), seconds])


def p95(values: Sequence[float]) -> float:
    """The distance that 95 % of these are not further from 0 than."""
    return sorted(map(abs, values))[math.ceil(0.95 * len(values)) - 1]


def main() -> None:
    """Play the example song, print rows of docs/deploy.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.light", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    print(table("the lit beat after the sound", "beats", "median", "95 % within", "furthest"))
    with serve(Recognizer.load()) as address, chromium() as browser:
        for width in WIDTHS:
            page = open_page(browser, address, "light", width)
            page.get_by_role("button", name="Song", exact=True).click()
            page.locator(".song .cell").first.wait_for(timeout=PATIENCE)
            page.locator(".song .play", has_text="Pause").wait_for()  # an example plays by itself
            found = delays(page, options.seconds)
            figures = (median(found), p95(found), max(map(abs, found)))
            told = " | ".join(f"{1000 * figure:.0f} ms" for figure in figures)
            print(f"| {width} px | {len(found)} | {told} |")
            page.close()


if __name__ == "__main__":
    main()
