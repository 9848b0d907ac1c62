"""How a conference stands for whoever arranges it: counts and what is wrong, and nothing of what is said in it (M5).

No name, no flag, no reason, nothing of a round; and of a police report not even that it is due (S4 7.10).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain import delivery, trying
from bot.domain.calendar import LONDON, Calendar, add_working_days, at_london
from bot.domain.checks import measures
from bot.domain.conference import Conference
from bot.domain.errands import ours
from bot.domain.forecast import Forecast, forecast
from bot.domain.ids import ChildId, PersonId
from bot.domain.inviting import asked_at, invited, reply_of
from bot.domain.particulars import Kind, Seat
from bot.domain.preparations import Coming, Need
from bot.domain.quiet import digest_at
from bot.domain.reports import POLICE, ReportState, asked_for, due_to_family, report_of, stands
from bot.domain.telling import to_tell


class Phase(StrEnum):
    """How far a conference is, from its setting up to its end."""

    DRAFT = "draft"
    SET_UP = "set_up"
    CONVENED = "convened"
    UNDER_WAY = "under_way"
    HELD = "held"
    CANCELLED = "cancelled"


class Trouble(StrEnum):
    """What is late or in danger, worst first."""

    SUMMARY_LATE = "summary_late"
    NOT_INVITED = "not_invited"
    NO_QUORUM = "no_quorum"
    ERRAND = "errand"
    REPORT_LATE = "report_late"
    NO_REPLY = "no_reply"
    TELL = "tell"
    SHARE_LATE = "share_late"
    OPTION = "option"
    COPY = "copy"


_RANK: Mapping[Trouble, int] = {one: rank for rank, one in enumerate(Trouble)}


REPORT_IN = frozenset({ReportState.SENT, ReportState.RECEIVED})
REPORT_LATE = frozenset({ReportState.LATE, ReportState.MISSING})
NO_QUORUM = frozenset({Forecast.UNMET, Forecast.FEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    asked: int
    coming: int
    colleague: int
    cannot: int

    @property
    def answered(self) -> int:
        return self.coming + self.colleague + self.cannot

    @property
    def awaited(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One conference on the board. `quorum` is forecast child by child, in the conference's own order; none for a core group.
    `troubles`: how many of each, worst first. `soon`: it starts before the next working day is over, or that day has gone by.
    `late`: a limit for holding it is not kept; `delay_given`: a reason for that is recorded, which is not shown here (S4 1.10).
    """

    reference: str
    kind: Kind
    start: datetime
    planned_end: datetime
    phase: Phase
    replies: Replies
    reports: Mapping[ReportState, int]
    quorum: Mapping[ChildId, Forecast]
    needs: Mapping[Need, int]
    soon: bool
    late: bool = False
    delay_given: bool = False
    troubles: Mapping[Trouble, int] = field(default_factory=dict)

    @property
    def wanted(self) -> int:
        """Reports that are wanted at all, but for the police's."""
        return sum(self.reports.values())

    @property
    def worst(self) -> Trouble | None:
        return next(iter(self.troubles), None)


def line(state: Conference, now: datetime, days: Calendar) -> Line:
    """`days` has the borough's closure days."""
    about, phase = state.particulars, phase_of(state, now)
    ahead = phase in (Phase.DRAFT, Phase.SET_UP, Phase.CONVENED)
    looked = forecast(state) if ahead and about.kind is not Kind.CORE_GROUP else {}
    bare = Line(
        reference=about.reference,
        kind=about.kind,
        start=about.start,
        planned_end=about.planned_end,
        phase=phase,
        replies=replies(state),
        reports=Counter(stands(state, seat, now, days) for seat in shown_reports(state)),
        quorum={child: one.forecast for child, one in looked.items()},
        needs=_needs(state),
        soon=about.start < _soon(now, days),
        late=any(one.late for one in measures(state, days)),
        delay_given=bool(state.before.delay),
    )
    found = dict(_troubles(state, bare, now, days))
    return replace(bare, troubles={one: found[one] for one in Trouble if found.get(one)})


def worst_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=place)


def place(one: Line) -> tuple[bool, bool, int, datetime, str]:
    """What is wrong and near, by how bad it is; what is wrong and far; then all that is well, by its hour (M5)."""
    worst = one.worst
    rank = len(_RANK) if worst is None else _RANK[worst]
    return worst is None, not one.soon and worst is not None, rank, one.start, one.reference


def phase_of(state: Conference, now: datetime) -> Phase:
    before = state.before
    if before.cancelled:
        return Phase.CANCELLED
    if before.draft:
        return Phase.DRAFT
    never_begun = state.started_at is None and now >= state.particulars.planned_end
    if state.over(now) or never_begun:
        return Phase.HELD
    if state.started_at:
        return Phase.UNDER_WAY
    return Phase.CONVENED if before.convened_at else Phase.SET_UP


def replies(state: Conference) -> Replies:
    """Of everybody who is to come. What was said of an earlier time counts no more (B28)."""
    asked = invited(state)
    said = Counter(reply.coming for who in asked if (reply := reply_of(state, who)))
    return Replies(
        asked=len(asked),
        coming=said[Coming.ATTENDING],
        colleague=said[Coming.COLLEAGUE],
        cannot=said[Coming.CANNOT],
    )


def shown_reports(state: Conference) -> Iterator[Seat]:
    """Seats of whose report an administrator may know (S4 7.10, trap 10)."""
    return (seat for seat in state.particulars.seats if seat.agency != POLICE and asked_for(state, seat))


def _needs(state: Conference) -> Mapping[Need, int]:
    said = Counter(need for who in invited(state) if (reply := reply_of(state, who)) for need in reply.needs)
    return {need: said[need] for need in Need if said[need]}


def _troubles(state: Conference, bare: Line, now: datetime, days: Calendar) -> Iterator[tuple[Trouble, int]]:
    phase = bare.phase
    if phase in (Phase.DRAFT, Phase.SET_UP):
        yield Trouble.NOT_INVITED, 1
    elif phase is Phase.CONVENED:
        yield from _before_it(state, bare, now, days)
    elif phase is Phase.HELD:
        yield Trouble.SUMMARY_LATE, delivery.late(state, now)
        yield Trouble.COPY, len(_to_carry(state))
    elif phase is Phase.CANCELLED:
        yield Trouble.TELL, len(to_tell(state))


def _before_it(state: Conference, bare: Line, now: datetime, days: Calendar) -> Iterator[tuple[Trouble, int]]:
    yield Trouble.NO_QUORUM, sum(one in NO_QUORUM for one in bare.quorum.values())
    yield Trouble.ERRAND, _stuck(state, now)
    yield Trouble.REPORT_LATE, sum(bare.reports.get(one, 0) for one in REPORT_LATE)
    yield Trouble.NO_REPLY, sum(_reply_late(state, who, now, days) for who in invited(state))
    yield Trouble.TELL, len(to_tell(state))
    yield Trouble.SHARE_LATE, sum(_unshared(state, seat, now, days) for seat in shown_reports(state))
    yield Trouble.OPTION, len(state.before.left) if ours(state) else 0


def _stuck(state: Conference, now: datetime) -> int:
    """What the bot cannot do in Microsoft 365 without somebody."""
    since = (trying.needs_somebody(one) for one in trying.troubles(state, now))
    return sum(one is not None and one <= now for one in since)


def _to_carry(state: Conference) -> tuple[PersonId, ...]:
    """Copies of the approved summary that a person has still to give."""
    if state.approval is None:
        return ()
    carried = set(delivery.by_hand(state))
    return tuple(who for who in delivery.outstanding(state) if who in carried)


def _reply_late(state: Conference, who: PersonId, now: datetime, days: Calendar) -> bool:
    """From when the administrator hears of it."""
    asked = asked_at(state, who)
    if asked is None or reply_of(state, who):
        return False
    rule = state.profile.reminders
    day = add_working_days(asked.astimezone(LONDON).date(), rule.tell_reply, days)
    return digest_at(day, rule) <= now


def _unshared(state: Conference, seat: Seat, now: datetime, days: Calendar) -> bool:
    report = report_of(state, seat)
    return report.shared_on is None and not report.none and _passed(due_to_family(state, seat, days), now)


def _passed(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now


def _soon(now: datetime, days: Calendar) -> datetime:
    """The end of the next working day."""
    day = add_working_days(now.astimezone(LONDON).date(), 1, days)
    return at_london(day + timedelta(days=1), time.min)
