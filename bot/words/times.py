"""Dates and times as people here say them: London's clock, in English, whatever the machine is set to."""

from datetime import date, datetime

from bot.domain.calendar import LONDON

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def on_day(day: date) -> str:
    """As "Thu 3 Dec 2026". A moment is given the day that London has then."""
    local = day.astimezone(LONDON) if isinstance(day, datetime) else day
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def at_time(moment: datetime) -> str:
    """As "Thu 3 Dec 2026, 17:00". Aware moments only: a naive one has no place on London's clock."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return f"{on_day(moment)}, {clock(moment)}"


def clock(moment: datetime) -> str:
    """As "17:00"."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def count(number: int, one: str, many: str = "") -> str:
    """As "1 child", "2 children"; `many` is needed only where adding an s is wrong."""
    return f"{number} {one if number == 1 else many or one + 's'}"
