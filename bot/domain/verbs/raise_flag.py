"""Somebody asks the chair in private to speak to them before the meeting. That it is so, never what it is (S0, B12, B29)."""

from dataclasses import dataclass

from bot.domain.answers import choice
from bot.domain.arranging import cancelled
from bot.domain.events_asked import FlagRaised
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.preparations import FlagKind
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseFlag:
    """There is no field for words: nothing that must stay out of the bot can be typed into it."""

    kind: str


@verb("flag.raise", RaiseFlag, frozenset({Power.PROFESSIONAL}))
def raise_flag(asked: Asked, command: RaiseFlag) -> Outcome:
    """The same again while the chair has not yet spoken to them is the same flag."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    kind = choice(FlagKind, command.kind)
    if kind is None:
        return Refused(Why.FIELDS, {"kind": Fault.UNKNOWN_CHOICE if command.kind else Fault.MISSING})
    flags = state.before.flags
    if any(one.by == asked.who and one.kind is kind and one.heard_at is None for one in flags):
        return Accepted()
    return Accepted((FlagRaised(number=len(flags) + 1, kind=kind, by=asked.who),))
