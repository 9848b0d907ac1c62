"""The decision summary as a letter: one person, plain, whole, and asking nothing of any other machine."""

import html
import itertools
import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from bot.cards.summary import summary_card
from bot.domain.outcome import BugError
from bot.letters.letters import summary_letter
from bot.words.typed import clean
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import shown
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import decided

_LETTERS = {
    "family": ("Cora Sampleton", True),
    "professional": ("Dr Ines Sample, GP", False),
}


class _Html(SingleFileSnapshotExtension):
    """One file a letter, to be opened and looked at."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


def _read(letter: str) -> str:
    """What a person reads."""
    return html.unescape(re.sub(r"<[^>]+>", "", letter.partition("<main>")[2]))


@pytest.mark.feature("A5")
@pytest.mark.parametrize("name", _LETTERS)
def test_letter(name: str, snapshot: SnapshotAssertion) -> None:
    to, lay = _LETTERS[name]
    assert summary_letter(samples.summary(), to=to, lay=lay) == snapshot(extension_class=_Html)


@pytest.mark.parametrize("lay", [False, True])
def test_it_asks_nothing_of_any_other_machine(lay: bool) -> None:
    letter = summary_letter(samples.summary(), to="Cora Sampleton", lay=lay)
    assert not re.search(r"(?:src|href|@import|url\(|<script|<link|http)", letter)
    assert letter.startswith('<!DOCTYPE html>\n<html lang="en-GB">')


def test_headings_go_down_one_at_a_time() -> None:
    levels = [int(one) for one in re.findall(r"<h(\d)>", summary_letter(samples.summary(), to="Cora", lay=True))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_draft_is_no_letter() -> None:
    """Trap 23."""
    with pytest.raises(BugError):
        summary_letter(samples.draft(), to="Cora Sampleton", lay=True)


@pytest.mark.feature("J12")
def test_family_read_family_words() -> None:
    said = _read(summary_letter(samples.summary(), to="Cora Sampleton", lay=True))
    assert "Dear Cora Sampleton," in said
    assert "What was decided about Robin and Wren" in said
    for theirs in ("Child Protection Plan", "Lead social worker", "Quorum", "Dissent", "London procedures", "review"):
        assert theirs not in said


def test_a_professionals_letter_says_what_their_card_says() -> None:
    said = _read(summary_letter(samples.summary(), to="Dr Ines Sample", lay=False))
    for line in shown(summary_card(samples.summary())).split("\n"):
        bare = line.strip(" \u2022").removesuffix(":")
        assert bare in said or all(part.strip(" .") in said for part in bare.split(". "))


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_stays_words(typed: str) -> None:
    one = decided(0, called=typed, reasons=typed, outline=typed, lead=typed, core_group=(typed,), dissents=(typed,))
    view = samples.summary(children=(one,), note=typed, reference=typed, approved_by=typed, complaints=typed)
    letter = summary_letter(view, to=typed, lay=True)
    ordinary = decided(0, outline="x", core_group=("x",), dissents=("x",))
    plain = summary_letter(samples.summary(children=(ordinary,)), to="x", lay=True)
    assert re.findall(r"<[a-z!/][^>]*>", letter) == re.findall(r"<[a-z!/][^>]*>", plain)
    assert clean(typed).strip() in _read(letter)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", letter)
