"""Days and moments in tests, written as people say them and refused when the weekday is wrong."""

from datetime import date, datetime

from bot.domain.calendar import LONDON


def day(text: str) -> date:
    """As "Mon 7 Dec 2026"."""
    return _checked(text, "%a %d %b %Y").date()


def moment(text: str) -> datetime:
    """As "Mon 7 Dec 2026 10:00", or with seconds, on London's clock."""
    seconds = ":%S" if text.count(":") > 1 else ""
    return _checked(text, f"%a %d %b %Y %H:%M{seconds}").replace(tzinfo=LONDON)


def _checked(text: str, shape: str) -> datetime:
    when = datetime.strptime(text, shape)  # noqa: DTZ007 - the zone is London's, given by `moment`
    assert text.startswith(f"{when:%a}"), f"{text}: that was a {when:%A}"
    return when
