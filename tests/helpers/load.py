"""Many people at once: python -m tests.helpers.load [--people 50] [--clips 5] prints what became of them."""

import argparse
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.helpers import api
from tests.helpers.server import Server, running
from ui.page import EXAMPLES

FULL = "queue is full"


@dataclass(frozen=True)
class Outcome:
    """What became of one request: "answered", "told that the queue is full" or the error; and seconds."""

    what: str
    seconds: float


def one_person(address: str, clips: int) -> list[Outcome]:
    """Somebody who asks about several clips, each as soon as the last is answered."""
    sounds = [path.read_bytes() for path in EXAMPLES.values()]
    return [one_request(address, sounds[number % len(sounds)]) for number in range(clips)]


def one_request(address: str, sound: bytes) -> Outcome:
    """Upload a clip, ask about it, wait."""
    began = time.perf_counter()
    try:
        event, answer = api.recognize(address, "chord.flac", sound)
        what = "answered" if event == "complete" else str(answer)
    except Exception as error:  # whatever it is, it belongs in the table
        what = type(error).__name__
    if FULL in what.lower():
        what = "told that the queue is full"
    return Outcome(what, time.perf_counter() - began)


def table(outcomes: list[Outcome]) -> Table:
    """Outcomes by kind, with the times of each."""
    shown = Table("what", "requests", "median s", "p95 s", "longest s")
    for what, count in Counter(outcome.what for outcome in outcomes).most_common():
        times = sorted(outcome.seconds for outcome in outcomes if outcome.what == what)
        late = times[min(len(times) - 1, round(0.95 * len(times)))]
        shown.add_row(what, str(count), *(f"{t:.2f}" for t in (statistics.median(times), late, times[-1])))
    return shown


def attack(server: Server, people: int, clips: int) -> list[Outcome]:
    """All people at the same time."""
    with ThreadPoolExecutor(people) as pool:
        everybody = pool.map(lambda _: one_person(server.address, clips), range(people))
        return [outcome for person in everybody for outcome in person]


def main() -> None:
    """Start the page, let everybody in, print the table and the memory."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--clips", type=int, default=5, help="that each of them asks about")
    options = parser.parse_args()
    console = Console()
    with running() as server:
        one_request(server.address, next(iter(EXAMPLES.values())).read_bytes())
        before = server.memory
        outcomes = attack(server, options.people, options.clips)
        console.print(table(outcomes))
        console.print(
            f"memory {before:.0f} MB before, {server.memory:.0f} MB after; alive: {server.is_alive}"
        )


if __name__ == "__main__":
    main()
