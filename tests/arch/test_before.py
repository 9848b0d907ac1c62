"""docs/before.md has a row for each feature that it is about, and names code that is there and tests that claim the feature."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest

from tests.arch.tree import ROOT
from tests.features import claims, ledger

TEXT = (ROOT / "docs" / "before.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([BMS]-?\d+) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
LATER = {"M9", "M10"}


@cache
def claimed() -> Mapping[str, frozenset[str]]:
    """Id -> the files of tests that say they prove it."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims():
        found[claim.id].add(claim.place.rpartition(":")[0])
    return {one: frozenset(files) for one, files in found.items()}


def test_every_feature_before_the_meeting_has_a_row() -> None:
    wanted = [one.id for one in ledger() if one.id[0] in "BM" and one.id not in LATER] + ["S-6"]
    assert [row[0] for row in ROWS] == wanted


@pytest.mark.parametrize(("code", "where", "proof"), ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(code: str, where: str, proof: str) -> None:
    places, files = re.findall(r"`(.+?)`", where), re.findall(r"`(.+?)`", proof)
    assert places
    assert files
    assert not [one for one in places if not (ROOT / "bot" / one).exists()]
    assert not [one for one in files if f"tests/{one}" not in claimed().get(code, ())]
