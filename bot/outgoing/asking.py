"""Asking a service of Microsoft's with a bearer token: Teams' connector and Graph are asked the same way."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import ClientError, ClientResponse, ClientSession
from yarl import URL

from bot.outgoing.session import read_json
from bot.usecases.ports import SendError

TIMEOUT = "timeout"
UNREACHABLE = "unreachable"

_UNAUTHORISED = 401
_LONGEST_WAIT = 3600.0


class TokenSource(Protocol):
    """Our own proof towards one of Microsoft's services."""

    async def __call__(self) -> str:
        """A bearer token good for some minutes. Raises SendError."""
        ...

    def forget(self, token: str) -> None:
        """The service refused this one: do not give it out again."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """`body` is JSON, or None: a refusal may come as a page of HTML, and an edit is answered with nothing. `reference` is
    the number under which Microsoft finds the request again, where there is one.
    """

    status: int
    body: object
    retry_after: str | None
    token: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Follows no redirect. A token that is refused is forgotten, and it is asked once more with another."""

    session: ClientSession
    tokens: TokenSource

    async def __call__(
        self, method: str, address: URL, data: bytes | None, headers: Mapping[str, str] | None = None
    ) -> Answered:
        """Raises SendError when there is no token or no answer; any answer is an answer."""
        answer = await self._once(method, address, data, headers)
        if answer.status == _UNAUTHORISED:
            self.tokens.forget(answer.token)
            answer = await self._once(method, address, data, headers)
        return answer

    async def _once(self, method: str, address: URL, data: bytes | None, headers: Mapping[str, str] | None) -> Answered:
        token = await self.tokens()
        given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
        try:
            async with self.session.request(
                method, address, data=data, headers=given, allow_redirects=False
            ) as response:
                body = await _body(response)
                found = response.headers
                return Answered(response.status, body, found.get("Retry-After"), token, found.get("request-id", ""))
        except TimeoutError as error:
            raise SendError(TIMEOUT, final=False) from error
        except (ClientError, OSError) as error:
            raise SendError(UNREACHABLE, final=False) from error


async def _body(response: ClientResponse) -> object:
    try:
        return await read_json(response)
    except ValueError:
        return None


def wait_of(retry_after: str | None) -> float | None:
    """Seconds. Microsoft sends a number; a date would need a clock that agrees with theirs, so it counts as nothing said."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return min(seconds, _LONGEST_WAIT) if math.isfinite(seconds) and seconds >= 0 else None
