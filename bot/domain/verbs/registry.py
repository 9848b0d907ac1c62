"""Every verb there is: its name, who may use it, and its rule. A name used twice fails at import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from bot.domain.actor import Actor
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Outcome
from bot.domain.powers import Power


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the rules need beside the record: the live calendar. The borough's profile is in the record itself."""

    calendar: Calendar


class Asked(NamedTuple):
    """Everything a rule may look at. `person` is who the actor is here, None for a stranger and for the bot."""

    state: Conference
    actor: Actor
    person: PersonId | None
    now: datetime
    policy: Policy

    @property
    def who(self) -> PersonId:
        """The person, where the verb's powers already rule out anybody unlisted."""
        if self.person is None:
            raise LookupError("a verb open to strangers asked who they are")
        return self.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    name: str
    command: type[Any]
    who: frozenset[Power]
    rule: Callable[[Asked, Any], Outcome]


VERBS: dict[str, Verb] = {}
_BY_COMMAND: dict[type[Any], Verb] = {}


C = TypeVar("C")
Rule = Callable[[Asked, C], Outcome]


def verb(name: str, command: type[C], who: frozenset[Power]) -> Callable[[Rule[C]], Rule[C]]:
    """Register a rule under its verb. The same name stands in cards, in the permission matrix and in tests."""

    def register(rule: Rule[C]) -> Rule[C]:
        if name in VERBS or command in _BY_COMMAND:
            raise ValueError(f"verb {name} is registered twice")
        VERBS[name] = _BY_COMMAND[command] = Verb(name=name, command=command, who=who, rule=rule)
        return rule

    return register


def verb_for(command: object) -> Verb:
    return _BY_COMMAND[type(command)]
