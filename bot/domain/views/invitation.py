"""What opens on a press of an invitation: what, when, how to join and to prepare, and one's own answer (B6, B8, B15, B21)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar, due_at
from bot.domain.ids import PersonId
from bot.domain.inviting import hours_of, invited, parts_of, reply_of, teller
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY, Kind, Mode, Part, Role
from bot.domain.preparations import Reply
from bot.domain.refusals import Why
from bot.domain.replying import closed, passing_on
from bot.domain.reports import asked_for, due_to_chair, due_to_family, report_of, settled
from bot.domain.views.plain import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDue:
    """What is known of the report of one's own agency. Moments in UTC; None where the borough sets none."""

    to_chair: datetime | None
    to_family: datetime | None
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """For family (`lay`): nothing of who else is asked, nor of a part of the meeting that is not theirs (J12, trap 12).

    `before` is what was answered to an earlier time of the meeting, where `moved`. `open`: an answer can be given now.
    `can_send`: a colleague in one's place. `tells`: who is asked in person where the bot cannot say it, for family.
    """

    reference: str
    person: PersonId
    kind: Kind
    lay: bool
    start: datetime
    end: datetime
    mode: Mode
    join_link: str
    place: str
    asked_in_person: bool
    chair: str
    is_chair: bool
    seat: str
    children: tuple[str, ...]
    who: tuple[Who, ...]
    parts: tuple[Part, ...]
    reply: Reply | None
    before: Reply | None
    moved: bool
    entered_by: str
    cancelled: bool
    why_cancelled: str
    open: bool
    can_send: bool
    reads: bool
    reading_from: datetime | None
    report: ReportDue | None
    tells: str
    days: bool
    complaints: str


def invitation_view(state: Conference, who: PersonId, calendar: Calendar) -> InvitationView | Refused:
    """Of a cancelled one, only that it is."""
    before, about, person = state.before, state.particulars, state.person(who)
    if before.convened_at is None:
        return Refused(Why.NOT_ASKED_YET)
    if not before.cancelled and who not in invited(state):
        return Refused(Why.NOT_INVITED)
    lay, seat = person.role in LAY, state.seat_of(who)
    reads = seat is not None or who == state.chair
    start, end = hours_of(state, who)
    reply = reply_of(state, who)
    older = None if reply else before.replies.get(who)
    return InvitationView(
        reference=about.reference,
        person=who,
        kind=about.kind,
        lay=lay,
        start=start,
        end=end,
        mode=about.mode,
        join_link=about.join_link,
        place=about.place,
        asked_in_person=person.in_person,
        chair=state.person(state.chair).name,
        is_chair=who == state.chair,
        seat=seat.title if seat else "",
        children=_children(state, who),
        who=() if lay or before.cancelled else _who(state),
        parts=() if before.cancelled else parts_of(state, who),
        reply=reply,
        before=older,
        moved=bool(before.moves),
        entered_by=state.person(reply.by).name if reply and reply.by != who else "",
        cancelled=before.cancelled is not None,
        why_cancelled=before.cancelled.reason if before.cancelled and not lay else "",
        open=closed(state, who) is None,
        can_send=not isinstance(passing_on(state, who), Refused),
        reads=reads,
        reading_from=_reading_from(state, calendar) if reads else None,
        report=_report(state, who, calendar),
        tells=_tells(state, who) if lay else "",
        days=bool(before.days),
        complaints=state.profile.complaints if lay else "",
    )


def _children(state: Conference, who: PersonId) -> tuple[str, ...]:
    """Family: the children whose family they are. Helpers and observers: they hear it in the meeting, on need to know (3.1)."""
    role, own = state.person(who).role, state.person(who).children
    if role in (Role.OBSERVER, Role.INTERPRETER, Role.MINUTE_TAKER, Role.SUPPORTER):
        return ()
    return tuple(one.called for one in state.particulars.children if role not in LAY or one.id in own)


def _who(state: Conference) -> tuple[Who, ...]:
    lines = []
    for who in invited(state):
        seat, one = state.seat_of(who), state.person(who)
        role = Role.CHAIR if who == state.chair else one.role
        lines.append(Who(name=one.name, role=role, agency=seat.title if seat else one.relation))
    return tuple(lines)


def _reading_from(state: Conference, calendar: Calendar) -> datetime | None:
    """S1: reports are read in the time before the start, by the borough's clock, and the chair speaks to the family in it."""
    limit = state.profile.limit("reading_time", state.particulars.kind)
    return due_at(limit, state.particulars.start, borough_calendar(state.profile, calendar)) if limit else None


def _report(state: Conference, who: PersonId, calendar: Calendar) -> ReportDue | None:
    seat = state.seat_of(who)
    if seat is None or not asked_for(state, seat):
        return None
    days = borough_calendar(state.profile, calendar)
    return ReportDue(
        to_chair=due_to_chair(state, seat, days),
        to_family=due_to_family(state, seat, days),
        settled=settled(report_of(state, seat)),
    )


def _tells(state: Conference, who: PersonId) -> str:
    return state.person(teller(state, who)).name
