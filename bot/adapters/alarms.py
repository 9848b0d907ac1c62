"""Noise that needs no Teams: an ERROR in the log, and a deployment whose /readyz says what is late."""

import structlog

from bot.domain.ids import ConferenceId

log = structlog.get_logger(__name__)


class LoudAlarms:
    """One line for each conference and code, not one for each look at it."""

    def __init__(self) -> None:
        self._raised: dict[ConferenceId, set[str]] = {}

    def raise_(self, cid: ConferenceId, code: str) -> None:
        codes = self._raised.setdefault(cid, set())
        if code not in codes:
            codes.add(code)
            log.error("alarm", conference=cid, code=code)

    def clear(self, cid: ConferenceId) -> None:
        if self._raised.pop(cid, None):
            log.info("alarm_cleared", conference=cid)

    def codes(self) -> tuple[str, ...]:
        """What is wrong now, without saying where: for whoever may ask /readyz."""
        return tuple(sorted({code for codes in self._raised.values() for code in codes}))
