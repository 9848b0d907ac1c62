"""The chair's decision about one child: the chair's alone, and about that child alone (V20, S4 9.5, 9.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.answers import choice
from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.decision import Date, Status
from bot.domain.events import ChildDecided
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.next_dates import proposal, wanted
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import SOCIAL_CARE
from bot.domain.post_it import LONGEST_TEXT, Category
from bot.domain.powers import Power
from bot.domain.quorum import Quorum, quorum
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideChild:
    """As typed: codes and ISO dates in strings. What the status does not need is passed over."""

    child: ChildId
    status: str = ""
    category: str = ""
    reasons: str = ""
    lead: str = ""
    core_group: tuple[str, ...] = ()
    dates: Mapping[Date, str] = field(default_factory=dict)
    late_reason: str = ""
    outline: str = ""
    inquorate_reason: str = ""


def able_to_lead(state: Conference) -> tuple[PersonId, ...]:
    """S4 8.2: a lead social worker is from children's social care: those already named, and any with a seat here."""
    seated = (seat.holder for seat in state.particulars.seats if seat.agency == SOCIAL_CARE)
    return tuple(dict.fromkeys((*state.particulars.leads, *seated)))


def _not_now(state: Conference, child: ChildId) -> Refused | None:
    if state.particulars.scales_only:
        return Refused(Why.NO_DECISIONS_HERE)
    if child not in {one.id for one in state.particulars.children}:
        return Refused(Why.NO_SUCH_CHILD, {"child": Fault.UNKNOWN_CHOICE})
    if state.round is None:
        return Refused(Why.ROUND_NOT_OPEN)
    if state.round.open:
        return Refused(Why.ROUND_STILL_OPEN)
    return Refused(Why.ALREADY_APPROVED) if state.approval else None


def _status(command: DecideChild, faults: Faults) -> tuple[Status | None, Category | None]:
    """S4 9.5: the category names the primary concern of a plan; without a plan there is none (trap 20)."""
    status, category = choice(Status, command.status), choice(Category, command.category)
    if status is None:
        faults["status"] = Fault.STATUS_MISSING
    elif status is Status.PLAN and category is None:
        faults["category"] = Fault.CATEGORY_MISSING
    elif status is not Status.PLAN and command.category:
        faults["category"] = Fault.CATEGORY_NOT_ASKED
    return status, category


def _texts(command: DecideChild, faults: Faults) -> None:
    for name in ("reasons", "outline", "late_reason", "inquorate_reason"):
        if len(getattr(command, name)) > LONGEST_TEXT:
            faults[name] = Fault.TOO_LONG
    if not command.reasons.strip():
        faults["reasons"] = Fault.REASON_MISSING


def _date(asked: Asked, which: Date, command: DecideChild) -> date | Fault:
    typed = command.dates.get(which, "")
    if not typed:
        return Fault.MISSING
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return Fault.NOT_A_DATE
    if day <= asked.now.astimezone(LONDON).date():
        return Fault.DATE_PAST
    if not borough_calendar(asked.state.profile, asked.policy.calendar).is_working_day(day):
        return Fault.NOT_A_WORKING_DAY
    latest = proposal(asked.state, which, asked.policy.calendar).latest
    late = latest is not None and day > latest and not command.late_reason.strip()
    return Fault.DATE_LATE if late else day


def _dates(asked: Asked, status: Status | None, command: DecideChild, faults: Faults) -> dict[Date, date]:
    """S4 1.20, S1: no date may be past its limit without a reason."""
    dates: dict[Date, date] = {}
    for which in wanted(status, asked.state.particulars.kind) if status else ():
        found = _date(asked, which, command)
        if isinstance(found, Fault):
            faults[which.value] = found
        else:
            dates[which] = found
    return dates


def _quorum(asked: Asked, command: DecideChild, faults: Faults) -> Quorum:
    """S4 3.10: once more at the decision, for people leave (trap 13, V23)."""
    state = asked.state
    found = quorum(state.particulars, state.deciding_seats(), state.profile.quorum)[command.child]
    if not found.met and not command.inquorate_reason.strip():
        faults["inquorate_reason"] = Fault.QUORUM_REASON_MISSING
    return found


@verb("child.decide", DecideChild, frozenset({Power.CHAIR}))
def decide_child(asked: Asked, command: DecideChild) -> Outcome:
    """May be changed until the summary is approved; each change is kept."""
    state = asked.state
    refused = _not_now(state, command.child)
    if refused:
        return refused
    faults: Faults = {}
    status, category = _status(command, faults)
    _texts(command, faults)
    dates = _dates(asked, status, command, faults)
    found = _quorum(asked, command, faults)
    if command.lead not in able_to_lead(state):
        faults["lead"] = Fault.LEAD_MISSING
    seats = {seat.id for seat in state.particulars.seats}
    members = tuple(SeatId(one) for one in command.core_group if one in seats)
    if status is Status.PLAN and not members:
        faults["core_group"] = Fault.MISSING
    if faults or status is None:
        return Refused(Why.DECISION_INCOMPLETE, faults)
    before = state.decisions.get(command.child)
    return Accepted(
        (
            ChildDecided(
                child=command.child,
                rev=before.rev + 1 if before else 1,
                status=status,
                category=category,
                reasons=command.reasons.strip(),
                lead=PersonId(command.lead),
                by=asked.who,
                quorum=found,
                core_group=members if status is Status.PLAN else (),
                dates=dates,
                late_reason=command.late_reason.strip(),
                outline=command.outline.strip(),
                inquorate_reason=command.inquorate_reason.strip(),
            ),
        )
    )
