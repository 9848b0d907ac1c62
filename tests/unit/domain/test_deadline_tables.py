"""The product against tables worked out by hand (tests/tables): every borough, three conferences, every kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.adapters.boroughs import TomlBoroughs
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import Deadline, Facts, Unknown, borough_calendar, timetable
from bot.domain.duties.before import invitation_duties
from bot.domain.duties.model import DutyKind
from bot.domain.duties.summary import ladder_duties
from bot.domain.ids import PersonId
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Kind
from bot.domain.profile import Trigger
from bot.domain.reports import POLICE
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.start_meeting import StartMeeting
from bot.words.times import on_day
from tests import deadlines
from tests.dates import day, moment
from tests.deadlines import BOROUGHS, WHENS, Row
from tests.fakes.builders import ENGLAND, Play, conference, core_group

PROFILES = TomlBoroughs()
LIMITS = [
    (borough, row)
    for borough in BOROUGHS
    for row in deadlines.rows(borough)
    if row.part != "reminders" and not row.code.startswith("chase_")
]
NAMES = [f"{borough}-{row.code}-{row.kinds[0]}" for borough, row in LIMITS]


def facts(kind: str, when: str, begins: str) -> Facts:
    """What is known of one of the three, with the one date that a limit runs from and no other."""
    known = deadlines.conferences()[when]
    dates: Mapping[Trigger, date] = {}
    if begins:
        text = known[begins]
        dates = {Trigger(begins): moment(text) if ":" in text else day(text)}
    start, end = moment(known["start"]), moment(known["ends"])
    return Facts(kind=Kind(kind), start=start, planned_end=end, ended=end, dates=dates)


@pytest.mark.feature("A7", "B3", "B4", "M2", "M3")
@pytest.mark.parametrize("when", WHENS)
@pytest.mark.parametrize(("borough", "row"), LIMITS, ids=NAMES)
def test_a_deadline_is_when_the_source_says(borough: str, row: Row, when: str) -> None:
    for kind in row.kinds:
        table = timetable(facts(kind, when, row.begins), PROFILES.profile(borough), ENGLAND)
        (found,) = [one for one in table if one.limit.code == row.code]
        assert found.limit.source == row.source
        assert not isinstance(found, Unknown)
        (written,) = row.whens[when]
        if isinstance(found, Deadline):
            due, _, proposed = written.partition(", so ")
            assert (found.due, found.proposed) == (moment(due), day(proposed or due[:-6])), kind
        else:
            words, _, begins = written.rpartition(", ")
            assert (found.limit.words, f"{found.limit.direction} {on_day(found.start)}") == (words, begins)


@pytest.mark.parametrize("borough", BOROUGHS)
def test_no_limit_is_left_out_and_none_is_made_up(borough: str) -> None:
    ours = {(one.code, str(kind)) for one in PROFILES.profile(borough).limits for kind in one.kinds}
    written = [(row.code, kind) for of, row in LIMITS if of == borough for kind in row.kinds]
    assert sorted(written) == sorted(ours)


# ------------------------------------------------------------------------------------------------ before the meeting


def invited(borough: str, kind: Kind, when: str) -> tuple[Conference, datetime]:
    """Everybody was asked when the bot owed it to them, and nobody has answered or reported. And when that was."""
    known = deadlines.conferences()[when]
    particulars = core_group() if kind is Kind.CORE_GROUP else conference(kind)
    start, end, convened = (moment(known[key]) for key in ("start", "ends", "convened"))
    particulars = replace(particulars, start=start, planned_end=end)
    play = Play(particulars=particulars, profile=PROFILES.profile(borough), now=convened)
    before = replace(play.state.before, convened_at=convened, convened_by=PersonId("administrator"), first_start=start)
    play.state = replace(play.state, before=before)
    (play.now,) = {one.since for one in invitation_duties(play.state, convened, days(play.state))}
    asked = play.now
    play.perform(kinds=["invitation"])
    return play.state, asked


def days(state: Conference) -> Calendar:
    return borough_calendar(state.profile, ENGLAND)


def rungs(state: Conference, who: str, item: Item, about: str = "") -> set[datetime]:
    """An administrator hears of others: of whom is `about`. Of themselves nobody needs telling."""
    found = outstanding(state, PersonId(who), days(state))
    return {rung for one in found if one.item is item and (not about or one.about == about) for rung in one.rungs}


REMINDERS: Mapping[str, Callable[[Conference], Iterable[set[datetime]]]] = {
    "remind_reply": lambda state: [rungs(state, who, Item.REPLY) for who in ("harriet", "ines", "renuka")],
    "tell_reply": lambda state: [rungs(state, "administrator", Item.NO_REPLY, who) for who in ("harriet", "katya")],
    "remind_report": lambda state: [rungs(state, who, Item.REPORT) for who in ("harriet", "ines", "renuka")],
    "tell_report": lambda state: [rungs(state, "administrator", Item.NO_REPORT, "school")],
    "tell_chair": lambda state: [rungs(state, state.chair, Item.NO_REPORT, of) for of in ("school", POLICE)],
    "remind_share_sw": lambda state: [rungs(state, "ines", Item.SHARE)],
    "remind_share_agency": lambda state: [rungs(state, "harriet", Item.SHARE)],
    "remind_meeting": lambda state: [rungs(state, who, Item.MEETING) for who in ("harriet", state.chair, "katya")],
}


def by_hand(borough: str, code: str, kind: Kind, when: str) -> set[datetime]:
    found = [row for row in deadlines.rows(borough) if row.code == code and kind in row.kinds]
    assert len(found) <= 1
    return {moment(text) for row in found for text in row.whens[when]}


@pytest.mark.feature("B6", "B10", "B11")
@pytest.mark.parametrize("when", WHENS)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("borough", BOROUGHS)
def test_people_are_asked_and_reminded_on_the_right_working_days(borough: str, kind: Kind, when: str) -> None:
    state, asked = invited(borough, kind, when)
    assert {asked} == by_hand(borough, "invited", kind, when)
    for code, found in REMINDERS.items():
        for each in found(state):
            assert each == by_hand(borough, code, kind, when), code
    assert {row.source for row in deadlines.rows(borough) if row.part == "reminders"} == {
        state.profile.reminders.source
    }
    assert not rungs(state, "administrator", Item.NO_REPORT, POLICE)
    assert not rungs(state, "renuka", Item.SHARE)


@pytest.mark.feature("A2")
@pytest.mark.parametrize("when", WHENS)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("borough", BOROUGHS)
def test_the_summary_is_chased_at_the_right_hours(borough: str, kind: Kind, when: str) -> None:
    known = deadlines.conferences()[when]
    start, end = moment(known["start"]), moment(known["ends"])
    particulars = core_group() if kind is Kind.CORE_GROUP else conference(kind)
    particulars = replace(particulars, start=start, planned_end=end)
    play = Play(particulars=particulars, profile=PROFILES.profile(borough), now=start)
    play.does(play.state.chair, StartMeeting())
    play.until(known["ends"]).does(play.state.chair, EndMeeting())
    owed = [one for one in ladder_duties(play.state, play.now) if one.kind is DutyKind.CHASE]
    for code, who in (("chase_chair", play.state.chair), ("chase_manager", "manager")):
        assert {one.since for one in owed if one.to == who} == by_hand(borough, code, kind, when), code


# ------------------------------------------------------------------------------------------------------------ the page


def test_the_page_is_what_the_tables_say() -> None:
    assert deadlines.PAGE.read_text("utf-8") == deadlines.page(), "python -m tests.deadlines writes it anew"
