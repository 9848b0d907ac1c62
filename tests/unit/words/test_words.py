"""No code without words, and no words that are not ours."""

import re
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from bot.domain.actor import Standing
from bot.domain.checks import Found, Gap
from bot.domain.conference import Stage
from bot.domain.decision import Date, Status
from bot.domain.events import Missing
from bot.domain.forecast import Forecast
from bot.domain.outstanding import Item
from bot.domain.particulars import Kind, Mode, Role
from bot.domain.post_it import Category, Likelihood, Recommendation
from bot.domain.preparations import FlagKind, Ground, TakingPart
from bot.domain.refusals import Fault, Why
from bot.domain.reports import ReportState
from bot.domain.views.console import Answered, Presence
from bot.domain.views.letter import WaitingView
from bot.words import bringing, letters
from bot.words.labels import agency, label, stage
from bot.words.refusals import Audience, fault, sentence
from bot.words.times import at_time, clock, count, on_day
from tests.dates import day, moment
from tests.fakes.builders import conference

_SHOWN: list[type[StrEnum]] = [
    Answered,
    Category,
    Date,
    FlagKind,
    Forecast,
    Ground,
    Kind,
    Likelihood,
    Missing,
    Mode,
    Presence,
    Recommendation,
    ReportState,
    Role,
    Stage,
    Standing,
    Status,
    TakingPart,
]
_CODES = [code for kind in _SHOWN for code in kind]
_JARGON = re.compile(r"\b(?:CPP|CIN|ICPC|RCPC|LADO|quorate|nonce|scope|stale|user|click|invalid)\b", re.IGNORECASE)


def _is_a_sentence(said: str) -> bool:
    return said[0].isupper() and said.endswith((".", "?")) and not _JARGON.search(said) and "_" not in said


@pytest.mark.parametrize("code", _CODES, ids=lambda code: f"{type(code).__name__}.{code.name}")
def test_every_code_has_a_name(code: StrEnum) -> None:
    said = label(code)
    assert said[0].isupper()
    assert "_" not in said
    assert not said.endswith(".")


@pytest.mark.parametrize("kind", _SHOWN)
def test_no_two_codes_of_a_kind_have_the_same_name(kind: type[StrEnum]) -> None:
    assert len({label(code) for code in kind}) == len(kind)


def test_a_decision_and_a_recommendation_are_called_the_same() -> None:
    """A professional recommends what a chair decides between."""
    assert [label(one) for one in Status] == [label(one) for one in Recommendation]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_sentence_for_everybody(why: Why, audience: Audience) -> None:
    assert _is_a_sentence(sentence(why, audience))


@pytest.mark.parametrize("code", Fault)
def test_every_fault_has_a_sentence(code: Fault) -> None:
    assert _is_a_sentence(fault(code))


def test_a_code_that_is_nobodys_fault_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not_set_up"):
        fault(Why.NOT_SET_UP)


@pytest.mark.parametrize("one", Stage)
def test_a_core_group_is_never_said_to_decide(one: Stage) -> None:
    """S0, trap 33. It has no summary to approve and no stage in which the chair decides."""
    if one not in (Stage.ROUND_CLOSED, Stage.APPROVED):
        assert "decid" not in stage(one, Kind.CORE_GROUP)
    assert stage(one, Kind.INITIAL) == label(one)


def test_an_agencys_code_can_be_read() -> None:
    assert agency("school_nursing") == "school nursing"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("Thu 3 Dec 2026 17:00", "Thu 3 Dec 2026, 17:00"),
        ("Wed 1 Jul 2026 09:05", "Wed 1 Jul 2026, 09:05"),
        ("Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026, 01:30"),
    ],
)
def test_a_moment_is_said_by_londons_clock(when: str, said: str) -> None:
    assert at_time(moment(when)) == said
    assert clock(moment(when)) == said[-5:]


def test_a_moment_late_in_utc_is_tomorrow_in_london() -> None:
    assert on_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thu 2 Jul 2026"
    assert on_day(day("Thu 3 Dec 2026")) == "Thu 3 Dec 2026"


def test_a_moment_without_a_time_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        at_time(datetime(2026, 7, 1, 9))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(("number", "said"), [(0, "0 children"), (1, "1 child"), (2, "2 children")])
def test_one_and_many(number: int, said: str) -> None:
    assert count(number, "child", "children") == said
    assert count(2, "seat") == "2 seats"


@pytest.mark.feature("B10", "B11")
def test_a_reminder_by_mail_says_when_a_report_is_due() -> None:
    start, due = moment("Mon 8 Mar 2027 10:00"), moment("Fri 5 Mar 2027 17:00")
    one = WaitingView(reference="FICT-1", start=start, items=(Item.REPLY, Item.REPORT), report_due=due)
    assert letters.waiting([one]).splitlines() == [
        "Conference FICT-1, Mon 8 Mar 2027, 10:00",
        "Please say whether you can come.",
        "Please send your report to the chair by Fri 5 Mar 2027, 17:00.",
    ]


@pytest.mark.feature("B6", "M6")
def test_what_is_missing_in_a_file_is_named_as_its_sheet_would() -> None:
    head, said = bringing.about(conference(), [Found(code=Gap.TIME_PAST)])
    assert head == "  Mon 7 Dec 2026, 10:00, 2 children, 17 people"
    assert said == "  Missing: Its time is already past."
