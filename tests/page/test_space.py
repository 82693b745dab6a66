"""The page under the conditions of a Hugging Face Space."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.helpers import api
from tests.helpers.server import ROOT, Server, running
from ui.page import EXAMPLES

APP = ("app.py", "model", "preprocessing", "ui", "weights", "README.md")
VISITOR = 1000  # the user that a Space runs as
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}  # that Spaces know
FRONT_MATTER = {
    *("title", "emoji", "colorFrom", "colorTo", "sdk", "sdk_version", "python_version", "app_file"),
    *("short_description", "tags", "license"),
}


def others_may_run(program: Path) -> bool:
    """Whether every folder on the way, and behind links, lets other users pass."""
    places = {*program.parents, *program.resolve().parents}
    return all(place.stat().st_mode & stat.S_IXOTH for place in places)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page from a read-only copy, as another user where that can be, with hardly any environment."""
    code, home = tmp_path_factory.mktemp("code"), tmp_path_factory.mktemp("home")
    for name in APP:
        source, target = ROOT / name, code / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for path in (code, *code.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for folder in (code.parent, code.parent.parent):  # which pytest keeps to its own user
        folder.chmod(0o755)
    home.chmod(0o777)
    environment = {"PATH": str(Path(sys.executable).parent), "HOME": str(home)}
    environment |= {"GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_TEMP_DIR": str(home / "gradio")}
    switches = os.geteuid() == 0 and others_may_run(Path(sys.executable))
    with running(code, environment, VISITOR if switches else None) as server:
        yield server


def test_the_front_matter_is_complete() -> None:
    space = yaml.safe_load((ROOT / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert set(space) == FRONT_MATTER
    assert {space["colorFrom"], space["colorTo"]} <= COLOURS
    assert all(isinstance(tag, str) for tag in space["tags"])
    assert (ROOT / space["app_file"]).is_file()


def test_it_starts_and_answers_without_anything_else(space: Server) -> None:
    assert shutil.which("ffmpeg", path=str(Path(sys.executable).parent)) is None
    event, answer = api.recognize(space.address, "chord.flac", EXAMPLES["Guitar"].read_bytes())
    assert (event, answer[0]["chord"]) == ("complete", "A:min")


def test_its_memory_fits(space: Server) -> None:
    assert space.memory < 800
