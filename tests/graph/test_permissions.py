"""The tenant administrator's guide lists each permission that is needed, and none that is not."""

import re
from pathlib import Path

from bot.rehearsal.teams.graph_tenant import CONSENTED

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "real-tenant.md").read_text("utf-8")


def test_the_guide_lists_what_the_loopback_graph_demands() -> None:
    """The errands are proved with exactly these consented to, and each refused without its own."""
    rows = re.findall(r"^\| `([A-Za-z]+(?:\.[A-Za-z]+)+)` \|", GUIDE, re.MULTILINE)
    assert sorted(rows) == sorted(CONSENTED)
