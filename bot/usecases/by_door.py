"""Each notice by the door that it names."""

from dataclasses import dataclass

from bot.domain.notice import Door, Notice
from bot.usecases.ports import Messenger, Posted


@dataclass(frozen=True, slots=True)
class ByDoor:
    """Messenger."""

    teams: Messenger
    mail: Messenger

    async def post_shell(self, notice: Notice) -> Posted:
        return await self._by(notice).post_shell(notice)

    async def fill(self, notice: Notice, posted: Posted) -> None:
        await self._by(notice).fill(notice, posted)

    def _by(self, notice: Notice) -> Messenger:
        return self.mail if notice.to.door is Door.MAIL else self.teams
