"""Files of around 150 lines and functions of around 20 are the habit. This only stops what has plainly outgrown its name."""

import ast

from tests.arch.tree import ROOT, modules

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 60


def test_no_file_has_outgrown_its_name() -> None:
    sizes = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name, _ in modules("bot")}
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_IN_A_FILE}


def test_no_function_has_outgrown_its_name() -> None:
    sizes = {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, tree in modules("bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_IN_A_FUNCTION}
