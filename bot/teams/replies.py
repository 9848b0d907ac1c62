"""Answers to what was typed, and to old clients' presses: always to that person alone."""

from dataclasses import dataclass

import structlog
from botbuilder.core import TurnContext

from bot.dialogs.press import Answer, TextAnswer
from bot.domain.actor import Actor
from bot.domain.notice import Address, Door
from bot.teams.activity import Activity
from bot.teams.adapter import sdk_message
from bot.teams.chats import PrivateChats
from bot.teams.outbound import answer_message
from bot.usecases.ports import SendError
from bot.words.front_door import PRIVATE_CHAT_FAILED, PRIVATE_CHAT_REFUSED

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Replies:
    chats: PrivateChats

    async def send(self, context: TurnContext, activity: Activity, actor: Actor, answer: Answer) -> None:
        """What was typed in the meeting chat is answered in the person's own; if Teams refuses, a line without content
        says so where they typed. A reply that cannot be sent at all is logged: nobody is owed it, they can type again.
        """
        here: Answer | None = answer if activity.private else await self._elsewhere(activity, actor, answer)
        if here is None:
            return
        try:
            await context.send_activity(sdk_message(answer_message(here)))
        except SendError as error:
            log.warning("reply_not_sent", code=error.code)

    async def _elsewhere(self, activity: Activity, actor: Actor, answer: Answer) -> Answer | None:
        """Answer in the person's own chat; what is left to say here, if that failed."""
        to = Address(door=Door.PRIVATE, account=actor.account, mri=actor.mri, service_url=activity.service_url)
        try:
            await self.chats.send(to, answer_message(answer))
        except SendError as error:
            log.info("private_reply_refused", code=error.code, final=error.final)
            return TextAnswer(PRIVATE_CHAT_REFUSED if error.final else PRIVATE_CHAT_FAILED)
        return None
