"""A long day: python -m tests.helpers.endurance [--predictions 500] prints times and memory on the way."""

import argparse
import statistics

import httpx

from tests.helpers.load import ANSWERED, ask
from tests.helpers.server import running
from tests.helpers.stamp import table
from tests.helpers.visitors import Program

STEPS = 5  # looks at the memory


def main() -> None:
    """Start the page, ask it again and again, one request after the other, print rows of docs/deploy.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.endurance", description=__doc__)
    parser.add_argument("--predictions", type=int, default=500)
    options = parser.parse_args()
    print(table("", "measured"))
    ends = [step * options.predictions // STEPS for step in range(1, STEPS + 1)]
    with running() as server, httpx.Client() as http:
        program = Program(server.address, http)
        outcomes = [ask(program, 0)]
        memory = [server.memory]
        for end in ends:
            outcomes += [ask(program, number) for number in range(len(outcomes), end)]
            memory.append(server.memory)
    failed = {outcome.what for outcome in outcomes} - {ANSWERED}
    assert not failed, failed
    first, *times = (outcome.seconds for outcome in outcomes)
    looks, held = ", ".join(map(str, [1, *ends])), ", ".join(f"{figure:.0f}" for figure in memory)
    in_all = f"median {statistics.median(times):.3f} s, longest {max(times):.3f} s"
    print(f"| first answer, upload included | {first:.2f} s |")
    print(f"| {options.predictions} answers, one after the other | {in_all} |")
    print(f"| memory after {looks} answers | {held} MB |")


if __name__ == "__main__":
    main()
