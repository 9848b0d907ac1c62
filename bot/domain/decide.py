"""The one door to the rules: who may, then whether."""

from datetime import datetime

from bot.domain import verbs as _verbs
from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.outcome import Outcome, Refused
from bot.domain.powers import Power, person_of, powers
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, Policy, verb_for

__all__ = ["Policy", "decide"]

_ = _verbs


def decide(state: Conference | None, command: object, actor: Actor, now: datetime, policy: Policy) -> Outcome:
    """Whether `actor` may do this now, and what then has happened. `now` is aware.

    Permission is its own step, before any rule, so that no rule can forget it (promise 8).
    """
    if state is None:
        return Refused(Why.NOT_SET_UP)
    held = powers(state, actor)
    verb = verb_for(command)
    if not held & verb.who:
        return Refused(Why.NOT_ON_THE_LIST if Power.STRANGER in held else Why.NOT_YOURS_TO_DO)
    asked = Asked(state=state, actor=actor, person=person_of(state, actor), now=now, policy=policy)
    return verb.rule(asked, command)
