"""Digests of code: they name what is kept on disk, so that other code makes it anew."""

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from types import ModuleType

ONE_PARSES = Lock()  # in Python 3.11, threads that parse at once disturb each other (python/cpython#106905)


def digest(modules: Iterable[ModuleType], contents: Iterable[bytes] = ()) -> str:
    """Eight digits that stand for what some modules do, and for some contents.

    A mended comment, docstring or line break leaves them as they are.
    """
    total = hashlib.sha256()
    for module in modules:
        total.update(effective_code(Path(module.__file__).read_text(encoding="utf-8")).encode())
    for content in contents:
        total.update(content)
    return total.hexdigest()[:8]


def effective_code(source: str) -> str:
    """The syntax tree of a module's source, without docstrings and comments, as text."""
    with ONE_PARSES:
        tree = ast.parse(source)
    for node in ast.walk(tree):
        may_say = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if may_say and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
