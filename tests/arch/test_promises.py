"""docs/promises.md names tests: each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "promises.md").read_text()
ROWS = [line.split("|") for line in TEXT.splitlines() if re.match(r"\| \d", line)]
NOT_YET = {26, 34}


def test_every_promise_has_a_row_or_is_said_to_be_missing() -> None:
    assert {int(row[1]) for row in ROWS} | NOT_YET == set(range(1, 36))
    assert not {int(row[1]) for row in ROWS} & NOT_YET


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1].strip())
def test_every_test_named_is_there(row: list[str]) -> None:
    """Names stand after the file that they are in."""
    source = ""
    found = re.findall(r"`(tests/[\w/.]+)`|\b(test_\w+)\b(?!\.py)|\b(bench): |\b(chaos)(?=: )", row[3])
    assert found
    for file, name, *_ in found:
        if file:
            path = ROOT / file
            assert path.exists(), file
            source = path.read_text() if path.is_file() else ""
        elif name:
            assert re.search(rf"def {name}\(", source), name
