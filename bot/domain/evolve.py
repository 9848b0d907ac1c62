"""The fold: what each event makes of the state. No rules and no failure: what happened, happened."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain import events as e
from bot.domain.actor import account_key
from bot.domain.conference import Approval, Attendance, Conference, Copy, Reach, Round, Send, Stranger, is_mail, to_whom
from bot.domain.decision import Decision, Dissent
from bot.domain.evolve_before import CHANGES
from bot.domain.ids import PersonId, SeatId
from bot.domain.outcome import BugError
from bot.domain.post_it import PostIt, unwritten
from bot.domain.preparations import Preparations
from bot.domain.value import replaced as replace


def _set_up(event: e.ConferenceSetUp) -> Conference:
    people = event.particulars.people
    return Conference(
        version=0,
        particulars=event.particulars,
        profile=event.profile,
        chair=event.particulars.chair,
        bound={account_key(one.account): one.id for one in people if one.account},
        before=Preparations(
            draft=event.draft,
            household_said=bool(event.particulars.household),
            last_chair=event.last_chair,
            microsoft=event.microsoft,
            calendar=event.calendar,
            mail=event.mail,
        ),
    )


def _chat_proposed(state: Conference, event: e.ChatProposed, _at: datetime) -> Conference:
    return replace(state, proposed={**state.proposed, event.chat: event.service_url})


def _chat_bound(state: Conference, event: e.ChatBound, _at: datetime) -> Conference:
    return replace(state, chat=event.chat, service_url=event.service_url, proposed={})


def _chat_refused(state: Conference, event: e.ChatRefused, _at: datetime) -> Conference:
    left = {chat: url for chat, url in state.proposed.items() if chat != event.chat}
    return replace(state, proposed=left, refused_chats=state.refused_chats | {event.chat})


def _person_reached(state: Conference, event: e.PersonReached, _at: datetime) -> Conference:
    reach = Reach(mri=event.mri, conversation=event.conversation, service_url=event.service_url)
    again = {key for key, send in state.sends.items() if send.failed and to_whom(key) == event.person}
    return replace(
        state,
        reached={**state.reached, event.person: reach},
        lost=state.lost - {event.person},
        refused=state.refused - {event.person},
        sends={key: send for key, send in state.sends.items() if key not in again},
    )


def _person_lost(state: Conference, event: e.PersonLost, _at: datetime) -> Conference:
    return replace(state, lost=state.lost | {event.person})


def _account_bound(state: Conference, event: e.AccountBound, _at: datetime) -> Conference:
    """The account they should have come by keeps no hold on the seat: one seat, one answer (V12).

    What was sent to it, and promised from it, was not sent to or promised from this one (trap 26). Letters went to neither.
    """
    old = {key for key, who in state.bound.items() if who == event.person}
    one = state.attendance.get(event.person) if old else None
    attendance = {**state.attendance, event.person: _stay(one, one.session + 1)} if one else state.attendance
    bound = {key: who for key, who in state.bound.items() if key not in old}
    strangers = {key: one for key, one in state.strangers.items() if key != event.stranger}
    return replace(
        _veiled(state, event.person) if old else state,
        bound={**bound, account_key(event.account): event.person},
        replaced=state.replaced | old,
        strangers=strangers,
        reached={who: reach for who, reach in state.reached.items() if who != event.person},
        sends={key: send for key, send in state.sends.items() if to_whom(key) != event.person or is_mail(key)},
        attendance=attendance,
    )


def _veiled(state: Conference, who: PersonId) -> Conference:
    """What was written from the old account still counts, and is not put before whoever holds the new one (V13)."""
    seat = state.seat_of(who)
    if seat is None or state.round is None or seat.id not in state.round.post_its:
        return state
    veiled = replace(state.round.post_it(seat.id), draft=None, hidden=True)
    return _in_round(state, state.round.number, lambda one: _put(one, veiled))


def _stranger_seen(state: Conference, event: e.StrangerSeen, at: datetime) -> Conference:
    one = Stranger(
        key=event.stranger, standing=event.standing, shown_name=event.shown_name, account=event.account, at=at
    )
    return replace(state, strangers={**state.strangers, event.stranger: one})


def _stranger_settled(state: Conference, event: e.StrangerSettled, _at: datetime) -> Conference:
    left = {key: one for key, one in state.strangers.items() if key != event.stranger}
    return replace(state, strangers=left, settled={**state.settled, event.stranger: event.person})


def _started(state: Conference, _event: e.MeetingStarted, at: datetime) -> Conference:
    """Begun again before everybody was asked, it never ended."""
    ended = state.ended_at if state.asked_already else None
    return replace(state, started_at=state.started_at or at, ended_at=ended, console_rev=state.console_rev + 1)


def _ended(state: Conference, _event: e.MeetingEnded, at: datetime) -> Conference:
    return replace(state, ended_at=state.ended_at or at, console_rev=state.console_rev + 1)


def _end_corrected(state: Conference, event: e.EndCorrected, _at: datetime) -> Conference:
    return replace(
        state,
        corrected_end=event.ended_at,
        corrections=state.corrections + 1,
        console_rev=state.console_rev + 1,
    )


def _attend(state: Conference, who: PersonId, one: Attendance) -> Conference:
    return replace(state, attendance={**state.attendance, who: one})


def _stay(one: Attendance, session: int) -> Attendance:
    """The stay of that number: this one, or a new one with nothing of the last but that it was."""
    return one if one.session == session else Attendance(session=session, joined=one.joined, arrived_at=one.arrived_at)


def _joined(state: Conference, event: e.Joined, at: datetime) -> Conference:
    one = state.attendance_of(event.person)
    if state.away_too_long(event.person, at):
        one = _stay(one, one.session + 1)
    return _attend(state, event.person, replace(one, joined=True, left_at=None))


def _left(state: Conference, event: e.Left | e.MarkedAway, at: datetime) -> Conference:
    return _attend(state, event.person, replace(state.attendance_of(event.person), joined=False, left_at=at))


def _cleared(state: Conference, who: PersonId, session: int, at: datetime, **more: Any) -> Conference:
    fresh = _stay(state.attendance_of(who), session)
    done = replace(fresh, cleared=session, arrived_at=fresh.arrived_at or at, left_at=None, declined="", **more)
    return _attend(state, who, replace(done, answers=fresh.answers + 1))


def _acknowledged(state: Conference, event: e.ChecklistAcknowledged, at: datetime) -> Conference:
    return _cleared(state, event.person, event.session, at)


def _declined(state: Conference, event: e.ChecklistDeclined, _at: datetime) -> Conference:
    fresh = _stay(state.attendance_of(event.person), event.session)
    answers = fresh.answers + 1
    return _attend(state, event.person, replace(fresh, declined=event.reason, cleared=None, answers=answers))


def _overridden(state: Conference, event: e.ChecklistOverridden, at: datetime) -> Conference:
    return _cleared(state, event.person, event.session, at, waived=event.reason)


def _marked_present(state: Conference, event: e.MarkedPresent, at: datetime) -> Conference:
    return _cleared(state, event.person, event.session, at, marked=True)


def _anchors(state: Conference, event: e.AnchorsSet, _at: datetime) -> Conference:
    return replace(state, zero=event.zero, ten=event.ten, console_rev=state.console_rev + 1)


def _threshold(state: Conference, _event: e.ThresholdShown, _at: datetime) -> Conference:
    return replace(state, threshold_shown=True, console_rev=state.console_rev + 1)


def _round_opened(state: Conference, event: e.RoundOpened, at: datetime) -> Conference:
    one = Round(
        number=event.round,
        opened_at=at,
        zero=event.zero,
        ten=event.ten,
        ten_is_safe=event.ten_is_safe,
        quorum=event.quorum,
        inquorate_reason=event.inquorate_reason,
    )
    return replace(state, rounds=(*state.rounds, one), console_rev=state.console_rev + 1)


def _in_round(state: Conference, number: int, change: Callable[[Round], Round]) -> Conference:
    *before, last = state.rounds
    if last.number == number:  # as always, but for what is told of an older one
        return replace(state, rounds=(*before, change(last)))
    return replace(state, rounds=tuple([change(one) if one.number == number else one for one in state.rounds]))


def _put(one: Round, post_it: PostIt) -> Round:
    return replace(one, post_its={**one.post_its, post_it.seat: post_it})


def _saved(state: Conference, event: e.PostItSaved, _at: datetime) -> Conference:
    def change(one: Round) -> Round:
        before = one.post_it(event.seat)
        if event.entered_by:
            return _put(one, replace(before, rev=event.rev, spoken=event.views, spoken_by=event.entered_by))
        return _put(one, replace(before, rev=event.rev, draft=event.views, hidden=False))

    return _in_round(state, event.round, change)


def _handed_in(state: Conference, event: e.PostItHandedIn, at: datetime) -> Conference:
    post_it = replace(
        unwritten(event.seat),
        rev=event.rev,
        by=event.by,
        views=event.views,
        handed_in_at=at,
        entered_by=event.entered_by,
    )
    return _in_round(state, event.round, lambda one: _put(one, post_it))


def _nudged(state: Conference, event: e.RoundNudged, _at: datetime) -> Conference:
    def change(one: Round) -> Round:
        nudged: Mapping[SeatId, int] = {**one.nudged, **dict.fromkeys(event.seats, event.number)}
        return replace(one, nudges=event.number, nudged=nudged)

    return _in_round(state, event.round, change)


def _closed(state: Conference, event: e.RoundClosed, at: datetime) -> Conference:
    present = state.present_seats()

    def change(one: Round) -> Round:
        return replace(one, closed_at=at, entitled=event.entitled, missing=event.missing, present_at_close=present)

    return replace(_in_round(state, event.round, change), console_rev=state.console_rev + 1)


def _decided(state: Conference, event: e.ChildDecided, at: datetime) -> Conference:
    decision = Decision(
        child=event.child,
        rev=event.rev,
        status=event.status,
        reasons=event.reasons,
        lead=event.lead,
        by=event.by,
        at=at,
        quorum=event.quorum,
        category=event.category,
        core_group=event.core_group,
        dates=event.dates,
        late_reason=event.late_reason,
        outline=event.outline,
        inquorate_reason=event.inquorate_reason,
    )
    return replace(state, decisions={**state.decisions, event.child: decision})


def _dissent(state: Conference, event: e.DissentDeclared, at: datetime) -> Conference:
    before = [one for one in state.dissents if (one.child, one.seat) == (event.child, event.seat)]
    decision = state.decisions.get(event.child)
    one = Dissent(
        child=event.child,
        seat=event.seat,
        by=event.by,
        reason=event.reason,
        at=at,
        rev=1 + sum(old.rev for old in before),
        status=decision.status if decision else None,
        category=decision.category if decision else None,
    )
    return replace(state, dissents=(*(old for old in state.dissents if old not in before), one))


def _handed_over(state: Conference, event: e.ChairHandedOver, _at: datetime) -> Conference:
    return replace(state, chair=event.chair_to, console_rev=state.console_rev + 1)


def _approved(state: Conference, event: e.SummaryApproved, at: datetime) -> Conference:
    approval = Approval(by=event.by, at=at, note=event.note, in_meeting_chat=event.in_meeting_chat)
    return replace(state, approval=approval, console_rev=state.console_rev + 1)


def _copy_given(state: Conference, event: e.CopyGiven, at: datetime) -> Conference:
    return replace(state, copies={**state.copies, event.person: Copy(at=at, how=event.how, by=event.by)})


def _opened(state: Conference, event: e.SummaryOpened, at: datetime) -> Conference:
    if event.person in state.copies:
        return state
    return replace(state, copies={**state.copies, event.person: Copy(at=at, how="", by=None)})


def _send(state: Conference, duty: str, **change: Any) -> Conference:
    send = replace(state.sends.get(duty, Send()), **change)
    return replace(state, sends={**state.sends, duty: send})


def _shell_posted(state: Conference, event: e.ShellPosted, at: datetime) -> Conference:
    return _send(
        state if is_mail(event.duty) else replace(state, refused=state.refused - {PersonId(to_whom(event.duty))}),
        event.duty,
        face=event.face,
        conversation=event.conversation,
        message=event.message,
        posted_at=at,
        sent_at=at,
        attempts=0,
        retry_at=None,
        failed="",
    )


def _filled(state: Conference, event: e.Filled, at: datetime) -> Conference:
    return _send(state, event.duty, face=event.face, sent_at=at, attempts=0, retry_at=None, failed="")


def _send_failed(state: Conference, event: e.SendFailed, at: datetime) -> Conference:
    """Refused for good is a person out of reach: whatever is owed them goes another way until they are heard again."""
    before = state.sends.get(event.duty, Send())
    return _send(
        _out_of_reach(state, event.duty) if event.final else state,
        event.duty,
        tried_at=before.tried_at or at,
        attempts=before.attempts + 1,
        retry_at=event.retry_at,
        failed=event.code if event.final else "",
    )


def _out_of_reach(state: Conference, duty: str) -> Conference:
    who = PersonId(to_whom(duty))
    if is_mail(duty):
        return replace(state, before=replace(state.before, unmailed=state.before.unmailed | {who}))
    return replace(state, refused=state.refused | {who})


_CHANGES: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.ChatProposed: _chat_proposed,
    e.ChatBound: _chat_bound,
    e.ChatRefused: _chat_refused,
    e.PersonReached: _person_reached,
    e.PersonLost: _person_lost,
    e.AccountBound: _account_bound,
    e.StrangerSeen: _stranger_seen,
    e.StrangerSettled: _stranger_settled,
    e.MeetingStarted: _started,
    e.MeetingEnded: _ended,
    e.EndCorrected: _end_corrected,
    e.Joined: _joined,
    e.Left: _left,
    e.MarkedAway: _left,
    e.MarkedPresent: _marked_present,
    e.ChecklistAcknowledged: _acknowledged,
    e.ChecklistDeclined: _declined,
    e.ChecklistOverridden: _overridden,
    e.AnchorsSet: _anchors,
    e.ThresholdShown: _threshold,
    e.RoundOpened: _round_opened,
    e.PostItSaved: _saved,
    e.PostItHandedIn: _handed_in,
    e.RoundNudged: _nudged,
    e.RoundClosed: _closed,
    e.ChildDecided: _decided,
    e.DissentDeclared: _dissent,
    e.ChairHandedOver: _handed_over,
    e.SummaryApproved: _approved,
    e.CopyGiven: _copy_given,
    e.SummaryOpened: _opened,
    e.ShellPosted: _shell_posted,
    e.Filled: _filled,
    e.SendFailed: _send_failed,
    **CHANGES,
}


def evolve(state: Conference | None, event: e.Event, at: datetime) -> Conference:
    """One step of the fold. The first event of every conference is its being set up."""
    if isinstance(event, e.ConferenceSetUp):
        return replace(_set_up(event), version=1)
    if state is None:
        raise BugError("a conference's log does not begin with its set-up")
    return replace(_CHANGES[type(event)](state, event, at), version=state.version + 1)


def fold(state: Conference | None, happened: Iterable[tuple[e.Event, datetime]]) -> Conference | None:
    for event, at in happened:
        state = evolve(state, event, at)
    return state
