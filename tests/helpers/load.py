"""Many people at once: python -m tests.helpers.load [--people 50] [--clips 5] prints what became of them."""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx

from tests.helpers import api
from tests.helpers.server import running
from tests.helpers.stamp import table
from tests.helpers.visitors import Program, Tab, Visitor
from ui.page import EXAMPLES

ANSWERED = "answered"
WAYS = {"on the page": Tab, "through the endpoint": Program}


@dataclass(frozen=True)
class Outcome:
    """What became of one request: `ANSWERED`, or why not; and after how many seconds."""

    what: str
    seconds: float


def ask(visitor: Visitor, number: int) -> Outcome:
    """Upload one of the examples, ask about it, wait."""
    sounds = list(EXAMPLES.values())
    began = time.perf_counter()
    try:
        event, answer = visitor.ask("chord.flac", sounds[number % len(sounds)].read_bytes())
        what = ANSWERED if event == "complete" else f"{event}: {answer}"
    except Exception as error:  # whatever it is, it belongs in the table
        what = type(error).__name__
    return Outcome(what, time.perf_counter() - began)


def attack(
    address: str, way: Callable[[str, httpx.Client], Visitor], people: int, clips: int
) -> list[Outcome]:
    """All people at the same time, each with the next clip as soon as the last is answered."""
    with ExitStack() as connections, ThreadPoolExecutor(people) as pool:
        clients = [connections.enter_context(httpx.Client(timeout=api.TIMEOUT)) for _ in range(people)]
        crowd = [way(address, client) for client in clients]
        everybody = pool.map(lambda visitor: [ask(visitor, number) for number in range(clips)], crowd)
        return [outcome for person in everybody for outcome in person]


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many were answered and how fast, and what became of the others."""
    counts = Counter(outcome.what for outcome in outcomes)
    times = sorted(outcome.seconds for outcome in outcomes if outcome.what == ANSWERED)
    told = [f"{counts.pop(ANSWERED, 0)} answered"]
    if times:
        late = times[min(len(times) - 1, round(0.95 * len(times)))]
        told += [f"median {statistics.median(times):.2f} s, p95 {late:.2f} s, longest {times[-1]:.2f} s"]
    return "; ".join([*told, *(f"{count} {what}" for what, count in counts.items())])


def main() -> None:
    """Start the page, let everybody in, print rows of docs/deploy.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--clips", type=int, default=5, help="that each of them asks about")
    options = parser.parse_args()
    print(table("", "measured"))
    with running() as server:
        attack(server.address, Tab, people=1, clips=len(EXAMPLES))
        before = server.memory
        for name, way in WAYS.items():
            outcomes = attack(server.address, way, options.people, options.clips)
            requests = f"{len(outcomes)} requests of {options.people} people at once, {name}"
            print(f"| {requests} | {summary(outcomes)} |")
        memory = ", ".join(f"{figure:.0f}" for figure in (before, server.memory, server.peak))
        print(f"| memory before that, after it, and at most | {memory} MB |")


if __name__ == "__main__":
    main()
