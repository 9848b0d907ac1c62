"""Somebody known only by an address comes by an account of that address: from now on it is theirs, and no other (J4)."""

from dataclasses import dataclass

from bot.domain.events import AccountBound
from bot.domain.outcome import Accepted, Outcome
from bot.domain.verbs.reach_person import LISTED
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlace:
    pass


@verb("place.claim", ClaimPlace, LISTED)
def claim_place(asked: Asked, _command: ClaimPlace) -> Outcome:
    """Teams' own roster gave the address: nobody typed it."""
    actor = asked.actor
    if actor.account is None or actor.key in asked.state.bound:
        return Accepted()
    event = AccountBound(
        person=asked.who, account=actor.account, stranger=actor.key, by=asked.who, reason=f"address {actor.address}"
    )
    return Accepted((event,))
