"""The start of the page, in steps and as a whole: python -m tests.helpers.startup [--times 5]."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median

from tests.helpers.server import ROOT, running
from tests.helpers.stamp import table
from tests.helpers.steps import Step


def in_steps() -> list[Step]:
    """The steps of a fresh process."""
    command = (sys.executable, "-m", "tests.helpers.steps")
    lines = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Step(**json.loads(line)) for line in lines.splitlines()]


def whole() -> Step:
    """The start of `python app.py`, until the page is sent for the first time."""
    with running() as server:
        return Step("all, by `python app.py`", server.start, server.worked, server.memory)


def row(runs: Sequence[Step]) -> str:
    """The medians of a step that was done several times."""
    passed, worked = median(step.passed for step in runs), median(step.worked for step in runs)
    memory = median(step.memory for step in runs)
    return f"| {runs[0].name} | {passed:.2f} s | {worked:.2f} s | {memory:.0f} MB |"


def main() -> None:
    """Start the page several times in both ways, print rows of docs/deploy.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.startup", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    print(table("start", "time", "processor time", "memory after it"))
    for same in zip(*([*in_steps(), whole()] for _ in range(options.times)), strict=True):
        print(row(same))


if __name__ == "__main__":
    main()
