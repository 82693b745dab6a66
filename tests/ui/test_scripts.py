"""Scripts joined into one module."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers.needs import require
from ui import page, scripts

TOP_LEVEL = re.compile(r"^(?:const|let|class|function) (?:\{(.*?)\}|\[(.*?)\]|(\w+))", re.MULTILINE)


def test_what_is_imported_comes_before_whoever_needs_it_and_once() -> None:
    needed = scripts.needs("stage/stage.js")
    assert len(needed) == len(set(needed))
    assert (
        needed.index("stage/samples.js")
        < needed.index("stage/microphone.js")
        < needed.index("stage/stage.js")
    )
    assert needed[-1] == "stage/stage.js"
    assert scripts.needs("song/song.js") == ["player.js", "seen.js", "song/song.js"]


@pytest.mark.parametrize("name", page.MODULES)
def test_a_module_stands_alone(name: str) -> None:
    text = scripts.module(name)
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)
    names = ["".join(groups) for groups in TOP_LEVEL.findall(text)]
    assert len(names) == len(set(names))
    assert "</script" not in text


def test_what_scripts_share_does_its_work() -> None:
    require(shutil.which("node") is not None, "Node is not installed")
    script = Path(__file__).with_name("shared.test.mjs")
    done = subprocess.run(["node", "--test", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
