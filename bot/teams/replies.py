"""Answers to what was typed, and to old clients' presses: always to that person alone."""

from dataclasses import dataclass

import structlog
from botbuilder.core import TurnContext

from bot.dialogs.press import Answer, TextAnswer
from bot.domain.actor import Actor
from bot.teams.activity import Activity
from bot.teams.adapter import sdk_message
from bot.teams.chats import PrivateChats
from bot.teams.connector import Connector
from bot.teams.outbound import answer_message
from bot.usecases.ports import SendError
from bot.words.front_door import PRIVATE_CHAT_REFUSED

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Replies:
    connector: Connector
    chats: PrivateChats

    async def send(self, context: TurnContext, activity: Activity, actor: Actor, answer: Answer) -> None:
        """What was typed in the meeting chat is answered in the person's own; if Teams refuses, a line without content
        says so where they typed. A reply that cannot be sent at all is logged: nobody is owed it, they can type again.
        """
        try:
            if activity.private or not await self._sent_privately(activity, actor, answer):
                shown = answer if activity.private else TextAnswer(PRIVATE_CHAT_REFUSED)
                await context.send_activity(sdk_message(answer_message(shown)))
        except SendError as error:
            log.warning("reply_not_sent", code=error.code)

    async def _sent_privately(self, activity: Activity, actor: Actor, answer: Answer) -> bool:
        try:
            chat = await self.chats.find(actor.account, service_url=activity.service_url, mri=actor.mri)
            await self.connector.post(chat.service_url, chat.conversation, answer_message(answer))
        except SendError as error:
            log.info("private_reply_refused", code=error.code)
            return False
        return True
