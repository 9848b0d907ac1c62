"""How a decision of the rules ends. Only a bug raises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.refusals import Fault, Why

if TYPE_CHECKING:
    from bot.domain.events import Event


@dataclass(frozen=True, slots=True)
class Accepted:
    """What has now happened. No events: the wish was already fulfilled."""

    events: "tuple[Event, ...]" = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why. `fields` maps the place of each fault on the card to its own code; words make sentences of both."""

    code: Why
    fields: Mapping[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stale:
    """The card pressed was older than the matter it is about: show a fresh one, change nothing."""

    scope: str


Outcome = Accepted | Refused | Stale


class BugError(Exception):
    """We are wrong, not the person. They are given a reference and nothing else."""
