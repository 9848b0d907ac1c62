"""Whether what was recorded would survive, asked again until the store says so (promise 4)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.ids import ConferenceId
from bot.usecases.ports import Alarms, EventLog

NOT_CONFIRMED = "not_confirmed"
"""The alarm's code: the store has not confirmed for half a minute that something recorded would survive."""

LOUD_AFTER = 30.0
"""Seconds. A replica that takes another's place needs a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """`seconds` is any steady count of them. Who doubts is not written down: after a restart all is asked about once."""

    log: EventLog
    alarms: Alarms
    seconds: Callable[[], float]
    _since: dict[ConferenceId, float] = field(default_factory=dict)

    async def __call__(self, cid: ConferenceId, version: int) -> bool:
        """Raises what the log raises."""
        if await self.log.confirm(cid, version):
            if self._since.pop(cid, None) is not None:
                self.alarms.clear(cid, NOT_CONFIRMED)
            return True
        since = self._since.setdefault(cid, self.seconds())
        if self.seconds() - since >= LOUD_AFTER:
            self.alarms.raise_(cid, NOT_CONFIRMED)
        return False
