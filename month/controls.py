"""Rules taken out of the bot, one at a time: what the judge must then find. No setting does it.

Each reaches into a running module, as no product code may, and puts it back.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.adapters.calendar import LibraryCalendars
from bot.domain import evolve, outstanding, quiet
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.duties import Duty, before
from bot.domain.events import Filled
from bot.usecases.once_a_day import OnceADay
from bot.usecases.perform_duty import PerformDuty
from bot.usecases.ports import SendError
from month.play import play


@contextmanager
def _put(*changes: tuple[object, str, object]) -> Iterator[None]:
    """In the place of what is there. Whatever is not there any more was not a rule: the control is out of date."""
    was = [(of, name, getattr(of, name)) for of, name, _ in changes]
    for of, name, what in changes:
        setattr(of, name, what)
    try:
        yield
    finally:
        for of, name, what in was:
            setattr(of, name, what)


def _nobody_answered(*_: object) -> None:
    return None


def _at_any_hour(moment: datetime, *_: object) -> datetime:
    return moment.astimezone(UTC)


async def _never(*_: object) -> bool:
    return False


def _england(self: LibraryCalendars) -> Calendar:
    return replace(_real(self), days_off=frozenset())


_real = LibraryCalendars.england


def _still_on(state: Conference) -> bool:
    return state.before.convened_at is not None and state.started_at is None


def _nothing(*_: object) -> Iterator[Duty]:
    return iter(())


def _given_up(self: PerformDuty, state: Conference, duty: Duty, error: SendError) -> object:
    """What does not go for want of a road is never tried again."""
    error.final = True
    return _failed(self, state, duty, error)


_failed = PerformDuty._failed


def _posted_anew(state: Conference, event: Filled, at: datetime) -> Conference:
    after: Conference = _filled(state, event, at)
    return replace(after, sends={**after.sends, event.duty: replace(after.sends[event.duty], posted_at=at)})


_filled = evolve._filled

FEW = 4
"""Conferences that a control is tried on."""

SEEDS = {"bank holidays are not known": 2, "one digest for each conference": 2}
"""A month in which the control shows, where the first does not: at Christmas there are three holidays in a fortnight, and people
with two conferences in one.
"""

CONTROLS: Mapping[str, tuple[str, Callable[[], AbstractContextManager[None]]]] = {
    "reminders go on after a reply": (
        "of what was settled",
        lambda: _put((outstanding, "reply_of", _nobody_answered)),
    ),
    "reports are asked for after they came": (
        "of what was settled",
        lambda: _put((outstanding, "settled", lambda _report: False)),
    ),
    "reminders go on after a cancellation": (
        "of what was settled",
        lambda: _put(
            (outstanding, "over", lambda state: state.started_at is not None),
            (outstanding, "convened", _still_on),
            (before, "convened", _still_on),
            (before, "_superseded", _nothing),
        ),
    ),
    "no quiet hours": (
        "wrong hour",
        lambda: _put((quiet, "by_day", _at_any_hour)),
    ),
    "one digest for each conference": (
        "twice in a day",
        lambda: _put((OnceADay, "elsewhere", _never)),
    ),
    "bank holidays are not known": (
        "was ",
        lambda: _put((LibraryCalendars, "england", _england)),
    ),
    "what fails once is given up": (
        "was not",
        lambda: _put((PerformDuty, "_failed", _given_up)),
    ),
    "an edit counts as a new message": (
        "was ",
        lambda: _put((evolve, "_CHANGES", {**evolve._CHANGES, Filled: _posted_anew})),
    ),
}


async def found(name: str) -> bool:
    """Whether the judge finds that the rule is gone."""
    expected, taken_away = CONTROLS[name]
    with taken_away():
        faults = (await play(SEEDS.get(name, 1), FEW)).verdict.faults
    return any(expected in fault for fault in faults)
