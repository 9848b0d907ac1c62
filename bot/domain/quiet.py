"""When somebody may be written to about what can wait: by day, on working days (B11). Never the 24-hour ladder, nor danger."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.domain.calendar import LONDON, Calendar, add_working_days, at_london
from bot.domain.profile import Reminders

_DAY = timedelta(days=1)
_AT_ONCE = timedelta(hours=24)
"""Whoever is told by day is told at least so long before the meeting, or else at once: no hour is too quiet for that."""


def by_day(moment: datetime, rule: Reminders, days: Calendar) -> datetime:
    """The first moment, not before this one, that is no quiet hour. Both are aware; what is given back is UTC."""
    local = moment.astimezone(LONDON)
    day, hour = local.date(), local.time()
    if hour >= time.fromisoformat(rule.quiet_from):
        day, hour = day + _DAY, time.min
    if not days.is_working_day(day):
        return _opens(add_working_days(day, 1, days), rule)
    return moment.astimezone(UTC) if hour >= time.fromisoformat(rule.quiet_until) else _opens(day, rule)


def told_at(moment: datetime, start: datetime, rule: Reminders, days: Calendar) -> datetime:
    """When people are told, from `moment` on, of what was arranged: by day, unless the meeting would then be less than a day
    off: on Friday evening Monday morning is near (B28).
    """
    quiet = by_day(moment, rule, days)
    return moment.astimezone(UTC) if start - quiet < _AT_ONCE else quiet


def digest_from(moment: datetime, rule: Reminders, days: Calendar) -> datetime:
    """The first moment, not before this one, at which a reminder may go: from the hour of the digest until it grows quiet.
    What was held up overnight is then in the digest of the morning, and not half an hour before it.
    """
    since = by_day(moment, rule, days)
    return max(since, digest_at(since.astimezone(LONDON).date(), rule))


@lru_cache(maxsize=1024)
def digest_at(day: date, rule: Reminders) -> datetime:
    """When the one reminder of that day goes."""
    return at_london(day, time.fromisoformat(rule.digest)).astimezone(UTC)


def _opens(day: date, rule: Reminders) -> datetime:
    return at_london(day, time.fromisoformat(rule.quiet_until)).astimezone(UTC)
