"""Pages of docs/: prose by hand, with marked places that a command fills and stamps."""

import argparse
import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from training import machine
from training.places import DOCS

STAMP = "stamp"  # the place that says how the others were filled


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def number(value: float | None) -> str:
    """A share with four digits, a large number with none; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value > 1 else f"{value:.4f}"


def folder(name: str) -> Path:
    """The folder of this name, for a page: one that is there, or can be made.

    Raises argparse.ArgumentTypeError for a file, before hours of measuring end in that.
    """
    path = Path(name)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{name} is a file; please name a folder")
    return path


def fill(name: str, places: Mapping[str, str], stamp: str, to: Path) -> Path:
    """Write docs/`name`.md into a folder, with some of its places filled and stamped; returns its path.

    A place lies between <!-- begin: PLACE --> and <!-- end: PLACE -->. Raises ValueError for one that the
    page has not.
    """
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    for place, content in {STAMP: stamp, **places}.items():
        begin, end = f"<!-- begin: {place} -->", f"<!-- end: {place} -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"docs/{name}.md has no place called {place}")
        text = f"{before}{begin}\n\n{content}\n\n{end}{after}"
    to.mkdir(parents=True, exist_ok=True)
    (to / f"{name}.md").write_text(text, encoding="utf-8")
    return to / f"{name}.md"


def stamp(command: str, options: argparse.Namespace, **facts: str) -> str:
    """A table of commit, date, machine, the command with its options, and more facts."""
    rows = {
        "commit": f"`{machine.current_commit()}`",
        "date": datetime.date.today().isoformat(),
        "machine": machine.describe(),
        "command": f"`{' '.join(['python -m', command, *words(options)])}`",
    }
    return table(("", ""), (rows | facts).items())


def words(options: argparse.Namespace) -> list[str]:
    """The options that a command ran with, but for paths, which differ between machines."""
    told = {f"--{name.replace('_', '-')}": value for name, value in vars(options).items()}
    flags = [name for name, value in told.items() if value is True]
    return flags + [f"{name} {value}" for name, value in told.items() if type(value) in (int, float, str)]
