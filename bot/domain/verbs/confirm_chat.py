"""The chair's yes or no to a proposed chat."""

from dataclasses import dataclass

from bot.domain.events import ChatBound, ChatRefused
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmChat:
    chat: str
    ours: bool


@verb("chat.confirm", ConfirmChat, frozenset({Power.CHAIR}))
def confirm_chat(asked: Asked, command: ConfirmChat) -> Outcome:
    state = asked.state
    if state.chat:
        return Accepted() if command.ours and state.chat == command.chat else Refused(Why.CHAT_ALREADY_BOUND)
    if command.chat in state.refused_chats and not command.ours:
        return Accepted()
    if command.chat not in state.proposed:
        return Refused(Why.NO_SUCH_CHAT)
    if not command.ours:
        return Accepted((ChatRefused(chat=command.chat),))
    return Accepted((ChatBound(chat=command.chat, service_url=state.proposed[command.chat]),))
