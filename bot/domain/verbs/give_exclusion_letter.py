"""Whoever was left out has their letter: it was given to them by a person (S4 5.9; B14)."""

from dataclasses import dataclass

from bot.domain.events_asked import ExclusionLetterGiven
from bot.domain.ids import PersonId
from bot.domain.inviting import teller
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import letter_for
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveExclusionLetter:
    person: PersonId
    how: str


@verb(
    "exclusion.letter",
    GiveExclusionLetter,
    ARRANGERS | {Power.LEAD_SOCIAL_WORKER},
)
def give_exclusion_letter(asked: Asked, command: GiveExclusionLetter) -> Outcome:
    state = asked.state
    one = letter_for(state, command.person)
    if one is None or asked.who not in (state.chair, teller(state, command.person)):
        return Refused(Why.NO_LETTER)
    if one.letter_at:
        return Accepted()
    if not command.how.strip():
        return Refused(Why.FIELDS, {"how": Fault.MISSING})
    return Accepted((ExclusionLetterGiven(person=command.person, by=asked.who, how=command.how.strip()),))
