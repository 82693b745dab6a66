import argparse
import re
from pathlib import Path

import pytest

from training.reporting import page

PAGES = ("baselines", "epochs", "performance", "results", "scale")


def test_a_table():
    assert page.table(("a", "b"), [(1, "x")]).splitlines() == ["| a | b |", "| --- | --- |", "| 1 | x |"]


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.99499, "0.9950"), (1, "1.0000"), (5e6, "5,000,000")]
)
def test_numbers(value, text):
    assert page.number(value) == text


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.setattr(page, "DOCS", tmp_path)
    marks = "".join(f"<!-- begin: {name} -->\nold\n<!-- end: {name} -->\n" for name in ("stamp", "a", "b"))
    (tmp_path / "some.md").write_text(f"# By hand\n{marks}The end.\n")
    return tmp_path


def test_a_page_goes_into_a_folder_and_not_over_a_file(docs):
    assert page.folder(str(docs)) == docs
    assert page.folder(str(docs / "new")) == docs / "new"
    with pytest.raises(argparse.ArgumentTypeError, match="is a file"):
        page.folder(str(docs / "some.md"))


def test_places_are_filled_and_all_else_stays(docs):
    written = page.fill("some", {"b": "| new |"}, "now", docs / "elsewhere")
    assert written.read_text() == (
        "# By hand\n<!-- begin: stamp -->\n\nnow\n\n<!-- end: stamp -->\n"
        "<!-- begin: a -->\nold\n<!-- end: a -->\n"
        "<!-- begin: b -->\n\n| new |\n\n<!-- end: b -->\nThe end.\n"
    )
    assert "old" in (docs / "some.md").read_text()
    again = page.fill("some", {"a": "1"}, "later", docs)
    assert again.read_text().count("1") == 1


def test_a_place_that_the_page_has_not_is_refused(docs):
    with pytest.raises(ValueError, match="no place called c"):
        page.fill("some", {"c": ""}, "now", docs)


def test_the_stamp_says_what_ran_where_with_which_options():
    options = argparse.Namespace(clips=6000, mfcc_epochs=20, rate=0.5, to=Path("docs"), quick=True, jobs=None)
    text = page.stamp("training.benchmark baselines", options, test="7,560 recordings")
    command = "python -m training.benchmark baselines --quick --clips 6000 --mfcc-epochs 20 --rate 0.5"
    for words in ("| commit | `", "| date | 20", "cores", "Python 3", f"| `{command}` |", "| test | 7,560"):
        assert words in text


@pytest.mark.parametrize("name", PAGES)
def test_marks_of_the_pages_come_in_pairs_and_pictures_exist(name):
    text = (page.DOCS / f"{name}.md").read_text(encoding="utf-8")
    begun, ended = (re.findall(rf"<!-- {mark}: (.+) -->", text) for mark in ("begin", "end"))
    assert begun == ended
    assert page.STAMP in begun
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert all((page.DOCS / picture).exists() for picture in pictures)
