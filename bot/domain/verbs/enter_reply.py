"""A reply given by telephone, letter or word of mouth, entered by whoever was told; it says who that was (B8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import PersonId
from bot.domain.outcome import Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.preparations import Coming
from bot.domain.refusals import Why
from bot.domain.replying import Answer, Colleague, closed, passed_on, replied
from bot.domain.telling import may_tell
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterReply:
    """`name`, `address` and `title` are the colleague's, where one is sent."""

    person: PersonId
    coming: str
    reason: str = ""
    needs: Sequence[str] | None = None
    note: str = ""
    where: str = ""
    name: str = ""
    address: str = ""
    title: str = ""


@verb("reply.enter", EnterReply, ARRANGERS | {Power.LEAD_SOCIAL_WORKER})
def enter_reply(asked: Asked, command: EnterReply) -> Outcome:
    """A lead social worker: for the family whom they tell."""
    state = asked.state
    if all(one.id != command.person for one in state.particulars.people):
        return Refused(Why.NO_SUCH_PERSON)
    shut = closed(state, command.person)
    if shut:
        return shut
    if not may_tell(state, asked.who, command.person):
        return Refused(Why.NOT_YOURS_TO_TELL)
    if command.coming == Coming.COLLEAGUE:
        colleague = Colleague(name=command.name, address=command.address, title=command.title)
        return passed_on(state, command.person, asked.who, colleague, known=False)
    answer = Answer(
        coming=command.coming, reason=command.reason, needs=command.needs, note=command.note, where=command.where
    )
    return replied(state, command.person, asked.who, answer)
