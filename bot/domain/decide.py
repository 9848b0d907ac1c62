"""The one door to the rules: who may, then whether."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from bot.domain import verbs as _verbs
from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.post_it import LONGEST_TEXT, Draft
from bot.domain.powers import Power, person_of, powers
from bot.domain.refusals import Fault, Why
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
    outcome = verb.rule(asked, command)
    long = _too_long(command) if isinstance(outcome, Accepted) else {}
    return Refused(Why.FIELDS, long) if long else outcome


def _too_long(command: object) -> dict[str, Fault]:
    """No text of anybody's is longer than a page, whichever verb brings it. Fields of a draft are `child.field`."""
    texts: dict[str, object] = {}
    for name in getattr(command, "__dataclass_fields__", {}):
        value = getattr(command, name)
        texts |= _drafts(value) if isinstance(value, Mapping) else {name: value}
    return {name: Fault.TOO_LONG for name, text in texts.items() if isinstance(text, str) and len(text) > LONGEST_TEXT}


def _drafts(value: Mapping[object, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for child, draft in value.items():
        if isinstance(draft, Draft):
            found |= {f"{child}.{one.name}": getattr(draft, one.name) for one in fields(draft)}
        else:
            found[str(child)] = draft
    return found
