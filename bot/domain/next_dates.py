"""The dates a chair sets before closing, proposed by the borough's rules (S1, S4 1.20, A7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import LONDON, Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar, due_at, propose
from bot.domain.decision import Date, Status
from bot.domain.particulars import Kind
from bot.domain.profile import Limit, Trigger, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`latest` is the last day the limit allows, `proposed` a working day no later; None where the rule's trigger is unknown."""

    which: Date
    latest: date | None
    proposed: date | None
    source: str


def wanted(status: Status, kind: Kind) -> tuple[Date, ...]:
    """S1: a plan needs its core group and review; a Child in Need plan its meeting; no plan, no date."""
    if status is Status.PLAN:
        return (Date.NEXT_CORE_GROUP if kind is Kind.REVIEW else Date.FIRST_CORE_GROUP, Date.REVIEW)
    return (Date.CHILD_IN_NEED_MEETING,) if status is Status.CHILD_IN_NEED else ()


def _limit(state: Conference, which: Date) -> Limit | None:
    kind = state.particulars.kind
    code = "cin_plan_review" if which is Date.CHILD_IN_NEED_MEETING and kind is Kind.REVIEW else which.value
    return state.profile.limit(code, kind)


def proposal(state: Conference, which: Date, calendar: Calendar) -> Proposal:
    limit = _limit(state, which)
    if limit is None or limit.unit is Unit.UNSTATED:
        return Proposal(which=which, latest=None, proposed=None, source=limit.source if limit else "")
    held = state.particulars.start.astimezone(LONDON).date()
    trigger = held if limit.trigger is Trigger.CONFERENCE else state.particulars.dates.get(limit.trigger)
    calendar = borough_calendar(state.profile, calendar)
    if trigger is None:
        return Proposal(which=which, latest=None, proposed=None, source=limit.source)
    return Proposal(
        which=which,
        latest=due_at(limit, trigger, calendar).astimezone(LONDON).date(),
        proposed=propose(limit, trigger, calendar),
        source=limit.source,
    )


def proposals(state: Conference, calendar: Calendar) -> Mapping[Date, Proposal]:
    """Every date that any decision at this conference could need."""
    dates = dict.fromkeys(one for status in Status for one in wanted(status, state.particulars.kind))
    return {which: proposal(state, which, calendar) for which in dates}
