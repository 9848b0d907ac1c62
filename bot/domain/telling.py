"""Whom no message reaches, and whether somebody has told them: of the time that stands, or that it is cancelled (B6, B28)."""

from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import (
    Road,
    asked_at,
    by_either_road,
    heard_of_it,
    invitations,
    invited,
    reply_of,
    road,
    teller,
)
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.preparations import Told


def to_tell(state: Conference) -> tuple[PersonId, ...]:
    """Whom a person has still to tell."""
    return tuple(who for who in _people(state) if is_by_hand(state, who) and told_of_it(state, who) is None)


def _people(state: Conference) -> tuple[PersonId, ...]:
    return tuple(one.id for one in state.particulars.people) if state.before.cancelled else invited(state)


def is_by_hand(state: Conference, who: PersonId) -> bool:
    """Whether a person tells them, has told them or need not any more. Of a cancelled one: whoever had heard of it."""
    before = state.before
    if before.draft or before.convened_at is None or who not in _people(state):
        return False
    if before.cancelled:
        return road(state, who) is Road.HAND and heard_of_it(state, who) and not cancelling_sent(state, who)
    out_of_reach = road(state, who) is Road.HAND or stuck_since(state, who) is not None
    untold = asked_at(state, who) is None or told_of_it(state, who) is not None
    return out_of_reach and untold


def stuck_since(state: Conference, who: PersonId) -> datetime | None:
    """It was tried to ask them, and does not get through: an outage may outlast the days that are left."""
    sends = invitations(state, who, state.before.time)
    return min((send.tried_at for send in sends if send.tried_at), default=None)


def cancelling_sent(state: Conference, who: PersonId) -> bool:
    """By whichever road, once: who is reached by another since has been told."""
    return any(send.posted for send in by_either_road(state, f"cancelled/{who}//0"))


def told_of_it(state: Conference, who: PersonId) -> Told | None:
    """Who told them of what stands now. Whoever has answered without having been asked was told by who wrote it down."""
    told, cancelled, reply = state.before.told.get(who), state.before.cancelled, reply_of(state, who)
    if told and told.time == state.before.time and (cancelled is None or told.at >= cancelled.at):
        return told
    if cancelled is None and reply and asked_at(state, who) is None:
        return Told(at=reply.at, by=reply.by, how="", time=reply.time)
    return None


def may_tell(state: Conference, who: PersonId, person: PersonId) -> bool:
    """Whoever is asked to, and whoever arranges the conference, who may have been told that it was done."""
    return teller(state, person) == who or bool(powers_of(state, who) & ARRANGERS)
