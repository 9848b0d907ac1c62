"""Whose calendar the meetings are in: by object id, because Graph takes nothing else for an online meeting."""

from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.odata import is_guid
from bot.domain.microsoft import Obstacle
from bot.usecases.ports import SendError


class Organiser:
    """`named` is the setting: an object id, or an address that is looked up once."""

    def __init__(self, named: str, directory: GraphDirectory) -> None:
        self._named = named
        self._directory = directory
        self._oid = named.lower() if is_guid(named) else ""

    async def __call__(self) -> str:
        if not self._named:
            raise SendError(Obstacle.ORGANISER_NOT_NAMED, final=True)
        if not self._oid:
            account = await self._directory.find(self._named)
            if account is None:
                raise SendError(Obstacle.NO_SUCH_ORGANISER, final=True)
            self._oid = account.oid
        return self._oid
