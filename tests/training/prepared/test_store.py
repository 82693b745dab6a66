import csv
import os

import numpy as np
import pytest

from training.manifest import read_rows
from training.prepared import store
from training.prepared.store import LABELS, Chunk, Row, Store

SHAPE = (2, 3)


def make_chunk(number, clips, reasons=None):
    """A chunk whose arrays hold its number plus one, and whose rows are named after it."""
    rows = tuple(
        Row(f"{number}-{i}", "1.5", "C", "maj", reason=(reasons or {}).get(i, "")) for i in range(clips)
    )
    spectrograms = np.full((clips, *SHAPE), number + 1, np.uint8)
    return Chunk(number, spectrograms, np.full((clips, LABELS), number + 1, np.int16), rows)


def fill(home, reasons=None):
    """Fill a database of five clips in chunks of two with whatever is missing; gives the missing numbers."""
    home.mkdir(exist_ok=True)
    whole = Store(home, 5, 2)
    missing = whole.missing
    whole.open(SHAPE, np.uint8)
    for number in reversed(missing):
        whole.add(make_chunk(number, len(whole.places(number)), reasons))
    whole.finish()
    return missing


def contents(home):
    return {path.name: path.read_bytes() for path in home.iterdir()}


def test_chunks_in_any_order_make_arrays_and_a_manifest_in_order(tmp_path):
    assert fill(tmp_path) == [0, 1, 2]
    assert np.load(tmp_path / "spectrograms.npy")[:, 0, 0].tolist() == [1, 1, 2, 2, 3]
    assert np.load(tmp_path / "labels.npy").tolist() == [[1] * 4, [1] * 4, [2] * 4, [2] * 4, [3] * 4]
    assert np.load(tmp_path / "done.npy").all()
    with open(tmp_path / "manifest.csv", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["path", "seconds", "root", "type", "bass", "source", "split"]
    assert [line[0] for line in lines[1:]] == ["0-0", "0-1", "1-0", "1-1", "2-0"]
    assert not (tmp_path / "broken.csv").exists()


def test_what_cannot_be_heard_is_in_a_list_of_its_own(tmp_path):
    fill(tmp_path, reasons={1: "It is damaged, they say."})
    assert [row["path"] for row in read_rows(tmp_path / "manifest.csv")] == ["0-0", "1-0", "2-0"]
    broken = [{"path": path, "reason": "It is damaged, they say."} for path in ("0-1", "1-1")]
    assert read_rows(tmp_path / "broken.csv") == broken


@pytest.mark.parametrize("step", range(8))
def test_a_kill_at_any_step_leaves_what_can_be_finished(tmp_path, monkeypatch, step):
    """Lists appear by `os.replace` alone: the run dies at one of its calls, with arrays half written."""
    fill(tmp_path / "whole")
    steps = iter(range(step))

    def die_in_time(source, target):
        if next(steps, None) is None:
            raise KeyboardInterrupt
        os.rename(source, target)

    monkeypatch.setattr(store.os, "replace", die_in_time)
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "killed")
    monkeypatch.undo()
    for number in Store(tmp_path / "killed", 5, 2).missing if step else ():
        arrays = np.load(tmp_path / "killed" / "spectrograms.npy", mmap_mode="r+")
        arrays[2 * number : 2 * number + 2, 0] = 77
    fill(tmp_path / "killed")
    whole, killed = contents(tmp_path / "whole"), contents(tmp_path / "killed")
    assert {name: killed[name] for name in whole} == whole


def test_chunks_that_are_done_are_not_asked_for_again(tmp_path):
    begun = Store(tmp_path, 5, 2)
    begun.open(SHAPE, np.uint8)
    begun.add(make_chunk(1, 2))
    begun.finish()
    assert not (tmp_path / "manifest.csv").exists()
    assert fill(tmp_path) == [0, 2]
    assert fill(tmp_path) == []


def test_a_database_without_pieces_of_a_manifest_stays_as_it_is(tmp_path):
    fill(tmp_path)
    (tmp_path / "manifest.csv").unlink()
    before = contents(tmp_path)
    Store(tmp_path, 5, 2).finish()
    assert contents(tmp_path) == before


def test_a_chunk_of_another_size_is_refused(tmp_path):
    begun = Store(tmp_path, 5, 2)
    begun.open(SHAPE, np.uint8)
    with pytest.raises(ValueError, match="broadcast"):
        begun.add(make_chunk(0, 3))
    assert Store(tmp_path, 5, 2).missing == [0, 1, 2]
