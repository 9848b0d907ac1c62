"""What somebody should look at again before a conference is convened (B2, B4, B5, B24, B26)."""

from dataclasses import replace

import pytest

from bot.domain.beginning import BY, CHAIR
from bot.domain.board import line
from bot.domain.checks import Concern, Gap, concerns, measures
from bot.domain.events_asked import IndependenceDeclared
from bot.domain.evolve import evolve
from bot.domain.ids import PersonId
from bot.domain.inviting import Road
from bot.domain.particulars import Person, Role
from bot.domain.refusals import Fault
from bot.domain.typed import agency
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_household import SetHousehold
from tests.fakes.arranging import (
    CHILD,
    MOVE,
    NOW,
    SOCIAL_WORKER,
    codes,
    convened,
    draft,
    particulars,
    person,
    sheet,
    whole,
)
from tests.fakes.builders import ENGLAND, Play, conference, core_group, profile


@pytest.mark.feature("B24")
@pytest.mark.parametrize(
    ("day", "start", "end", "found"),
    [
        ("2026-11-26", "10:00", "12:00", set()),
        ("2026-11-28", "10:00", "12:00", {Concern.NOT_A_WORKING_DAY}),
        ("2026-12-25", "10:00", "12:00", {Concern.NOT_A_WORKING_DAY}),
        ("2026-11-26", "08:30", "10:00", {Concern.TOO_EARLY}),
        ("2026-11-26", "09:00", "15:00", set()),
        ("2026-11-26", "14:00", "15:30", {Concern.TOO_LATE}),
        ("2027-06-24", "13:00", "15:01", {Concern.TOO_LATE}),
    ],
)
def test_a_time_that_suits_a_family_badly_is_said(day: str, start: str, end: str, found: set[Concern]) -> None:
    times = {Concern.NOT_A_WORKING_DAY, Concern.TOO_EARLY, Concern.TOO_LATE}
    assert codes(draft(particulars(day=day, start=start, end=end)).state) & times == found


@pytest.mark.feature("B4")
def test_fifteen_working_days_from_the_strategy_discussion() -> None:
    """S4 1.7: Thu 5 Nov is day 0, Thu 26 Nov the fifteenth working day."""
    play = draft()
    assert Concern.DATE_MISSING in codes(play.state)
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-05"}))
    assert not {Concern.DATE_MISSING, Concern.LATE} & codes(play.state)
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-04"}))
    assert Concern.LATE in codes(play.state)
    play.does("administrator", ExplainDelay(reason="Half-term: the school could not come"))
    assert Concern.LATE not in codes(play.state)
    assert [one.late for one in measures(play.state, ENGLAND)] == [True]
    shown = line(play.state, play.now, ENGLAND)
    assert (shown.late, shown.delay_given) == (True, True)
    assert "Half-term" not in repr(shown), "the reason stays on the sheet"


@pytest.mark.feature("B4")
@pytest.mark.parametrize(
    ("kind", "dates", "late"),
    [
        ("transfer_in", {"move_notification": "2026-11-05"}, False),
        ("transfer_in", {"move_notification": "2026-11-04"}, True),
        ("review", {"initial_conference": "2026-08-26"}, False),
        ("review", {"initial_conference": "2026-08-25"}, True),
        ("review", {"initial_conference": "2025-08-25", "previous_review": "2026-05-26"}, False),
        ("review", {"initial_conference": "2025-08-25", "previous_review": "2026-05-25"}, True),
    ],
)
def test_each_kind_has_a_limit_of_its_own(kind: str, dates: dict[str, str], late: bool) -> None:
    play = draft(particulars(kind=kind))
    play.does("administrator", SetDates(dates=dates))
    assert [one.late for one in measures(play.state, ENGLAND)] == [late]


@pytest.mark.feature("B4")
@pytest.mark.parametrize(("expected", "late"), [("2027-02-04", False), ("2027-02-03", True)])
def test_a_pre_birth_conference_is_ten_weeks_before(expected: str, late: bool) -> None:
    play = draft(particulars(kind="pre_birth"))
    play.does("administrator", replace(CHILD, born="", expected=expected))
    found = {one.limit.code: one.late for one in measures(play.state, ENGLAND)}
    assert found["pre_birth_held"] is late


@pytest.mark.feature("B28")
def test_delay_is_measured_by_the_first_time_whatever_comes_after() -> None:
    play = whole()
    play.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-05"}), ConveneConference(), MOVE)
    assert [one.late for one in measures(play.state, ENGLAND)] == [False]
    late = whole()
    late.does("administrator", SetDates(dates={"strategy_discussion": "2026-11-02"}), ConveneConference())
    late.does("administrator", replace(MOVE, day="2026-11-20"))
    assert [one.late for one in measures(late.state, ENGLAND)] == [True]


@pytest.mark.feature("B26")
def test_a_chair_who_works_with_the_family_is_said_unless_the_borough_allows_it() -> None:
    given = replace(
        conference(), seats=(*conference().seats[:1], replace(conference().seats[2], holder=PersonId("chair")))
    )
    play = draft(given)
    assert Gap.CHAIR_INVOLVED in codes(play.state)
    reformed = replace(profile(), convening=replace(profile().convening, independent=False))
    assert Gap.CHAIR_INVOLVED not in codes(replace(play.state, profile=reformed))
    assert Gap.CHAIR_INVOLVED not in codes(Play(core_group()).state)


@pytest.mark.feature("B26")
@pytest.mark.parametrize(
    ("last", "said"),
    [
        (Person(id=PersonId("x"), name="Somebody", role=Role.CHAIR, address="Ada.Sample@council.example"), False),
        (Person(id=PersonId("x"), name="ada sample", role=Role.CHAIR), False),
        (Person(id=PersonId("x"), name="Ada Sample", role=Role.CHAIR, address="other@council.example"), True),
        (Person(id=PersonId("x"), name="Una Placeholder", role=Role.CHAIR), True),
    ],
)
def test_another_chair_than_last_time_is_said(last: Person, said: bool) -> None:
    assert (Concern.OTHER_CHAIR in codes(draft(last_chair=last).state)) is said


@pytest.mark.feature("B5")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Health visitor", "health_visiting"),
        ("Midwife", "midwifery"),
        ("Social worker", "childrens_social_care"),
        ("Children's social care", "childrens_social_care"),
        ("Primary school", "school"),
        ("School nurse", "school_nursing"),
        ("Housing", "housing"),
    ],
)
def test_an_agency_by_any_usual_name_is_one_agency(typed: str, code: str) -> None:
    """Two codes of one agency would make a quorum that is none (S4 3.10, trap 13)."""
    faults: dict[str, Fault] = {}
    assert agency("agency", typed, faults) == code
    assert not faults


def test_every_agency_that_is_usually_asked_keeps_its_code() -> None:
    for one in profile().invitees:
        for code in (one.agency, *one.instead):
            assert agency("agency", code, {}) == code


def test_that_nobody_is_above_the_chair_is_said_where_a_summary_is_due() -> None:
    assert Concern.NO_MANAGER in codes(whole().state)
    assert Concern.NO_MANAGER not in codes(draft(conference()).state)
    people = tuple(one for one in core_group().people if one.role is not Role.MANAGER)
    assert Concern.NO_MANAGER not in codes(draft(replace(core_group(), people=people)).state)


@pytest.mark.feature("B2")
def test_a_file_that_says_nothing_of_the_household_is_looked_at_again() -> None:
    play = Play(now=NOW)
    assert Concern.HOUSEHOLD_NOT_SAID in codes(play.state)
    assert Gap.NO_HOUSEHOLD not in codes(play.state), "it is convened all the same"
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(Play(conference(household=("Linnet, 15",)), now=NOW).state)
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(Play(core_group(), now=NOW).state)
    play.does("administrator", SetHousehold(household="", nobody=True))
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(play.state)
    assert codes(draft().state) >= {Gap.NO_HOUSEHOLD}
    assert Concern.HOUSEHOLD_NOT_SAID not in codes(draft().state)


def test_a_looked_after_child_usually_has_no_conference_and_that_is_said() -> None:
    """Trap 37 (S4 2.7)."""
    play = draft()
    play.does("administrator", CHILD, replace(CHILD, called="Wren", looked_after=True))
    assert [one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.LOOKED_AFTER] == ["Wren"]


@pytest.mark.feature("B26")
def test_whether_the_chair_has_said_that_they_are_independent_stands_on_the_sheet() -> None:
    assert not sheet(whole()).asks_independence
    play = convened()
    assert (sheet(play).asks_independence, sheet(play).independence) == (True, None)
    said = IndependenceDeclared(independent=True, by=CHAIR)
    play.state = evolve(play.state, said, NOW)
    found = sheet(play).independence
    assert found is not None
    assert found.independent


@pytest.mark.feature("B5")
def test_agencies_usually_asked_are_named_until_they_have_a_seat() -> None:
    play = whole()
    titles = [one.title for one in sheet(play).not_asked]
    assert titles == ["Police", "Health visitor or school nurse", "GP"]
    nurse = replace(SOCIAL_WORKER, name="Ben Sample", address="ben@nhs.example", agency="School nursing")
    play.does("administrator", nurse)
    assert [one.title for one in sheet(play).not_asked] == ["Police", "GP"]


def test_whoever_cannot_be_written_to_is_named() -> None:
    play = whole()
    by_hand = [one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.BY_HAND]
    assert by_hand == ["Cora Sampleton"]


@pytest.mark.feature("B6")
@pytest.mark.parametrize(("mail", "way"), [({}, Road.MAIL), ({"mail": True}, Road.MAIL), ({"mail": False}, Road.HAND)])
def test_an_address_is_a_road_only_where_there_is_mail(mail: dict[str, bool], way: Road) -> None:
    """Or people would be found out of reach only once a letter has failed. A record from before takes it that there is."""
    play = whole(**mail)
    tom = person(play, "Tom Example")
    found = sheet(play).listed(tom)
    assert found is not None
    assert found.road is way
    named = {one.about for one in concerns(play.state, ENGLAND) if one.code is Concern.BY_HAND}
    assert ("Tom Example" in named) is (way is Road.HAND)
    play.does("administrator", ConveneConference())
    owed = play.keys("by_hand") | play.keys("invitation")
    ways = {Road.MAIL: f"invitation/{tom}//0/mail", Road.HAND: f"by_hand/{BY}/{tom}/0"}
    assert owed & set(ways.values()) == {ways[way]}


def test_quorum_that_cannot_be_is_said_per_child() -> None:
    found = [one.about for one in concerns(whole().state, ENGLAND) if one.code is Concern.QUORUM]
    assert found == ["Jay"]
    assert Concern.QUORUM not in codes(draft(conference()).state)
