"""Which errands are tried, from when, and what does not work. As duties: worked out at every look."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.calendar import LONDON, Calendar, add_working_days, at_london
from bot.domain.conference import Conference
from bot.domain.errands import DAY_BEFORE, NEVER, Errand, ErrandKind, wanted
from bot.domain.ids import PersonId
from bot.domain.microsoft import Obstacle
from bot.domain.preparations import Progress
from bot.domain.quiet import told_at

_ORDER = {kind: number for number, kind in enumerate(ErrandKind)}
_TELL = frozenset({ErrandKind.CANCEL, ErrandKind.MOVE, ErrandKind.INVITE})
"""Of these Microsoft sends word to people, so by day."""

PAUSES = frozenset({Obstacle.BUSY, Obstacle.NO_ANSWER, Obstacle.SIGN_IN_REFUSED})
"""Whoever meets one of these would meet it with every other errand too: all of them wait."""

PATIENCE = timedelta(minutes=30)
"""How long an invitation waits for what leads to it: the link to join, or the app through which somebody is reached."""


LASTING = timedelta(hours=2)
"""What may pass by itself and has not passed for so long is told as if it never would."""

_AT_ONCE = frozenset({ErrandKind.CANCEL, ErrandKind.HOLD, ErrandKind.MOVE})


class Try(NamedTuple):
    errand: Errand
    since: datetime


class Trouble(NamedTuple):
    """`progress.failed`: for good; else it is tried again."""

    errand: Errand
    progress: Progress


def errands(state: Conference, now: datetime, days: Calendar) -> tuple[Try, ...]:
    """Those that the bot tries, each from when: what was tried least often first, so that none keeps the others waiting.

    What failed for good waits for a person, who may put it right for many conferences and not say so in each: where it has a
    time to be tried at all the same, it is. `days` has the borough's closure days.
    """
    tried = state.before.errands
    pause = paused(state)
    found = []
    for one in wanted(state, now):
        progress = tried.get(one.key, NEVER)
        if not progress.failed or progress.retry_at:
            times = (_since(state, one, now, days), progress.retry_at, pause)
            found.append((progress.attempts, _ORDER[one.kind], Try(one, max(time for time in times if time))))
    return tuple(one for *_, one in sorted(found, key=lambda each: each[:2]))


def paused(state: Conference) -> datetime | None:
    """Until when nothing at all is asked of Microsoft 365 for this conference."""
    progress = state.before.errands.values()
    return max((one.retry_at for one in progress if one.retry_at and one.code in PAUSES), default=None)


def _since(state: Conference, one: Errand, now: datetime, days: Calendar) -> datetime:
    before, start = state.before, state.particulars.start
    if one.kind is ErrandKind.CHECK:
        return start - DAY_BEFORE
    asked = before.convened_at or now
    if one.kind is ErrandKind.CANCEL:
        asked = before.cancelled.at if before.cancelled else now
    elif one.kind is ErrandKind.MOVE:
        asked = before.moves[-1].at
    elif one.kind is ErrandKind.INVITE:
        asked = now
    return told_at(asked, start, state.profile.reminders, days) if one.kind in _TELL else asked


def tries(state: Conference, errand: Errand, code: str) -> int:
    """How often it has not worked so far, for how long to wait; what all of them wait for, all of them are counted for."""
    if code in PAUSES:
        return sum(one.attempts for one in state.before.errands.values() if one.code in PAUSES)
    return state.before.errands.get(errand.key, NEVER).attempts


def troubles(state: Conference, now: datetime) -> tuple[Trouble, ...]:
    """What is still wanted and has not worked: for good, or not yet."""
    both = (Trouble(one, state.before.errands.get(one.key, NEVER)) for one in wanted(state, now))
    return tuple(one for one in both if one.progress.code)


def needs_somebody(one: Trouble) -> datetime | None:
    """Since when it does: what failed for good at once, anything else once it lasts."""
    since = one.progress.since
    return since if since is None or one.progress.failed else since + LASTING


def loud_from(state: Conference, one: Trouble, days: Calendar) -> datetime | None:
    """When it is told, if it is not left to the day's reminder: from a working day before the meeting, anything is."""
    since = needs_somebody(one)
    if since is None or one.errand.kind in _AT_ONCE:
        return since
    start = state.particulars.start.astimezone(LONDON)
    return max(since, at_london(add_working_days(start.date(), -1, days), start.time()))


def may_ask(open_: Iterable[Errand], state: Conference, who: PersonId, since: datetime) -> datetime | None:
    """From when somebody may be invited who was to be from `since`: with a link to join, and by the road that is being made.

    Not before each of `open_` that leads to them was tried (None), unless Microsoft 365 itself is not to be had; and a while
    longer for what may yet work.
    """
    leads = [one for one in open_ if one.kind is ErrandKind.HOLD or _leads_to(one, who)]
    untried = any(not state.before.errands.get(one.key, NEVER).attempts for one in leads)
    if untried and paused(state) is None:
        return None
    return since + PATIENCE if leads else since


def _leads_to(one: Errand, who: PersonId) -> bool:
    return one.kind in (ErrandKind.FIND, ErrandKind.INSTALL) and one.subject == who
