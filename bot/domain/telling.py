"""Whom no message reaches, and whether somebody has told them: of the time that stands, or that it is cancelled (B6, B28)."""

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, invited, road, teller
from bot.domain.outstanding import asked_at
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.preparations import Told


def by_hand(state: Conference) -> tuple[PersonId, ...]:
    """Everybody whom a person tells, told already or not. Of a cancelled one: whoever had been told of it."""
    before = state.before
    if before.draft or before.convened_at is None:
        return ()
    if before.cancelled:
        people = (one.id for one in state.particulars.people)
        return tuple(who for who in people if road(state, who) is Road.HAND and who in before.told)
    return tuple(who for who in invited(state) if road(state, who) is Road.HAND and not _asked_by_message(state, who))


def _asked_by_message(state: Conference, who: PersonId) -> bool:
    told = state.before.told.get(who)
    return asked_at(state, who) is not None and not (told and told.time == state.before.time)


def told_of_it(state: Conference, who: PersonId) -> Told | None:
    """Who told them of what stands now."""
    told, cancelled = state.before.told.get(who), state.before.cancelled
    if told is None or told.time != state.before.time:
        return None
    return told if cancelled is None or told.at >= cancelled.at else None


def may_tell(state: Conference, who: PersonId, person: PersonId) -> bool:
    """Whoever is asked to, and whoever arranges the conference, who may have been told that it was done."""
    return teller(state, person) == who or bool(powers_of(state, who) & ARRANGERS)
