"""A listed person's private chat is where they last spoke to the bot in private."""

from dataclasses import dataclass

from bot.domain.conference import Conference, Reach, to_whom
from bot.domain.events import PersonLost, PersonReached
from bot.domain.ids import PersonId
from bot.domain.join_link import is_shared
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


def _unheard(state: Conference, who: PersonId) -> bool:
    """Something did not get through to them before; now that they are heard again, it may."""
    return who in state.lost or any(send.failed and to_whom(key) == who for key, send in state.sends.items())


@verb("person.reach", ReachPerson, LISTED)
def reach_person(asked: Asked, command: ReachPerson) -> Outcome:
    """A shared chat is nobody's private one, whoever says so: what is meant for one would be read by all."""
    state = asked.state
    if is_shared(command.conversation):
        return Accepted()
    if not command.conversation:
        return Accepted() if asked.who in state.lost else Accepted((PersonLost(person=asked.who),))
    known = Reach(mri=command.mri, conversation=command.conversation, service_url=command.service_url)
    if state.reached.get(asked.who) == known and not _unheard(state, asked.who):
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
