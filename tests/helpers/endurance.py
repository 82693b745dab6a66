"""A long day: python -m tests.helpers.endurance prints start, times and memory on the way."""

import argparse
import statistics

from rich.console import Console
from rich.table import Table

from tests.helpers.load import one_request
from tests.helpers.server import running
from ui.page import EXAMPLES

STEPS = 5  # rows of the table


def main() -> None:
    """Start the page and ask it again and again, one request after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.endurance", description=__doc__)
    parser.add_argument("--predictions", type=int, default=500)
    options = parser.parse_args()
    sounds = [path.read_bytes() for path in EXAMPLES.values()]
    shown = Table("predictions", "median s", "longest s", "memory MB")
    with running() as server:
        first = one_request(server.address, sounds[0])
        shown.add_row("1", f"{first.seconds:.3f}", f"{first.seconds:.3f}", f"{server.memory:.0f}")
        done = 1
        for step in range(1, STEPS + 1):
            until = step * options.predictions // STEPS
            outcomes = [one_request(server.address, sounds[n % len(sounds)]) for n in range(done, until)]
            done = until
            times = [outcome.seconds for outcome in outcomes]
            failed = {outcome.what for outcome in outcomes} - {"answered"}
            assert not failed, failed
            row = (statistics.median(times), max(times))
            shown.add_row(str(done), *(f"{t:.3f}" for t in row), f"{server.memory:.0f}")
        Console().print(f"{server.start:.1f} s from start to page", shown)


if __name__ == "__main__":
    main()
