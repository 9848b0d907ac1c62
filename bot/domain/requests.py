"""What is asked of the chair before a conference, and who is let in once it is answered (S4 3.3, 3.8, 5)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import due_at
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY, Role
from bot.domain.preparations import Consent, Exclusion
from bot.domain.refusals import Why

_NONE = Consent()
Asked = TypeVar("Asked")


def is_family(state: Conference, who: PersonId) -> bool:
    return any(one.id == who for one in state.particulars.with_role(Role.FAMILY))


def is_lay(state: Conference, who: PersonId) -> bool:
    return any(one.id == who for one in state.particulars.with_role(*LAY))


def consent_of(state: Conference, observer: PersonId) -> Consent:
    return state.before.consents.get(observer, _NONE)


def ask_by(state: Conference, days: Calendar) -> datetime | None:
    """Until when an exclusion should be asked for: a target, and no reason to say no later (S4 5.2, "if possible")."""
    limit = state.profile.limit("exclusion_request", state.particulars.kind)
    return due_at(limit, state.particulars.start, days) if limit else None


def in_time(state: Conference, one: Exclusion, days: Calendar) -> bool:
    by = ask_by(state, days)
    return by is None or one.asked_at <= by


def letter_for(state: Conference, who: PersonId) -> Exclusion | None:
    """The exclusion that somebody has to be told of in writing, or has been (S4 5.9)."""
    one = state.before.exclusions.get(who)
    return one if one and one.stands else None


def still_on(state: Conference, asked: Mapping[PersonId, Asked]) -> Iterator[tuple[PersonId, Asked]]:
    """What is asked about people who are on the list. Nobody can settle it of somebody taken off."""
    return ((who, one) for who, one in asked.items() if who not in state.before.gone)


def kept_out(state: Conference, who: PersonId) -> Refused | None:
    """Who is not let in: an observer without the chair's consent and the family's (S4 3.3), and whoever the chair has left
    out of all of it. One that was never convened here has its consents on paper.
    """
    if state.before.convened_at is None:
        return None
    if state.person(who).role is Role.OBSERVER and not consent_of(state, who).given:
        return Refused(Why.CONSENT_FIRST)
    one = letter_for(state, who)
    return Refused(Why.LEFT_OUT) if one and one.whole else None
