"""England's bank holidays from the `holidays` library, and how far they can be relied on."""

import sys
import threading
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType

import holidays

from bot.domain.calendar import Calendar

FIRST_YEAR = 2015
LAST_YEAR = 2035

ANNOUNCED_TO = date(2028, 12, 31)
"""The end of the list on GOV.UK when this was written. The library works out later years by the usual rules: they are in the
calendar, but a day moved or added by proclamation is not, so rules that rest on them say so. Move this when GOV.UK adds a year."""


class LibraryCalendars:
    """Port `Calendars`."""

    def __init__(self) -> None:
        self._made: Calendar | None = None

    def england(self) -> Calendar:
        """Reads files the first time in a process, and takes no time after: a bot asks it first in a thread."""
        if self._made is None:
            with _MAKING:
                self._made = _england()
        return self._made


_MAKING = threading.Lock()


@cache
def _england() -> Calendar:
    """The days off do not change while the process lives."""
    days = _kingdom()(subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return Calendar(days_off=frozenset(days), known_from=date(FIRST_YEAR, 1, 1), known_to=ANNOUNCED_TO)


def _kingdom() -> Callable[..., Iterable[date]]:
    """One country of the library. Its package would load the other 250 with it: 55 ms of every start, and 8 MB."""
    package = "holidays.countries"
    if package not in sys.modules:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [f"{where}/countries" for where in holidays.__path__]
        try:
            return _class(package)
        finally:
            del sys.modules[package]
    return _class(package)


def _class(package: str) -> Callable[..., Iterable[date]]:
    found: Callable[..., Iterable[date]] = import_module(f"{package}.united_kingdom").UnitedKingdom
    return found
