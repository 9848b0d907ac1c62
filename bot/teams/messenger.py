"""Carries a notice into Teams: first a card with nothing in it, then an edit to what it should show."""

from dataclasses import dataclass

from bot.dialogs.desk import Presenter
from bot.domain.notice import Door, Notice
from bot.teams.chats import PrivateChats
from bot.teams.connector import Connector
from bot.teams.outbound import card_message
from bot.usecases.ports import Posted


@dataclass(frozen=True, slots=True)
class TeamsMessenger:
    """The Messenger port. Sending raises SendError and nothing else."""

    connector: Connector
    chats: PrivateChats
    presenter: Presenter

    async def post_shell(self, notice: Notice) -> Posted:
        shell = await self.presenter.present(notice)
        message = card_message(shell.card, shell.summary)
        to = notice.to
        if to.door is Door.PRIVATE:
            return await self.chats.send(to, message)
        posted = await self.connector.post(self.chats.service_url(None, to.service_url), to.conversation, message)
        return Posted(conversation=to.conversation, message=posted)

    async def fill(self, notice: Notice, posted: Posted) -> None:
        card = await self.presenter.present_fill(notice)
        served = self.chats.service_url(notice.to.account, notice.to.service_url)
        await self.connector.put(served, posted.conversation, posted.message, card_message(card))
