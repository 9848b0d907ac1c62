"""Without a joining link the chair says which chat is theirs: a roster and a start time are only a guess."""

from dataclasses import dataclass

from bot.domain.events import ChatProposed
from bot.domain.join_link import is_shared
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeChat:
    chat: str
    service_url: str


@verb("chat.propose", ProposeChat, frozenset({Power.BOT}))
def propose_chat(asked: Asked, command: ProposeChat) -> Outcome:
    """A private chat is no meeting's, whoever says so."""
    state = asked.state
    if not is_shared(command.chat):
        return Refused(Why.NO_SUCH_CHAT)
    if state.chat and state.chat != command.chat:
        return Refused(Why.CHAT_ALREADY_BOUND)
    if command.chat in (state.chat, *state.proposed, *state.refused_chats):
        return Accepted()
    return Accepted((ChatProposed(chat=command.chat, service_url=command.service_url),))
