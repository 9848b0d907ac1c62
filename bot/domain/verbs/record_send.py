"""What became of a message the bot owed. Written down by the bot alone."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import to_whom
from bot.domain.events import Filled, SendFailed, ShellPosted
from bot.domain.events_before import ToldElsewhere
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb

ONLY_BOT = frozenset({Power.BOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPosted:
    duty: str
    face: str
    conversation: str
    message: str
    account: str = ""
    """To whose private chat it went (`Actor.key`); "" for the meeting chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilled:
    duty: str
    face: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFailed:
    duty: str
    code: str
    final: bool
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordToldElsewhere:
    """Of a reminder: they had one today already, which leads here too."""

    duty: str


@verb("send.posted", RecordPosted, ONLY_BOT)
def record_posted(asked: Asked, command: RecordPosted) -> Outcome:
    """What went to an account that has since been found not to be theirs went to nobody: it is still owed."""
    if command.account and asked.state.bound.get(command.account) != to_whom(command.duty):
        return Accepted()
    return Accepted(
        (ShellPosted(duty=command.duty, face=command.face, conversation=command.conversation, message=command.message),)
    )


@verb("send.filled", RecordFilled, ONLY_BOT)
def record_filled(_asked: Asked, command: RecordFilled) -> Outcome:
    return Accepted((Filled(duty=command.duty, face=command.face),))


@verb("send.failed", RecordFailed, ONLY_BOT)
def record_failed(_asked: Asked, command: RecordFailed) -> Outcome:
    return Accepted((SendFailed(duty=command.duty, code=command.code, final=command.final, retry_at=command.retry_at),))


@verb("send.told_elsewhere", RecordToldElsewhere, ONLY_BOT)
def record_told_elsewhere(_asked: Asked, command: RecordToldElsewhere) -> Outcome:
    return Accepted((ToldElsewhere(duty=command.duty),))
