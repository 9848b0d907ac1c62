"""What the events before a conference make of its state. As bot/domain/evolve.py, whose table these are part of."""

from collections.abc import Callable, Mapping
from dataclasses import replace as slots_replaced
from datetime import datetime
from typing import Any

from bot.domain import events_before as e
from bot.domain.changes import amended, arranged, prepared, touched
from bot.domain.conference import ELSEWHERE, Conference, Send
from bot.domain.evolve_asked import ASKED
from bot.domain.evolve_errands import ERRANDS, begun, relinked
from bot.domain.evolve_listed import LISTED
from bot.domain.ids import SeatId
from bot.domain.preparations import BLANK_REPORT, Cancelled, Move, Reply, Told
from bot.domain.value import replaced as replace


def _convened(state: Conference, event: e.ConferenceConvened, at: datetime) -> Conference:
    before = state.before
    convened = arranged(
        state,
        draft=False,
        convened_at=before.convened_at or at,
        convened_by=event.by,
        first_start=before.first_start or state.particulars.start,
        microsoft=event.microsoft,
        calendar=event.calendar,
    )
    return begun(convened)


def _moved(state: Conference, event: e.ConferenceMoved, at: datetime) -> Conference:
    move = Move(start=state.particulars.start, reason=event.reason, at=at, by=event.by)
    moved = amended(state, start=event.start, planned_end=event.planned_end, parts=event.parts)
    return prepared(moved, moves=(*state.before.moves, move))


def _cancelled(state: Conference, event: e.ConferenceCancelled, at: datetime) -> Conference:
    return arranged(state, cancelled=Cancelled(reason=event.reason, at=at, by=event.by))


def _details(state: Conference, event: e.DetailsSet, _at: datetime) -> Conference:
    named = {"kind": event.kind, "start": event.start, "planned_end": event.planned_end}
    given = {name: value for name, value in named.items() if value is not None}
    return relinked(state, amended(state, mode=event.mode, join_link=event.join_link, place=event.place, **given))


def _dates(state: Conference, event: e.DatesSet, _at: datetime) -> Conference:
    return amended(state, dates=event.dates, moments=event.moments)


def _delay(state: Conference, event: e.DelayExplained, at: datetime) -> Conference:
    return arranged(state, delay=event.reason, delay_at=at)


def _parts(state: Conference, event: e.PartsSet, _at: datetime) -> Conference:
    return amended(state, parts=event.parts)


def _replied(state: Conference, event: e.Replied, at: datetime) -> Conference:
    reply = Reply(
        coming=event.coming,
        at=at,
        by=event.by,
        time=event.time,
        reason=event.reason,
        needs=event.needs,
        note=event.note,
        in_person=event.in_person,
    )
    return touched(state, f"reply/{event.person}", replies={**state.before.replies, event.person: reply})


def _told(state: Conference, event: e.ToldByHand, at: datetime) -> Conference:
    told = Told(at=at, by=event.by, how=event.how, time=event.time, on=event.on)
    return touched(state, f"told/{event.person}", told={**state.before.told, event.person: told})


def _reported(state: Conference, seat: str, **change: Any) -> Conference:
    one = slots_replaced(state.before.reports.get(SeatId(seat), BLANK_REPORT), **change)
    return touched(state, f"report/{seat}", reports={**state.before.reports, SeatId(seat): one})


def _report_sent(state: Conference, event: e.ReportSent, at: datetime) -> Conference:
    return _reported(state, event.seat, sent_at=None if event.back else at, none="")


def _report_received(state: Conference, event: e.ReportReceived, at: datetime) -> Conference:
    return _reported(state, event.seat, received_at=None if event.back else at, none="")


def _report_shared(state: Conference, event: e.ReportShared, _at: datetime) -> Conference:
    return _reported(state, event.seat, shared_on=event.on)


def _report_not_coming(state: Conference, event: e.ReportNotComing, _at: datetime) -> Conference:
    return _reported(state, event.seat, none=event.reason)


def _children_seen(state: Conference, event: e.ChildrenSeen, _at: datetime) -> Conference:
    before = state.before.reports.get(event.seat, BLANK_REPORT)
    return _reported(state, event.seat, seen={**before.seen, **event.seen})


def _days(state: Conference, event: e.DaysOffered, _at: datetime) -> Conference:
    return touched(state, "days/", days=event.days, free={})


def _days_chosen(state: Conference, event: e.DaysChosen, _at: datetime) -> Conference:
    free = {**state.before.free, event.person: frozenset(event.days)}
    return touched(state, f"free/{event.person}", free=free)


def _told_elsewhere(state: Conference, event: e.ToldElsewhere, at: datetime) -> Conference:
    send = Send(face=ELSEWHERE, message=ELSEWHERE, posted_at=at, sent_at=at)
    return replace(state, sends={**state.sends, event.duty: send})


CHANGES: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.ConferenceConvened: _convened,
    e.ConferenceMoved: _moved,
    e.ConferenceCancelled: _cancelled,
    e.DetailsSet: _details,
    e.DatesSet: _dates,
    e.DelayExplained: _delay,
    e.PartsSet: _parts,
    e.Replied: _replied,
    e.ToldByHand: _told,
    e.ReportSent: _report_sent,
    e.ReportReceived: _report_received,
    e.ReportShared: _report_shared,
    e.ReportNotComing: _report_not_coming,
    e.ChildrenSeen: _children_seen,
    e.DaysOffered: _days,
    e.DaysChosen: _days_chosen,
    e.ToldElsewhere: _told_elsewhere,
    **LISTED,
    **ASKED,
    **ERRANDS,
}
