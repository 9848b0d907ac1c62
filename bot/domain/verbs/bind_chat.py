"""The meeting's own chat is known by the thread in its joining link."""

from dataclasses import dataclass

from bot.domain.events import ChatBound
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class BindChat:
    chat: str
    service_url: str


@verb("chat.bind", BindChat, frozenset({Power.BOT}))
def bind_chat(asked: Asked, command: BindChat) -> Outcome:
    state = asked.state
    if state.chat == command.chat and state.service_url == command.service_url:
        return Accepted()
    if state.chat and state.chat != command.chat:
        return Refused(Why.CHAT_ALREADY_BOUND)
    return Accepted((ChatBound(chat=command.chat, service_url=command.service_url),))
