"""Every date a conference gives rise to, worked out from the borough's limits. No clock, no guess.

The day a limit runs from is day 0; a limit counted in days ends at the borough's closing hour in London; hours and
minutes are elapsed time, so a change of the clocks moves them (rules c1, computation notes). All times given back are UTC.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.domain.calendar import LONDON, Calendar, add_working_days, at_london
from bot.domain.decision import Date, Status
from bot.domain.ids import ChildId
from bot.domain.particulars import Kind, Particulars
from bot.domain.profile import Condition, Direction, Limit, Profile, Trigger, Unit

_ON_THE_CLOCK = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS_IN_YEAR = 12
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the dates are worked out from. Times are aware; a date may be a day or a moment.

    `dates` hold for the conference, `children` for one child and go before `dates`. `known` says which conditions have
    turned out so or not so: a limit whose condition is not among them is shown as depending on it.
    """

    kind: Kind
    start: datetime
    planned_end: datetime
    ended: datetime | None = None
    dates: Mapping[Trigger, date] = field(default_factory=dict)
    children: Mapping[ChildId, Mapping[Trigger, date]] = field(default_factory=dict)
    known: Mapping[Condition, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`due` is the last moment; `proposed` the last working day on or before it, for a diary (rules c1 note 3).

    `condition` is what is not yet known to be so. `provisional`: counted from the planned end. `announced` is False when
    it rests on days beyond those for which bank holidays are announced.
    """

    limit: Limit
    start: date
    due: datetime
    proposed: date
    child: ChildId | None = None
    condition: Condition | None = None
    provisional: bool = False
    announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnumbered:
    """The source sets no number, only words ("immediately"), counted from `start`."""

    limit: Limit
    start: date
    child: ChildId | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The date named by `needs` is not known; with `hour`, its day is, and the hour is what is missing."""

    limit: Limit
    needs: Trigger
    hour: bool = False
    child: ChildId | None = None
    condition: Condition | None = None


Row = Deadline | Unnumbered | Unknown


class SummaryDue(NamedTuple):
    """The two clocks of the decision summary: S4 14.5 and S4 14.13."""

    by_hours: datetime
    by_working_day: datetime

    @property
    def first(self) -> datetime:
        return min(self)


def facts_of(
    particulars: Particulars, *, ended: datetime | None = None, known: Mapping[Condition, bool] | None = None
) -> Facts:
    """The facts in a conference's particulars. An older sibling's birthday is not the birth that a pre-birth limit waits for.

    Raises ValueError for a date whose code is no trigger: the conference file has refused it before.
    """
    held = _day(particulars.start)
    children: dict[ChildId, dict[Trigger, date]] = {child.id: {} for child in particulars.children}
    for child in particulars.children:
        if child.expected:
            children[child.id][Trigger.EXPECTED_BIRTH] = child.expected
        if child.born and child.born >= held:
            children[child.id][Trigger.BIRTH] = child.born
    return Facts(
        kind=particulars.kind,
        start=particulars.start,
        planned_end=particulars.planned_end,
        ended=ended,
        dates={Trigger(code): day for code, day in {**particulars.dates, **particulars.moments}.items()},
        children=children,
        known=known or {},
    )


def conditions(kind: Kind, statuses: Collection[Status], *, inquorate: bool) -> Mapping[Condition, bool]:
    """What the chair's decisions, once all are made, settle for `Facts.known`. Only a review can end a plan."""
    return {
        Condition.PLAN: Status.PLAN in statuses,
        Condition.CHILD_IN_NEED: Status.CHILD_IN_NEED in statuses,
        Condition.PLAN_ENDED: kind is Kind.REVIEW and any(status is not Status.PLAN for status in statuses),
        Condition.INQUORATE: inquorate,
    }


def timetable(facts: Facts, profile: Profile, calendar: Calendar) -> tuple[Row, ...]:
    """Every date of this conference: those known by date, then those without a number, then those that need a date.

    `calendar` is England's; the borough's closure days are added here.
    """
    days = borough_calendar(profile, calendar)
    rows = [row for limit in profile.limits if _binds(limit, facts) for row in _rows(limit, facts, days)]
    return tuple(sorted(rows, key=_order))


def next_dates(facts: Facts, profile: Profile, calendar: Calendar) -> Mapping[Date, Deadline]:
    """The limit and a proposal for each date the chair sets before closing, where its trigger is known (S4 1.20, S1)."""
    days = borough_calendar(profile, calendar)
    limits = ((one, profile.limit(one.value, facts.kind)) for one in Date)
    rows = ((one, next(_rows(limit, facts, days))) for one, limit in limits if limit)
    return {one: row for one, row in rows if isinstance(row, Deadline)}


def record_due(facts: Facts, profile: Profile, calendar: Calendar) -> datetime | None:
    """When the conference record is due (S4 14.4; City of London S3). None for a core group, which has none."""
    limit = profile.limit("record", facts.kind)
    return due_at(limit, facts.start, borough_calendar(profile, calendar)) if limit else None


def summary_deadlines(end: datetime, profile: Profile, calendar: Calendar) -> SummaryDue:
    """24 hours on the clock and one working day, both from the end: before a weekend or holiday they differ (trap 17)."""
    rule = profile.summary
    last = add_working_days(_day(end), rule.working_days, borough_calendar(profile, calendar))
    return SummaryDue(
        by_hours=end.astimezone(UTC) + timedelta(hours=rule.hours),
        by_working_day=_closing(last, rule.closes),
    )


def borough_calendar(profile: Profile, calendar: Calendar) -> Calendar:
    return calendar.with_closures(tuple(date.fromisoformat(day) for day in profile.closure_days))


def due_at(limit: Limit, trigger: date, calendar: Calendar) -> datetime:
    """The last moment, in UTC. `trigger` is a day or an aware moment; `calendar` has the borough's closure days.

    Raises ValueError for a limit without a number, and for hours counted from a day whose hour is not known.
    """
    sign = 1 if limit.direction is Direction.AFTER else -1
    if limit.unit in _ON_THE_CLOCK:
        if not isinstance(trigger, datetime):
            raise ValueError(f"{limit.code}: {limit.unit} need a moment, not a day")
        return _aware(trigger).astimezone(UTC) + sign * limit.amount * _ON_THE_CLOCK[limit.unit]
    return _closing(_count(limit.unit, _day(trigger), sign * limit.amount, calendar), limit.closes)


def propose(limit: Limit, trigger: date, calendar: Calendar) -> date:
    """A limit is a maximum: the last working day that keeps it. Raises as `due_at` does."""
    return _working_day_before(_day(due_at(limit, trigger, calendar)), calendar)


def _binds(limit: Limit, facts: Facts) -> bool:
    if facts.kind not in limit.kinds or (limit.unless and limit.unless in facts.dates):
        return False
    return limit.condition is None or facts.known.get(limit.condition, True)


def _rows(limit: Limit, facts: Facts, days: Calendar) -> Iterator[Row]:
    condition = None if limit.condition in facts.known else limit.condition
    starts = _starts(limit.trigger, facts)
    if not starts:
        yield Unknown(limit=limit, needs=limit.trigger, condition=condition)
    for child, start in starts:
        if limit.unit is Unit.UNSTATED:
            yield Unnumbered(limit=limit, start=start, child=child, condition=condition)
        elif limit.unit in _ON_THE_CLOCK and not isinstance(start, datetime):
            yield Unknown(limit=limit, needs=limit.trigger, hour=True, child=child, condition=condition)
        else:
            due = due_at(limit, start, days)
            yield Deadline(
                limit=limit,
                start=start,
                due=due,
                proposed=_working_day_before(_day(due), days),
                child=child,
                condition=condition,
                provisional=limit.trigger is Trigger.CONFERENCE_END and facts.ended is None,
                announced=_announced(limit, start, due, days),
            )


def _starts(trigger: Trigger, facts: Facts) -> list[tuple[ChildId | None, date]]:
    common = {
        **facts.dates,
        Trigger.CONFERENCE: facts.start,
        Trigger.CONFERENCE_END: facts.ended or facts.planned_end,
    }
    own: list[tuple[ChildId | None, date]] = [
        (child, dates[trigger]) for child, dates in facts.children.items() if trigger in dates
    ]
    return own or ([(None, common[trigger])] if trigger in common else [])


def _announced(limit: Limit, start: date, due: datetime, days: Calendar) -> bool:
    """Whether every day that bank holidays could have changed is one for which they are announced."""
    last = _day(due)
    counted = {last, _working_day_before(last, days)}
    if limit.unit is Unit.WORKING_DAYS:
        counted.add(_day(start))
    return days.known_from <= min(counted) and max(counted) <= days.known_to


def _count(unit: Unit, day: date, amount: int, calendar: Calendar) -> date:
    if unit is Unit.WORKING_DAYS:
        return add_working_days(day, amount, calendar)
    if unit is Unit.MONTHS:
        return _add_months(day, amount)
    if unit in _DAYS:
        return day + timedelta(days=amount * _DAYS[unit])
    raise ValueError(f"{unit} has no number to count")


def _add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it is shorter (rules c1 note 3)."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _working_day_before(day: date, calendar: Calendar) -> date:
    """The last working day on or before `day`."""
    while not calendar.is_working_day(day):
        day -= _ONE_DAY
    return day


def _closing(day: date, hour: str) -> datetime:
    return at_london(day, time.fromisoformat(hour)).astimezone(UTC)


def _day(when: date) -> date:
    """The day on London's calendar: 23:30 UTC in summer is already tomorrow there."""
    return _aware(when).astimezone(LONDON).date() if isinstance(when, datetime) else when


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def _order(row: Row) -> tuple[int, datetime]:
    if isinstance(row, Deadline):
        return 0, row.due
    return (1 if isinstance(row, Unnumbered) else 2), datetime.min.replace(tzinfo=UTC)
