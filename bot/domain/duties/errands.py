"""What is owed to the administrator when Microsoft 365 does not do what it was asked: a word, once, that somebody is needed."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.delivery import reachable
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.particulars import Role
from bot.domain.quiet import by_day
from bot.domain.trying import loud_from, troubles


def errand_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """At once only what would lead people astray, or leave them without a link; the rest waits for the day's reminder."""
    if not state.before.microsoft:
        return
    times = [loud for one in troubles(state, now) if (loud := loud_from(state, one, days))]
    since = by_day(min(times), state.profile.reminders, days) if times else now
    for one in state.particulars.with_role(Role.ADMINISTRATOR):
        if reachable(state, one.id):
            face = "ask" if times else "settled"
            yield Duty(kind=DutyKind.ERRAND, to=one.id, face=face, since=since, edit_only=not times)
