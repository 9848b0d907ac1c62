"""Teams' REST interface for bots, over one pool of connections and without the SDK's client, which costs 50 times as much."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
import orjson
from yarl import URL

from bot.outgoing.asking import Asking
from bot.teams import failures
from bot.teams.activity import Person
from bot.teams.meetings import Meeting, Participant, folded
from bot.teams.service_urls import ServiceUrls
from bot.usecases.ports import SendError

_MOST_PAGES = 20
_OK = 200
_NOT_OK = 300

T = TypeVar("T")


class _Created(msgspec.Struct):
    id: str


class _Page(msgspec.Struct, rename="camel"):
    members: list[Person]
    continuation_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """Every method raises SendError and nothing else. `service_url` is where Teams said this conversation is served."""

    asking: Asking
    allowed: ServiceUrls
    app_id: str

    async def create_chat(self, service_url: str, member: str, tenant: str) -> str:
        """The 1:1 chat with a person ("29:..." or object id) in their own directory. Teams answers the same chat twice."""
        wish = {
            "bot": {"id": f"28:{self.app_id}"},
            "members": [{"id": member}],
            "channelData": {"tenant": {"id": tenant}},
            "tenantId": tenant,
            "isGroup": False,
        }
        return _read(await self._call("POST", service_url, ("v3", "conversations"), wish), _Created).id

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """The new message's id. Not idempotent: an answer that is lost on the way leaves a message we know nothing of."""
        answer = await self._call("POST", service_url, (*_in(conversation), "activities"), activity)
        return _read(answer, _Created).id

    async def put(self, service_url: str, conversation: str, message: str, activity: Mapping[str, Any]) -> None:
        await self._call("PUT", service_url, (*_in(conversation), "activities", message), activity)

    async def delete(self, service_url: str, conversation: str, message: str) -> None:
        await self._call("DELETE", service_url, (*_in(conversation), "activities", message))

    async def member(self, service_url: str, conversation: str, mri: str) -> Person:
        return _read(await self._call("GET", service_url, (*_in(conversation), "members", mri)), Person)

    async def members(self, service_url: str, conversation: str) -> tuple[Person, ...]:
        """All of a chat's roster, page after page (a chat has one page, a channel may have many)."""
        found: list[Person] = []
        token: str | None = None
        for _ in range(_MOST_PAGES):
            query = {"pageSize": "500"} | ({"continuationToken": token} if token else {})
            page = _read(await self._call("GET", service_url, (*_in(conversation), "pagedmembers"), query=query), _Page)
            found += page.members
            token = page.continuation_token
            if not token:
                break
        return tuple(found)

    async def meeting(self, service_url: str, meeting: str) -> Meeting:
        return _read(folded(await self._call("GET", service_url, ("v1", "meetings", meeting))), Meeting)

    async def participant(self, service_url: str, meeting: str, oid: str, tenant: str) -> Participant:
        """Final 404 when the person is not in the meeting; the SDK's own method asks the wrong address (4.17.1)."""
        path = ("v1", "meetings", meeting, "participants", oid)
        return _read(await self._call("GET", service_url, path, query={"tenantId": tenant}), Participant)

    async def _call(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> object:
        address = self._address(service_url, path, query or {})
        data = None if body is None else orjson.dumps(body)
        answer = await self.asking(method, address, data)
        if not _OK <= answer.status < _NOT_OK:
            raise failures.refused(answer.status, answer.body, answer.retry_after)
        return answer.body

    def _address(self, service_url: str, path: tuple[str, ...], query: Mapping[str, str]) -> URL:
        if not self.allowed.allows(service_url):
            raise SendError(failures.NOT_ALLOWED, final=True)
        if any(part in {"", ".", ".."} for part in path):
            raise SendError(failures.BAD_ID, final=True)
        bare = URL(f"{service_url.rstrip('/')}/{'/'.join(map(_quoted, path))}", encoded=True)
        return bare.with_query(query) if query else bare


@lru_cache(maxsize=1024)
def _quoted(part: str) -> str:
    """Kept for a while: a message is posted and filled at the same conversation."""
    return quote(part, safe="")


def _in(conversation: str) -> tuple[str, ...]:
    return ("v3", "conversations", conversation)


def _read(answer: object, shape: type[T]) -> T:
    try:
        return msgspec.convert(answer, shape)
    except msgspec.ValidationError as error:
        raise SendError(failures.BAD_ANSWER, final=False) from error
