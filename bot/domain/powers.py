"""What somebody may do here, worked out afresh at every press from the record (promise 8)."""

from enum import StrEnum

from bot.domain.actor import Actor, Standing, account_key
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.particulars import LAY, Role
from bot.domain.preparations import Coming


class Power(StrEnum):
    """A standing in one conference. Somebody nobody listed has STRANGER and nothing else (J13)."""

    CHAIR = "chair"
    FORMER_CHAIR = "former_chair"
    STAND_IN = "stand_in"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    LEAD_SOCIAL_WORKER = "lead_social_worker"
    PROFESSIONAL = "professional"
    OBSERVER = "observer"
    LAY = "lay"
    HELPER = "helper"
    STRANGER = "stranger"
    BOT = "bot"


ARRANGERS = frozenset({Power.CHAIR, Power.MANAGER, Power.ADMINISTRATOR})
"""Who sets a conference up, changes, convenes, moves and cancels it, and enters what somebody else told them."""

_BY_ROLE = {
    Role.CHAIR: Power.FORMER_CHAIR,
    Role.STAND_IN: Power.STAND_IN,
    Role.MANAGER: Power.MANAGER,
    Role.ADMINISTRATOR: Power.ADMINISTRATOR,
    Role.OBSERVER: Power.OBSERVER,
    Role.INTERPRETER: Power.HELPER,
    Role.MINUTE_TAKER: Power.HELPER,
}


def person_of(state: Conference, actor: Actor) -> PersonId | None:
    """The listed person this account is; None for everybody else, whatever they call themselves (trap 28)."""
    if actor.account is None or actor.standing is Standing.BOT:
        return None
    who = state.bound.get(actor.key)
    if who is not None or actor.key in state.replaced or not actor.address:
        return who
    return next(
        (
            one.id
            for one in state.particulars.people
            if one.account is None
            and one.address.lower() == actor.address.lower()
            and one.id not in state.bound.values()
        ),
        None,
    )


def was_listed(state: Conference, actor: Actor) -> PersonId | None:
    """Who this account was here, where its seat has gone to a colleague."""
    for who, person in state.before.gone.items():
        reply, reach = state.before.replies.get(who), state.reached.get(who)
        account = person.account is not None and account_key(person.account) == actor.key
        same = account or (reach is not None and actor.account is not None and reach.mri == actor.mri)
        if same and reply is not None and reply.coming is Coming.COLLEAGUE:
            return who
    return None


def powers_of(state: Conference, who: PersonId) -> frozenset[Power]:
    """All that this person is. The chair of the moment is whoever holds the chair, not whoever was listed for it."""
    person = state.person(who)
    powers: set[Power] = set()
    if who == state.chair:
        powers.add(Power.CHAIR)
    elif person.role in _BY_ROLE:
        powers.add(_BY_ROLE[person.role])
    if state.seat_of(who):
        powers.add(Power.PROFESSIONAL)
    if _leads(state, who):
        powers.add(Power.LEAD_SOCIAL_WORKER)
    if person.role in LAY:
        powers.add(Power.LAY)
    return frozenset(powers)


def _leads(state: Conference, who: PersonId) -> bool:
    for child in state.particulars.children:
        if child.lead == who:
            return True
    return any(one.lead == who for one in state.decisions.values()) if state.decisions else False


def powers(state: Conference, actor: Actor) -> frozenset[Power]:
    return held_by(state, actor, person_of(state, actor))


def held_by(state: Conference, actor: Actor, who: PersonId | None) -> frozenset[Power]:
    """The same for somebody already looked up: `who` is `person_of` this actor."""
    if actor.standing is Standing.BOT:
        return frozenset({Power.BOT})
    return frozenset({Power.STRANGER}) if who is None else powers_of(state, who)
