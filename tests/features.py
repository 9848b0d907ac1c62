"""Which features a test proves. `python -m tests.features` prints the ledger's ids, covered and uncovered.

The ledger is docs/features.md; a test claims an id with `@pytest.mark.feature("V8")`. Marks are read from the source,
so that the answer does not depend on what was collected, selected or skipped.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ROW = re.compile(r"^\| (?P<id>[A-Z]-?\d+) \| (?P<priority>[CEB]) \| (?P<what>[^|]+) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row of the ledger. `priority` is C(ore), E(xpected) or B(eyond)."""

    id: str
    priority: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One test's word that it proves a feature. `place` is file:line."""

    id: str
    place: str


def ledger() -> tuple[Feature, ...]:
    """Every feature the product is to have, in the ledger's order."""
    rows = _ROW.finditer((ROOT / "docs" / "features.md").read_text("utf-8"))
    return tuple(Feature(id=row["id"], priority=row["priority"], what=row["what"].strip()) for row in rows)


def claims() -> tuple[Claim, ...]:
    """Every id in every `feature` mark under tests/. Raises ValueError for an id that is not written out."""
    return tuple(claim for path in sorted((ROOT / "tests").rglob("*.py")) for claim in _claims_in(path))


def _claims_in(path: Path) -> Iterator[Claim]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"pytest.mark.feature", "mark.feature"}:
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            for argument in node.args:
                yield Claim(id=_text(argument, place), place=place)


def _text(argument: ast.expr, place: str) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    message = f"{place}: write the id out, so that it can be found by reading"
    raise ValueError(message)


def main() -> None:
    """Print the ledger in two parts, and how far the core is."""
    features, proved = ledger(), {claim.id for claim in claims()}
    for heading, wanted in (("Covered by a test", True), ("Not covered", False)):
        part = [feature for feature in features if (feature.id in proved) is wanted]
        print(f"{heading}: {len(part)}")
        for feature in part:
            print(f"  {feature.id:<5}{feature.priority}  {feature.what}")
        print()
    core = [feature.id in proved for feature in features if feature.priority == "C"]
    print(f"Core: {sum(core)} of {len(core)}. All: {len(proved)} of {len(features)}.")


if __name__ == "__main__":
    main()
