"""The letter to somebody who is left out: what it must say (S4 5.9), and what it must not (trap 8)."""

import html
import itertools
import re
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.views.exclusion import ExclusionLetterView, exclusion_letter_view
from bot.letters.letters import exclusion_letter
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.test_requests import answered
from tests.unit.letters.test_summary_letter import _Html


def _view(extent: str = "whole") -> ExclusionLetterView:
    view = exclusion_letter_view(answered(extent).state, PersonId("ines"), PersonId("katya"))
    assert not isinstance(view, Refused)
    return view


def _read(letter: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", letter.partition("<main>")[2]))


@pytest.mark.feature("B14")
@pytest.mark.parametrize("extent", ["whole", "part"])
def test_letter(extent: str, snapshot: SnapshotAssertion) -> None:
    assert exclusion_letter(_view(extent)) == snapshot(extension_class=_Html)


@pytest.mark.feature("B14")
def test_it_says_how_to_be_heard_how_to_hear_and_how_to_complain() -> None:
    """S4 5.9, 5.10."""
    said = _read(exclusion_letter(_view()))
    for must in (
        "Dear Katya Redstart,",
        "What you think still counts.",
        "a copy of the social worker's report",
        "will tell you what was decided",
        "If you are not happy",
        "complain",
        "Wilhelmina Stonecrop, chair of the meeting",
    ):
        assert must in said


@pytest.mark.feature("B14")
def test_it_says_nothing_that_could_put_somebody_in_danger() -> None:
    """Neither ground, evidence, the chair's reasons, who asked, nor anybody's child or other parent."""
    said = _read(exclusion_letter(_view()))
    for never in ("Police record", "have asked for it", "investigation", "Fieldfare", "Wren", "Robin", "Osprey"):
        assert never not in said


def test_it_asks_nothing_of_any_other_machine_and_its_headings_go_down_one_at_a_time() -> None:
    letter = exclusion_letter(_view())
    assert not re.search(r"(?:src|href|@import|url\(|<script|<link|http)", letter)
    levels = [int(one) for one in re.findall(r"<h(\d)>", letter)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_rehearsal_says_so() -> None:
    assert "A rehearsal." in exclusion_letter(_view(), rehearsal=True)
    assert "A rehearsal." not in exclusion_letter(_view())


@pytest.mark.parametrize("typed", NASTY)
def test_what_was_typed_stays_words(typed: str) -> None:
    plain = exclusion_letter(replace(_view(), name="x", how_long="x"))
    letter = exclusion_letter(replace(_view(), name=typed, how_long=typed))
    assert re.findall(r"<[a-z/!][^>]*>", letter) == re.findall(r"<[a-z/!][^>]*>", plain)
