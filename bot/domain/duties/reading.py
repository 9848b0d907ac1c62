"""The half hour before the start in which the reports are read, and the family is not talked about (S1; B21)."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import due_at
from bot.domain.delivery import reachable
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.inviting import convened, reply_of
from bot.domain.preparations import Coming


def reading_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """A word in private to whoever holds a seat and comes. Worth nothing once it has begun; anew where it was moved meanwhile."""
    particulars = state.particulars
    limit = state.profile.limit("reading_time", particulars.kind)
    if limit is None or not convened(state) or now >= particulars.start:
        return
    since = due_at(limit, particulars.start, days)
    for who in dict.fromkeys(seat.holder for seat in particulars.seats):
        reply = reply_of(state, who)
        if reachable(state, who) and not (reply and reply.coming is Coming.CANNOT):
            yield Duty(kind=DutyKind.READING, to=who, face="read", since=since, number=state.before.time)
