"""How often one may speak: so much a second, and so much at once (GCRA, ITU-T I.371). Decision 15 says why it is our own.

Everything is counted for the person, the conversation and the directory, in two lanes: post-its and checklists have
theirs to themselves, so that nothing else that anybody does, however fast, costs anybody a post-it (promise 31).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from heapq import nlargest
from typing import Any

from bot.dialogs.doors import NEXT
from bot.teams.activity import Activity


class Rate(StrEnum):
    PERSON = "person"
    CONVERSATION = "conversation"
    TENANT = "tenant"
    POST_IT_PERSON = "post_it_person"
    POST_IT_CONVERSATION = "post_it_conversation"
    POST_IT_TENANT = "post_it_tenant"
    FORGERY = "forgery"


@dataclass(frozen=True, slots=True)
class Over:
    """Too much, by this rate; `wait` is seconds until there is room for one again."""

    rate: Rate
    wait: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """`at_once` for whoever was quiet; then `a_second`."""

    at_once: float
    a_second: float


ALLOWED = {
    Rate.PERSON: Allowance(120, 10),
    Rate.CONVERSATION: Allowance(1200, 120),
    Rate.TENANT: Allowance(6000, 600),
}
"""For each lane. Far above what people do: nobody presses ten times a second; sixty clients of one conference may ask for
all their cards in one moment, and thirty conferences begin in the same minute. Far below what would slow others down.
"""

FORGERIES = Allowance(1000, 500)
"""Signatures found false, by anybody: each costs a public-key operation, which no forger should be able to buy without end.
A true token that is new must get through once in its hour, so some are always looked at; a known one never pays.
"""

_RESERVED = {Rate.PERSON: Rate.POST_IT_PERSON, Rate.CONVERSATION: Rate.POST_IT_CONVERSATION}
_RESERVED |= {Rate.TENANT: Rate.POST_IT_TENANT}

MOST = 20_000
"""Names remembered for each rate. Beyond it those who asked least are forgotten, which does them no harm."""


class Bucket:
    """One rate, for any number of names. A name that is not remembered has its whole allowance.

    For each, the moment at which it will have all of its allowance back: one number, and one comparison a press.
    """

    def __init__(self, allowance: Allowance, most: int = MOST) -> None:
        self._each = 1 / allowance.a_second
        self._ahead = self._each * (allowance.at_once - 1)
        self._most = most
        self._full_again: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._full_again)

    def wait(self, name: str, now: float) -> float:
        """Seconds until there is room for one: nought or less when there is."""
        return self._full_again.get(name, now) - now - self._ahead

    def take(self, name: str, now: float) -> None:
        self._full_again[name] = max(self._full_again.get(name, now), now) + self._each
        if len(self._full_again) > self._most:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Whoever has everything back, and if that is not enough whoever will have it soonest."""
        kept = ((name, at) for name, at in self._full_again.items() if at > now)
        self._full_again = dict(nlargest(self._most // 2, kept, key=lambda one: one[1]))


class Rates:
    """`plenty` multiplies every allowance: a rehearsal plays two hours in two seconds."""

    def __init__(self, plenty: float = 1, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        def bucket(of: Allowance) -> Bucket:
            return Bucket(Allowance(of.at_once * plenty, of.a_second * plenty))

        self._monotonic = monotonic
        self._ordinary = tuple((rate, bucket(of)) for rate, of in ALLOWED.items())
        self._reserved = tuple((_RESERVED[rate], bucket(of)) for rate, of in ALLOWED.items())
        self._forgeries = bucket(FORGERIES)

    def over(self, activity: Activity) -> Over | None:
        """Whether this is too much; if it is not, it is counted. Only what is let in uses up what is shared."""
        now, names = self._monotonic(), _names(activity)
        lane = self._reserved if _is_reserved(activity.value) else self._ordinary
        for (rate, bucket), name in zip(lane, names, strict=True):
            wait = bucket.wait(name, now)
            if wait > 0:
                return Over(rate, wait)
        for (_, bucket), name in zip(lane, names, strict=True):
            bucket.take(name, now)
        return None

    def over_forgeries(self) -> Over | None:
        """Whether so many signatures were false that one more is not looked at now."""
        wait = self._forgeries.wait("", self._monotonic())
        return Over(Rate.FORGERY, wait) if wait > 0 else None

    def forged(self) -> None:
        self._forgeries.take("", self._monotonic())


def _names(activity: Activity) -> tuple[str, str, str]:
    """The person by the directory's id, which is theirs alone; by Teams' own where they have none."""
    person, tenant = activity.from_, activity.tenant
    who = (person.oid or person.id) if person else ""
    return f"{tenant}/{who}", f"{tenant}/{activity.conversation.id}", tenant


def _is_reserved(value: Any) -> bool:  # noqa: ANN401 - whatever came with the activity
    """Whether it is about a post-it or a checklist. A made-up verb of theirs uses up its own presser's reserve only."""
    verb = _verb(value)
    return verb == NEXT or verb.startswith(("post_it.", "checklist."))


def _verb(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, dict):
        return ""
    action = value.get("action")
    verb = action.get("verb") if isinstance(action, dict) else value.get("verb")
    return verb if isinstance(verb, str) else ""
