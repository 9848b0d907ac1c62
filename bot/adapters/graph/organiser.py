"""Whose calendar the meetings are in: by object id, because Graph takes nothing else for an online meeting."""

from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.obstacles import failed
from bot.adapters.graph.odata import is_guid
from bot.domain.microsoft import Obstacle


class Organiser:
    """`named` is the setting: an object id, or an address that is looked up once."""

    def __init__(self, named: str, directory: GraphDirectory) -> None:
        self._named = named
        self._directory = directory
        self._oid = named.lower() if is_guid(named) else ""

    async def __call__(self) -> str:
        if not self._named:
            raise failed(Obstacle.ORGANISER_NOT_NAMED)
        if not self._oid:
            found = await self._directory.find(self._named)
            if found is None:
                raise failed(Obstacle.NO_SUCH_ORGANISER)
            self._oid = found.account.oid
        return self._oid
