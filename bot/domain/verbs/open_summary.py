"""Somebody opened their own copy through the door in the meeting chat: they have it, and nobody need carry it to them."""

from dataclasses import dataclass

from bot.domain.delivery import recipients
from bot.domain.events import SummaryOpened
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSummary:
    pass


@verb("summary.open", OpenSummary, frozenset({Power.PROFESSIONAL, Power.CHAIR}))
def open_summary(asked: Asked, _command: OpenSummary) -> Outcome:
    state = asked.state
    if state.approval is None:
        return Refused(Why.NOT_APPROVED_YET)
    if asked.who not in recipients(state) or asked.who in state.copies:
        return Accepted()
    return Accepted((SummaryOpened(person=asked.who),))
