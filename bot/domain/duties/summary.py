"""One ladder for the decision summary: draft, chase, loud; and once approved, a copy to everyone entitled (A1-A3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.conference import Conference, Stage
from bot.domain.delivery import (
    by_hand,
    expected_clock_start,
    hands_over,
    loud_at,
    outstanding,
    reachable,
    recipients,
    sent_to,
)
from bot.domain.duties.model import CONTENT, Duty, DutyKind
from bot.domain.ids import PersonId
from bot.domain.particulars import Role

APPROVE = "approve"
COPIES = "copies"


def draft_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    if state.particulars.scales_only:
        return
    if state.stage in (Stage.DECIDED, Stage.APPROVED) and reachable(state, state.chair):
        face = "approved" if state.approval else "ready"
        yield Duty(
            kind=DutyKind.SUMMARY_DRAFT,
            to=state.chair,
            face=face,
            since=now,
            by=loud_at(state, expected_clock_start(state)),
            edit_only=bool(state.approval),
        )


def _carried(state: Conference) -> tuple[PersonId, ...]:
    """Whose copy is carried by hand, or was to be until the bot reached them after all."""
    asked = (key.split("/")[2] for key in state.sends if key.startswith(f"{DutyKind.COPY}/"))
    return tuple(dict.fromkeys((*by_hand(state), *(PersonId(who) for who in asked))))


def delivery_duties(state: Conference, _now: datetime) -> Iterator[Duty]:
    """S4 14.13: to all who attended or were invited; privately; family's and observer's by hand (J12)."""
    if state.approval is None:
        return
    since, by = state.approval.at, loud_at(state, expected_clock_start(state))
    for who in recipients(state):
        if reachable(state, who):
            yield Duty(kind=DutyKind.SUMMARY, to=who, face=CONTENT, since=since, by=by)
    for who in _carried(state):
        carrier = hands_over(state, who)
        if reachable(state, carrier):
            face = "given" if who in state.copies or sent_to(state, who) else "ask"
            yield Duty(kind=DutyKind.COPY, to=carrier, face=face, since=since, subject=who, by=by)
    if state.chat:
        face = CONTENT if state.approval.in_meeting_chat else "notice"
        yield Duty(kind=DutyKind.SUMMARY_NOTICE, to=None, face=face, since=since)


def _rungs(state: Conference, hours: tuple[int, ...], now: datetime) -> Iterator[tuple[int, datetime]]:
    """The rungs still ahead, and of those already passed only the last: one word after a silence, not four.

    Nobody is chased for copies by a rung that passed before they were asked for any.
    """
    start, asked = expected_clock_start(state), state.approval.at if state.approval else None
    rungs = [(hour, start + timedelta(hours=hour)) for hour in hours]
    rungs = [one for one in rungs if asked is None or one[1] > asked]
    yield from [one for one in rungs if one[1] <= now][-1:]
    yield from (one for one in rungs if one[1] > now)


def _chased(state: Conference, waiting: tuple[PersonId, ...]) -> tuple[str, tuple[PersonId, ...]]:
    """What is missing, and whom to ask for it first. `waiting` have no copy yet."""
    if state.approval is None:
        return APPROVE, (state.chair,)
    carried = set(by_hand(state))
    carriers = tuple(dict.fromkeys(hands_over(state, who) for who in waiting if who in carried))
    return COPIES, carriers or (state.chair,)


def _loud(state: Conference) -> int:
    """Each correction of the end is loud again when its own day is over: late by the old end is not late by this one."""
    return state.corrections * 1000 + state.profile.summary.loud


def _told(state: Conference, people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    """Each of them, or the administrator in the place of somebody whom the bot cannot write to."""
    administrator = state.first(Role.ADMINISTRATOR)
    told = (who if reachable(state, who) else administrator for who in people)
    return tuple(dict.fromkeys(who for who in told if who and reachable(state, who)))


def ladder_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    """Chair at +1, +4, +12, +20 h, manager from +20 h, loud at +24 h; never a summary sent unapproved (trap 23).

    A conference that was set up is taken to have been held: silence must end in noise, not in peace.
    """
    waiting = outstanding(state) if state.approval else ()
    if state.particulars.scales_only or (state.approval and not waiting):
        return
    rule, by = state.profile.summary, loud_at(state, expected_clock_start(state))
    what, first = _chased(state, waiting)
    manager = state.first(Role.MANAGER)
    above = () if manager is None or manager in first else (manager,)
    for people, hours in ((first, rule.chase_chair), (above, rule.chase_manager)):
        for hour, since in _rungs(state, hours, now):
            for who in _told(state, people):
                if since > now or now < by:
                    yield Duty(
                        kind=DutyKind.CHASE,
                        to=who,
                        face="ask",
                        since=since,
                        subject=what,
                        number=hour,
                        by=by,
                    )
    administrator = state.first(Role.ADMINISTRATOR)
    loud = dict.fromkeys((*first, *above, *((administrator,) if administrator else ())))
    for who in loud:
        yield Duty(kind=DutyKind.LATE, to=who, face="late", since=by, subject=what, number=_loud(state), by=by)
