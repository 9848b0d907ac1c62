"""The rules stand on nothing but the standard library, and not on the parts of it that touch the world."""

import ast
import sys
from collections.abc import Iterator

from tests.arch.tree import modules

_TOUCHES_THE_WORLD = {
    *("asyncio", "io", "logging", "os", "pathlib", "random", "secrets"),
    *("socket", "sqlite3", "subprocess", "threading", "time", "urllib", "uuid"),
}
_PURE_PARTS = {"urllib.parse"}
"""Parts of those that only take text apart."""

_BUILT_IN = {"open", "print", "input"}


def _imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno


def _allowed(name: str) -> bool:
    first = name.partition(".")[0]
    if first == "bot":
        return name == "bot.domain" or name.startswith("bot.domain.")
    pure = name in _PURE_PARTS or first not in _TOUCHES_THE_WORLD
    return first in sys.stdlib_module_names and pure


def test_every_import_is_the_standard_library_or_the_domain_itself() -> None:
    faults = [
        f"{place}:{line}: {name}"
        for place, tree in modules("bot/domain")
        for name, line in _imported(tree)
        if not _allowed(name)
    ]
    assert not faults


def test_nothing_waits_and_nothing_opens_a_file() -> None:
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    faults = [
        f"{place}:{node.lineno}"
        for place, tree in modules("bot/domain")
        for node in ast.walk(tree)
        if isinstance(node, waits) or (isinstance(node, ast.Call) and ast.unparse(node.func) in _BUILT_IN)
    ]
    assert not faults
