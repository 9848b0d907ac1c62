"""The online meeting itself: found by its link, or made to stand alone, in no calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from bot.adapters.graph import odata
from bot.adapters.graph.client import Call, Graph, read
from bot.adapters.graph.obstacles import Area, RefusedError, failed
from bot.domain.microsoft import Obstacle
from bot.usecases.microsoft import Wish

_WHOLE = {"Prefer": "include-unknown-enum-members"}
"""Or Graph hides the values that it knows since lately, co-organisers among them."""

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
_Link = Annotated[str, msgspec.Meta(max_length=2048, pattern="^https://[^/]")]


class _Chat(msgspec.Struct, rename="camel"):
    thread_id: str | None = None


class Online(msgspec.Struct, rename="camel"):
    id: _Id
    join_web_url: _Link
    chat_info: _Chat | None = None

    @property
    def chat(self) -> str:
        """Raises SendError while there is none."""
        found = self.chat_info.thread_id if self.chat_info else None
        if not found:
            raise failed(Obstacle.NOT_THERE_YET)
        return odata.chat_id(found)


class _Found(msgspec.Struct):
    value: list[Online]


@dataclass(frozen=True, slots=True)
class OnlineMeetings:
    graph: Graph

    async def by_link(self, organiser: str, join_link: str) -> Online:
        """Raises SendError, not final, where Graph does not know it: it may not yet."""
        query = {"$filter": f"JoinWebUrl eq {odata.literal(join_link)}"}
        try:
            found = (await self.graph.read(_call(organiser, query=query), _Found)).value
        except RefusedError as error:
            if error.obstacle is not Obstacle.NO_SUCH_MEETING:
                raise
            found = []
        if not found:
            raise failed(Obstacle.NOT_THERE_YET)
        return found[0]

    async def create_or_get(self, organiser: str, wish: Wish) -> Online:
        body = {"externalId": wish.key, "subject": wish.subject, **_times(wish.start, wish.end)}
        return await self.graph.read(_call(organiser, "createOrGet", method="POST", body=body), Online)

    async def move(self, organiser: str, meeting: str, start: datetime, end: datetime) -> None:
        await self.patch(organiser, meeting, _times(start, end))

    async def remove(self, organiser: str, meeting: str) -> None:
        """One that is gone is removed."""
        try:
            await self.graph.ask(_call(organiser, meeting, method="DELETE"))
        except RefusedError as error:
            if error.obstacle is not Obstacle.NO_SUCH_MEETING:
                raise

    async def get(self, organiser: str, meeting: str) -> object:
        """All of it, as it came, once it is sure to be a meeting."""
        found = await self.graph.ask(_call(organiser, meeting))
        read(found, Online)
        return found

    async def patch(self, organiser: str, meeting: str, body: Mapping[str, Any]) -> None:
        await self.graph.ask(_call(organiser, meeting, method="PATCH", body=body))


def _call(
    organiser: str,
    *path: str,
    method: str = "GET",
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> Call:
    return Call(
        area=Area.MEETING,
        method=method,
        path=("users", organiser, "onlineMeetings", *path),
        query=query or {},
        body=body,
        headers=_WHOLE,
    )


def _times(start: datetime, end: datetime) -> dict[str, str]:
    """Always both: Graph refuses one alone."""
    return {"startDateTime": _at(start), "endDateTime": _at(end)}


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
