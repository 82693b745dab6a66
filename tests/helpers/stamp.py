"""What stands above figures: the code and the machine that they were measured with."""

import os

from training import machine


def stamp() -> str:
    """Names commit and machine, and how many processes were running besides."""
    busy = os.getloadavg()[0]
    return (
        f"Measured with commit `{machine.current_commit()}` on {machine.describe()}; load before: {busy:.1f}."
    )


def table(*columns: str) -> str:
    """The stamp and the head of a table."""
    return f"{stamp()}\n\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|"
