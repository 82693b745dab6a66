"""Manifests: CSV files that list recordings, with columns path, root, type and more.

Paths are relative to the manifest; root "N" (or empty) is no chord.
"""

import csv
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from model.chords import NO_CHORD, NO_CHORD_LABEL, Chord

REQUIRED = ("path", "root", "type")


class ManifestError(ValueError):
    """A manifest that cannot be read; the message is a sentence for the person who named it."""


def read(path: Path, columns: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a manifest that has the `REQUIRED` columns and these.

    Raises ManifestError where it has not, lists no recording, or a row holds no path or no known chord.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            lines = [(reader.line_num, row) for row in reader]
            found = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ManifestError(f"{path} cannot be read as a CSV file: {error}.") from error
    if missing := [column for column in (*REQUIRED, *columns) if column not in found]:
        raise ManifestError(
            f"{path} has no column {', '.join(missing)}; it has {', '.join(found) or 'none'}."
        )
    if not lines:
        raise ManifestError(f"{path} lists no recordings.")
    for line, row in lines:
        if fault := _fault(row):
            raise ManifestError(f"{path}, line {line}: {fault}.")
    return [row for _, row in lines]


def _fault(row: Mapping[str | None, str | None]) -> str:
    """A sentence on what is wrong with a row, if anything is."""
    if None in row or None in row.values():
        return "there are not as many columns as in the first line"
    if not row["path"]:
        return "the path is empty"
    try:
        chord(row)
    except ValueError as error:
        return str(error)
    return ""


def chord(row: Mapping[str, str]) -> Chord:
    """The chord of a row, over its bass if it has one. Raises ValueError, in words, for unknown ones."""
    if row["root"] in ("", NO_CHORD_LABEL):
        return NO_CHORD
    bass = row.get("bass", "")
    return Chord(row["root"], row["type"], bass if bass not in ("", row["root"]) else None)


def of_types(manifest: Path, types: Container[str], to: Path) -> Path:
    """Write the rows that have a chord of these types or none into another manifest; returns its path.

    Raises ManifestError as `read` does.
    """
    rows = read(manifest)
    kept = [row for row in rows if chord(row) == NO_CHORD or row["type"] in types]
    there = [{**row, "path": str(manifest.resolve().parent / row["path"])} for row in kept]
    return write(to, there, list(rows[0]))


def labels(chord: Chord) -> dict[str, str]:
    """The columns of a row that say which chord it is."""
    return {
        "root": chord.root or NO_CHORD_LABEL,
        "type": chord.type or "",
        "bass": chord.bass or chord.root or "",
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of any CSV file with a first line of names; none where there is no such file."""
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Path:
    """Write these columns of some rows at one stroke: a kill leaves the old file; returns its path."""
    new = path.with_name(f"{path.name}.new")
    with open(new, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(new, path)
    return path
