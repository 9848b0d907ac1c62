"""What is looked at while a conference is put together: what is still missing, and what somebody should look at again.

A gap keeps it from being convened; a concern is said and nothing more, for the administrator may know better.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from bot.domain.arranging import london_day
from bot.domain.calendar import LONDON, Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import Deadline, Row, Unknown, borough_calendar, facts_of, timetable
from bot.domain.inviting import Road, invited, road
from bot.domain.particulars import Child, Kind, Mode, Person, Role
from bot.domain.profile import Limit, Template, Trigger
from bot.domain.quorum import quorum


class Gap(StrEnum):
    """Without these nobody can be asked. In the order in which they are shown."""

    NO_CHILD = "no_child"
    NO_BIRTH = "no_birth"
    NO_LEAD = "no_lead"
    NO_UNBORN = "no_unborn"
    NO_HOUSEHOLD = "no_household"
    CHAIR_INVOLVED = "chair_involved"
    TIME_PAST = "time_past"


class Concern(StrEnum):
    LATE = "late"
    DATE_MISSING = "date_missing"
    NOT_A_WORKING_DAY = "not_a_working_day"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    OTHER_CHAIR = "other_chair"
    LOOKED_AFTER = "looked_after"
    NOT_ASKED = "not_asked"
    NO_MANAGER = "no_manager"
    HOUSEHOLD_NOT_SAID = "household_not_said"
    QUORUM = "quorum"
    NO_LINK = "no_link"
    NO_ROOM = "no_room"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`about`: a child's, person's or agency's name, a limit's title, or a trigger's code."""

    code: Gap | Concern
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A limit by which the conference is to be held, and whether the first time it was convened for keeps it (S4 1.10, B28)."""

    limit: Limit
    due: datetime
    late: bool


_HELD = frozenset(
    {
        "initial_held",
        "held_after_care_review",
        "held_before_order_expires",
        "pre_birth_held",
        "transfer_in_held",
        "first_review_held",
        "later_review_held",
    }
)
"""Limits on when the conference itself is held, by their code in a borough's file."""

_ALWAYS_THERE = frozenset(
    {Trigger.STRATEGY_DISCUSSION, Trigger.MOVE_NOTIFICATION, Trigger.INITIAL_CONFERENCE, Trigger.EXPECTED_BIRTH}
)
"""Every conference with such a limit has this date; the others there may never have been."""


def gaps(state: Conference, now: datetime) -> tuple[Found, ...]:
    return tuple(_gaps(state, now))


def _gaps(state: Conference, now: datetime) -> Iterator[Found]:
    given = state.particulars
    if not given.children:
        yield Found(code=Gap.NO_CHILD)
    for child in given.children:
        yield from _of_child(child)
    if given.kind is Kind.PRE_BIRTH and given.children and not any(one.expected for one in given.children):
        yield Found(code=Gap.NO_UNBORN)
    if state.before.draft and household_missing(state):
        yield Found(code=Gap.NO_HOUSEHOLD)
    if chair_involved(state):
        yield Found(code=Gap.CHAIR_INVOLVED, about=state.person(state.chair).name)
    if given.planned_end <= now:
        yield Found(code=Gap.TIME_PAST)


def _of_child(child: Child) -> Iterator[Found]:
    if not (child.born or child.expected):
        yield Found(code=Gap.NO_BIRTH, about=child.called)
    if not child.lead:
        yield Found(code=Gap.NO_LEAD, about=child.called)


def household_missing(state: Conference) -> bool:
    """A gap in chat, where it is asked for. A file or a list may be older than the question: there it is a concern."""
    return not state.before.household_said and state.particulars.kind is not Kind.CORE_GROUP


def chair_involved(state: Conference) -> bool:
    """S4 8.1: whoever chairs has nothing to do with the case. A borough may see that otherwise (trap 31); a core group is
    led by somebody who belongs to it.
    """
    if state.particulars.kind is Kind.CORE_GROUP or not state.profile.convening.independent:
        return False
    return state.seat_of(state.chair) is not None or state.chair in state.particulars.leads


def concerns(state: Conference, calendar: Calendar) -> tuple[Found, ...]:
    """`calendar` is England's, to which the borough's closure days are added here."""
    return tuple(_concerns(state, calendar))


def _concerns(state: Conference, calendar: Calendar) -> Iterator[Found]:
    if not state.before.delay:
        yield from (Found(code=Concern.LATE, about=one.limit.title) for one in not_kept(state, calendar))
    yield from (Found(code=Concern.DATE_MISSING, about=one) for one in dates_missing(state, calendar))
    yield from _time(state, borough_calendar(state.profile, calendar))
    yield from _people(state)
    yield from _quorum(state)
    yield from _meeting(state)


def _people(state: Conference) -> Iterator[Found]:
    """A looked-after child usually has no conference but one review process (S4 2.7, trap 37)."""
    last = state.before.last_chair
    if last and not same_person(last, state.person(state.chair)):
        yield Found(code=Concern.OTHER_CHAIR, about=last.name)
    looked_after = (one.called for one in state.particulars.children if one.looked_after)
    yield from (Found(code=Concern.LOOKED_AFTER, about=one) for one in looked_after)
    yield from (Found(code=Concern.NOT_ASKED, about=one.title) for one in not_asked(state))
    if state.first(Role.MANAGER) is None and not state.particulars.scales_only:
        yield Found(code=Concern.NO_MANAGER)
    if not state.before.draft and household_missing(state):
        yield Found(code=Concern.HOUSEHOLD_NOT_SAID)


def _time(state: Conference, days: Calendar) -> Iterator[Found]:
    """S4 3.6: at a time that suits the family; a child is fetched from school. Nobody's conference is on a Sunday."""
    rule, start = state.profile.convening, state.particulars.start.astimezone(LONDON)
    if not days.is_working_day(start.date()):
        yield Found(code=Concern.NOT_A_WORKING_DAY)
    if start.time() < time.fromisoformat(rule.earliest):
        yield Found(code=Concern.TOO_EARLY, about=rule.earliest)
    if state.particulars.planned_end.astimezone(LONDON).time() > time.fromisoformat(rule.latest):
        yield Found(code=Concern.TOO_LATE, about=rule.latest)


def same_person(one: Person, other: Person) -> bool:
    """By account, by address, or for want of both by name."""
    if one.account and other.account:
        return one.account == other.account
    if one.address and other.address:
        return one.address.lower() == other.address.lower()
    return one.name.casefold() == other.name.casefold()


def not_asked(state: Conference) -> tuple[Template, ...]:
    """Agencies that this borough asks to every conference of this kind, and that have no seat yet (B5)."""
    seated = {one.agency for one in state.particulars.seats}
    kind = state.particulars.kind
    return tuple(one for one in state.profile.invitees if kind in one.kinds and not seated & {one.agency, *one.instead})


def _quorum(state: Conference) -> Iterator[Found]:
    """S4 3.10, were everybody to come: it cannot get better on the day."""
    given = state.particulars
    if given.scales_only or not given.seats:
        return
    found = quorum(given, [one.id for one in given.seats], state.profile.quorum)
    yield from (Found(code=Concern.QUORUM, about=one.called) for one in given.children if not found[one.id].met)


def _meeting(state: Conference) -> Iterator[Found]:
    given = state.particulars
    if not given.join_link and not state.chat and not state.before.microsoft:
        yield Found(code=Concern.NO_LINK)
    if given.mode is Mode.VIRTUAL and any(one.in_person for one in given.people):
        yield Found(code=Concern.NO_ROOM)
    for who in invited(state):
        if road(state, who) is Road.HAND:
            yield Found(code=Concern.BY_HAND, about=state.person(who).name)


def measures(state: Conference, calendar: Calendar) -> tuple[Measure, ...]:
    """By day, on London's calendar, but for limits in hours: held on the last day is in time at any hour."""
    first = state.before.first_start or state.particulars.start
    held = (one for one in _held(state, calendar) if isinstance(one, Deadline))
    return tuple(Measure(limit=one.limit, due=one.due, late=_late(one, first)) for one in held)


def _held(state: Conference, calendar: Calendar) -> tuple[Row, ...]:
    """Of these limits alone: it is looked at whenever anything is owed."""
    limits = tuple(one for one in state.profile.limits if one.code in _HELD)
    return timetable(facts_of(state.particulars), replace(state.profile, limits=limits), calendar)


def not_kept(state: Conference, calendar: Calendar) -> tuple[Measure, ...]:
    """Those of which a reason is asked for, and reported to the manager (S4 1.7, 1.10)."""
    return tuple(one for one in measures(state, calendar) if one.late)


def _late(row: Deadline, first: datetime) -> bool:
    if row.limit.unit in ("hours", "minutes"):
        return first > row.due
    return london_day(first) > london_day(row.due)


def dates_missing(state: Conference, calendar: Calendar) -> tuple[Trigger, ...]:
    """Without these nobody can say whether it is in time."""
    needed = [one.needs for one in _held(state, calendar) if isinstance(one, Unknown)]
    return tuple(dict.fromkeys(one for one in needed if one in _ALWAYS_THERE))
