"""What is owed by letter beside an invitation: a calendar file for whoever is asked in Teams, and whatever has changed (B6, B28)."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.duties.before import when
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, asked_at, convened, invited, mailable, reply_of, road
from bot.domain.mailed import (
    CANCELLED,
    facts,
    followed,
    holds,
    invited_by_microsoft,
    link_awaited,
)
from bot.domain.preparations import Coming

ENTRY, CHANGED = "entry", "changed"


def calendar_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """Once for each time and place of the meeting, after the invitation. What somebody holds and no longer holds good is
    put right by whichever road they were asked.
    """
    if state.before.convened_at is None:
        return
    if state.before.cancelled:
        yield from _taken_out(state, now, days)
    elif convened(state) and now < state.particulars.start:
        for who in invited(state):
            asked = asked_at(state, who) if mailable(state, who) else None
            face = _face(state, who) if asked else ""
            if asked and face:
                since = when(state, max(asked, now), days)
                yield _letter(state, who, f"{face}:{facts(state, who)}", since)


def _face(state: Conference, who: PersonId) -> str:
    """ "": what they hold holds good, or nothing of this kind is for them."""
    held = holds(state, who)
    if held == facts(state, who):
        return ""
    if held:
        return CHANGED
    return ENTRY if road(state, who) is Road.MAIL or _wants_entry(state, who) else ""


def _wants_entry(state: Conference, who: PersonId) -> bool:
    """Nobody else puts it into their calendar, and they have not said that they stay away."""
    reply = reply_of(state, who)
    away = reply is not None and reply.coming is Coming.CANNOT
    elsewhere = invited_by_microsoft(state, who) or link_awaited(state)
    return state.before.calendar and not elsewhere and not away


def _taken_out(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """For whoever is told in Teams; a letter that says it is cancelled does it by itself."""
    cancelled = state.before.cancelled
    if cancelled is None:
        return
    for person in state.particulars.people:
        held = holds(state, person.id)
        ours = held not in ("", CANCELLED) and not invited_by_microsoft(state, person.id)
        if ours and mailable(state, person.id) and road(state, person.id) is Road.TEAMS:
            yield _letter(state, person.id, CANCELLED, when(state, max(now, cancelled.at), days))


def _letter(state: Conference, who: PersonId, face: str, since: datetime) -> Duty:
    number = followed(state, who)
    return Duty(kind=DutyKind.CALENDAR, to=who, face=face, since=since, number=number, by_mail=True)
