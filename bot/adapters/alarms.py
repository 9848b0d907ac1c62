"""Noise that needs no Teams: an ERROR in the log, a figure, and a deployment whose /readyz says what is late."""

import structlog

from bot.domain.ids import ConferenceId
from bot.usecases.ports import Level, Meter

log = structlog.get_logger(__name__)


class LoudAlarms:
    """One line for each conference and code, not one for each look at it; the figure is of conferences, by code."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._raised: dict[ConferenceId, set[str]] = {}

    def raise_(self, cid: ConferenceId, code: str) -> None:
        codes = self._raised.setdefault(cid, set())
        if code not in codes:
            codes.add(code)
            log.error("alarm", conference=cid, code=code)
            self._show(code)

    def clear(self, cid: ConferenceId, code: str = "") -> None:
        codes = self._raised.get(cid, set())
        gone = codes & {code} if code else set(codes)
        codes -= gone
        if gone and not codes:
            del self._raised[cid]
            log.info("alarm_cleared", conference=cid)
        for one in gone:
            self._show(one)

    def codes(self) -> tuple[str, ...]:
        """What is wrong now, without saying where: for whoever may ask /readyz."""
        return tuple(sorted({code for codes in self._raised.values() for code in codes}))

    def _show(self, code: str) -> None:
        self._meter.level(Level.ALARMS, sum(code in codes for codes in self._raised.values()), code)
