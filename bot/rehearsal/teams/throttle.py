"""Teams' rate limits, as its documentation gives them ("values for estimation only"; msteams-docs, rate-limit.md)."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from bot.rehearsal.teams.faults import Route


class Limit(NamedTuple):
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


SEND = (Limit(7, 1), Limit(8, 2), Limit(60, 30), Limit(1800, 3600))
MEMBERS = (Limit(14, 1), Limit(16, 2), Limit(120, 30), Limit(3600, 3600))
WHOLE_TENANT = (Limit(50, 1),)

# Creating a chat, editing and deleting count as sending.
FAMILIES = MappingProxyType(
    {
        Route.CREATE: ("send", SEND),
        Route.POST: ("send", SEND),
        Route.EDIT: ("send", SEND),
        Route.DELETE: ("send", SEND),
        Route.MEMBERS: ("members", MEMBERS),
        Route.MEMBER: ("members", MEMBERS),
        Route.MEETING: ("meeting", ()),
        Route.PARTICIPANT: ("meeting", ()),
    }
)


def _wait(times: deque[float], limits: tuple[Limit, ...], now: float) -> float:
    """Seconds until one more call is allowed under every limit; 0 when it is allowed now."""
    full = (limit for limit in limits if len(times) >= limit.calls)
    return max((times[-limit.calls] + limit.seconds - now for limit in full), default=0)


@dataclass(slots=True)
class Throttle:
    """Counts calls by thread, and over the whole tenant. Off until switched on. `clock` gives seconds; it is not the
    rehearsal's clock unless a play says so, because a bot that waits, waits in real time.
    """

    on: bool = False
    clock: Callable[[], float] = time.monotonic
    _times: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def wait(self, route: Route, thread: str) -> float:
        """Count this call and return 0; or do not count it, and return the seconds to wait."""
        if not self.on or route not in FAMILIES:
            return 0
        family, limits = FAMILIES[route]
        now = self.clock()
        windows = [(self._window((family, thread)), limits), (self._window(("tenant", "")), WHOLE_TENANT)]
        wait = max(_wait(times, bounds, now) for times, bounds in windows)
        if wait <= 0:
            for times, _ in windows:
                times.append(now)
        return max(wait, 0)

    def _window(self, name: tuple[str, str]) -> deque[float]:
        return self._times.setdefault(name, deque(maxlen=MEMBERS[-1].calls))
