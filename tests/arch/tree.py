"""The repository as these tests read it: the files git keeps or would keep, as text."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def kept() -> tuple[Path, ...]:
    """Every file that is committed or would be by `git add .`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def lines() -> Iterator[tuple[str, str, str]]:
    """Every line of text that is kept: its file (from the root), its place (file:line) and itself."""
    for path in kept():
        name = path.relative_to(ROOT).as_posix()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
            yield name, f"{name}:{number}", line


def modules(folder: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file below a folder, parsed: its name from the root, and its tree."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))
