"""The one door to the rules: who may, then whether."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter

from bot.domain import verbs as _verbs
from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.post_it import LONGEST_TEXT, Draft
from bot.domain.powers import Power, held_by, person_of
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, Policy, verb_for

__all__ = ["Policy", "decide"]

_ = _verbs


def decide(state: Conference | None, command: object, actor: Actor, now: datetime, policy: Policy) -> Outcome:
    """Whether `actor` may do this now, and what then has happened. `now` is aware.

    Permission is its own step, before any rule, so that no rule can forget it (promise 8).
    """
    if state is None:
        return Refused(Why.NOT_SET_UP)
    who = person_of(state, actor)
    held = held_by(state, actor, who)
    verb = verb_for(command)
    if not held & verb.who:
        return Refused(Why.NOT_ON_THE_LIST if Power.STRANGER in held else Why.NOT_YOURS_TO_DO)
    asked = Asked(state=state, actor=actor, person=who, now=now, policy=policy)
    outcome = verb.rule(asked, command)
    long = _too_long(command) if isinstance(outcome, Accepted) else {}
    return Refused(Why.FIELDS, long) if long else outcome


def _too_long(command: object) -> Faults:
    """No text of anybody's is longer than a page, whichever verb brings it. Fields of a draft are `child.field`."""
    found: Faults = {}
    for name in getattr(command, "__dataclass_fields__", ()):
        value = getattr(command, name)
        if isinstance(value, str):
            found |= _alone(name, value)
        elif isinstance(value, (dict, Mapping)):  # the first is seen sooner
            for part, one in value.items():
                found |= _in_draft(part, one) if isinstance(one, Draft) else _alone(part, one)
    return found


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > LONGEST_TEXT


def _alone(part: object, value: object) -> Faults:
    return {str(part): Fault.TOO_LONG} if _is_long(value) else {}


def _in_draft(child: object, draft: Draft) -> Faults:
    texts = _in_boxes(draft)
    if len("".join(texts)) <= LONGEST_TEXT:
        return {}
    return {f"{child}.{name}": Fault.TOO_LONG for name, text in zip(_BOXES, texts, strict=True) if _is_long(text)}


_BOXES = tuple(one.name for one in fields(Draft))
_in_boxes = attrgetter(*_BOXES)
