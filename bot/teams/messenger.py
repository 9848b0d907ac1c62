"""Carries a notice into Teams: first a card with nothing in it, then an edit to what it should show."""

from dataclasses import dataclass

from bot.dialogs.desk import Presenter
from bot.domain.notice import Address, Door, Notice
from bot.teams.chats import Chat, PrivateChats
from bot.teams.connector import Connector
from bot.teams.failures import BAD_ID, CONVERSATION_GONE
from bot.teams.outbound import card_message
from bot.usecases.ports import Posted, SendError


@dataclass(frozen=True, slots=True)
class TeamsMessenger:
    """The Messenger port. Sending raises SendError and nothing else."""

    connector: Connector
    chats: PrivateChats
    presenter: Presenter

    async def post_shell(self, notice: Notice) -> Posted:
        shell = await self.presenter.present(notice)
        message = card_message(shell.card, shell.summary)
        chat = await self._chat(notice.to)
        try:
            posted = await self.connector.post(chat.service_url, chat.conversation, message)
        except SendError as error:
            if error.code != CONVERSATION_GONE or notice.to.door is not Door.PRIVATE:
                raise
            chat = await self._opened_anew(notice.to)
            posted = await self.connector.post(chat.service_url, chat.conversation, message)
        return Posted(conversation=chat.conversation, message=posted)

    async def fill(self, notice: Notice, posted: Posted) -> None:
        card = await self.presenter.present_fill(notice)
        served = self.chats.service_url(notice.to.account, notice.to.service_url)
        await self.connector.put(served, posted.conversation, posted.message, card_message(card))

    async def _chat(self, to: Address) -> Chat:
        if to.conversation:
            return Chat(self.chats.service_url(to.account, to.service_url), to.conversation)
        if to.door is not Door.PRIVATE:
            raise SendError(BAD_ID, final=True)
        return await self.chats.find(to.account, service_url=to.service_url, mri=to.mri)

    async def _opened_anew(self, to: Address) -> Chat:
        """The chat we knew is gone, as after the app was removed and added again: ask Teams for the one there is now."""
        if to.account:
            self.chats.forget(to.account)
        return await self.chats.find(to.account, service_url=to.service_url, mri=to.mri)
