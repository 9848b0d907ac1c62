"""A listed person's private chat is where they last spoke to the bot in private."""

from dataclasses import dataclass

from bot.domain.conference import Reach
from bot.domain.events import PersonLost, PersonReached
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb

LISTED = frozenset(Power) - {Power.STRANGER, Power.BOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPerson:
    """`conversation` "" when the app was taken away from this person: no private chat is left."""

    mri: str
    conversation: str
    service_url: str


@verb("person.reach", ReachPerson, LISTED)
def reach_person(asked: Asked, command: ReachPerson) -> Outcome:
    state = asked.state
    if not command.conversation:
        return Accepted() if asked.who in state.lost else Accepted((PersonLost(person=asked.who),))
    known = Reach(mri=command.mri, conversation=command.conversation, service_url=command.service_url)
    if state.reached.get(asked.who) == known and asked.who not in state.lost:
        return Accepted()
    return Accepted(
        (
            PersonReached(
                person=asked.who,
                mri=command.mri,
                conversation=command.conversation,
                service_url=command.service_url,
            ),
        )
    )
