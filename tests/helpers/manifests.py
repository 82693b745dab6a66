"""Manifests of recordings."""

import csv
from collections.abc import Sequence
from pathlib import Path


def write_manifest(
    path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = ("path", "root", "type")
) -> Path:
    """Write a CSV file, and return its path."""
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path
