"""England's bank holidays from the `holidays` library, and how far they can be relied on."""

from datetime import date

import holidays

from bot.domain.calendar import Calendar

FIRST_YEAR = 2015
LAST_YEAR = 2035

ANNOUNCED_TO = date(2028, 12, 31)
"""The end of the list on GOV.UK when this was written. The library works out later years by the usual rules: they are in the
calendar, but a day moved or added by proclamation is not, so rules that rest on them say so. Move this when GOV.UK adds a year."""


class LibraryCalendars:
    """Port `Calendars`. Built once: the days off do not change while the process lives."""

    def __init__(self) -> None:
        days = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
        self._england = Calendar(days_off=frozenset(days), known_from=date(FIRST_YEAR, 1, 1), known_to=ANNOUNCED_TO)

    def england(self) -> Calendar:
        return self._england
