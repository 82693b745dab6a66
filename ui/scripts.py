"""The page's scripts: those with imports are joined into one module, which comes with the page itself.

So no visitor ever gets a new script beside an old one, and none waits for one after the other.
"""

import re
from pathlib import Path
from posixpath import dirname, join, normpath

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import \{.*?\} from "(\.\.?/[\w/]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


def read(name: str) -> str:
    """The text of a file, by its path within ui/."""
    return (HERE / name).read_text(encoding="utf-8")


def module(name: str) -> str:
    """A script after all that it imports, as one module without imports. Their names must not collide."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", read(needed))) for needed in needs(name))


def needs(name: str) -> list[str]:
    """What a script imports, and what that does, each once and before whoever needs it; last the script."""
    found: list[str] = []
    for imported in IMPORT.findall(read(name)):
        path = normpath(join(dirname(name), imported))
        found += [needed for needed in needs(path) if needed not in found]
    return [*found, name]
