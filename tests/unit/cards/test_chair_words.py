"""No code that the chair is shown lacks its words, and sources are said by name."""

import pytest

from bot.domain.decision import Date, Status
from bot.domain.particulars import Kind
from bot.domain.views.console import Answered, Deed, Presence
from bot.words import chair, decision, summary
from tests.dates import day


def test_every_deed_has_a_title() -> None:
    assert set(chair.DEEDS) == set(Deed)
    assert len(set(chair.DEEDS.values())) == len(Deed)


def test_every_state_of_a_post_it_and_of_a_person_has_its_place() -> None:
    assert set(chair.SEATS_TITLES) == set(Answered)
    assert {*chair.PEOPLE, Presence.CANNOT} == set(Presence)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CORE_GROUP])
@pytest.mark.parametrize("what", Status)
def test_every_decision_is_a_sentence_for_everybody(what: Status, kind: Kind) -> None:
    for lay in (False, True):
        said = summary.status("Robin", what, kind, lay=lay)
        assert said.startswith("Robin")
        assert said.endswith(".")
    assert chair.decided(what, kind)
    assert dict(decision.status_choices(kind))[what]


@pytest.mark.parametrize("which", Date)
def test_every_date_has_a_label(which: Date) -> None:
    assert decision.date_label(which).startswith("Date of the ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("S4 1.20", "London procedures, paragraph 1.20"),
        ("S0; S3", "Lewisham's guide; City of London's guide"),
        ("S1; words of 0 and 10 [EXT]", "LBH's guide; words of 0 and 10"),
        ("S2", "Redbridge's guide"),
        ("The council's own timetable", "The council's own timetable"),
    ],
)
def test_a_source_is_said_by_name(code: str, said: str) -> None:
    assert chair.source(code) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["Maya"], "Maya"), (["Maya", "Leo"], "Maya and Leo"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_said_together(names: list[str], said: str) -> None:
    assert summary.together(names) == said


def test_a_letter_says_a_day_in_full() -> None:
    assert summary.in_full(day("Thu 3 Dec 2026")) == "Thursday 3 December 2026"
