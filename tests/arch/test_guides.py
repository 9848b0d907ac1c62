"""docs/guides say what stands on the cards: a button, a word to type, a setting or a permission that is named is there."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from bot.config import Settings
from bot.rehearsal.teams.graph_tenant import CONSENTED
from bot.words.commands import COMMANDS
from tests.arch.tree import ROOT, modules

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
FOR_USERS = [guide for guide in GUIDES if guide.stem != "tenant-administrator"]
TENANT = (ROOT / "docs" / "guides" / "tenant-administrator.md").read_text("utf-8")
MOST_LINES = 100


@cache
def said() -> frozenset[str]:
    """Every sentence the product has."""
    trees = [tree for _, tree in modules("bot/words")]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def text_of(guide: Path) -> str:
    return " ".join(guide.read_text("utf-8").split())


@pytest.mark.parametrize("guide", FOR_USERS, ids=lambda guide: guide.stem)
def test_every_button_named_is_on_a_card(guide: Path) -> None:
    named = set(re.findall(r"\*\*(.+?)\*\*", text_of(guide))) - {"bold"}
    assert named
    assert not named - said()


@pytest.mark.parametrize("guide", FOR_USERS, ids=lambda guide: guide.stem)
def test_every_word_to_type_is_understood(guide: Path) -> None:
    typed = set(re.findall(r"`((?!python )[a-z][a-z -]*)`", text_of(guide)))
    assert typed
    assert not typed - set(COMMANDS)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_setting_named_is_one(guide: Path) -> None:
    settings = {f"CHAIRSIDE_{name.upper()}" for name in Settings.model_fields}
    assert not set(re.findall(r"CHAIRSIDE_\w+", text_of(guide))) - settings


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_is_a_page(guide: Path) -> None:
    assert len(guide.read_text("utf-8").splitlines()) <= MOST_LINES


def test_the_permissions_are_those_that_are_asked_for_and_no_others() -> None:
    manifest = json.loads((ROOT / "infra" / "manifest.json").read_text("utf-8"))
    chats = [one["name"] for one in manifest["authorization"]["permissions"]["resourceSpecific"]]
    rows = re.findall(r"^\| `([A-Za-z]+(?:\.[A-Za-z]+)+)` \|", TENANT, re.MULTILINE)
    assert sorted(rows) == sorted([*CONSENTED, *chats])


def test_what_an_administrator_reads_is_quoted_as_it_is_said() -> None:
    quoted = re.findall(r"“([a-z][^”]{15,})”", TENANT)
    assert len(quoted) > 3
    every = " ".join(said())
    assert not [one for one in quoted if one not in every]
