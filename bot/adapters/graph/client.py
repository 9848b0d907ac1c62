"""One request to Microsoft Graph, and pages of them: where it may go, what it may answer, what its refusals mean."""

import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import orjson
import structlog
from yarl import URL

from bot.adapters.graph.obstacles import CONSENTS, Area, RefusedError, failed, refusal
from bot.adapters.graph.odata import part, written
from bot.domain.microsoft import Obstacle
from bot.outgoing.asking import TIMEOUT as TOO_SLOW
from bot.outgoing.asking import UNREACHABLE, Answered, Asking
from bot.usecases.ports import SendError

SCOPE = "https://graph.microsoft.com/.default"
"""All that the council has consented to, and nothing that is asked for here."""

_OK = 200
_NOT_OK = 300
_MOST_PAGES = 100
_RENEW_EVERY = 60.0
_NO_REFERENCE = re.compile(r"[^0-9a-fA-F-]")

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`path` is what follows the base, step by step; `body` goes out as JSON; `foreseen` are refusals that are an answer too."""

    area: Area
    method: str = "GET"
    path: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    foreseen: tuple[int, ...] = ()


class _Page(msgspec.Struct):
    value: list[Any]
    next: str | None = msgspec.field(default=None, name="@odata.nextLink")


class Graph:
    """Raises SendError with a code of Obstacle, and nothing else. `base` is like https://graph.microsoft.com/v1.0."""

    def __init__(self, asking: Asking, base: str, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._asking = asking
        self._seconds = seconds
        self._renewed = float("-inf")
        self.base = base.rstrip("/")

    async def ask(self, call: Call) -> object:
        """What was answered, as JSON; None for nothing."""
        steps = "/".join(part(step) for step in call.path)
        query = f"?{written(call.query)}" if call.query else ""
        return await self._ask(call, URL(f"{self.base}/{steps}{query}", encoded=True))

    async def read(self, call: Call, shape: type[T]) -> T:
        return read(await self.ask(call), shape)

    async def pages(self, call: Call) -> AsyncIterator[list[Any]]:
        """Page after page, to the last one or an error: never only some of them."""
        page = await self.read(call, _Page)
        seen = set[str]()
        while True:
            yield page.value
            if page.next is None:
                return
            if page.next in seen or len(seen) >= _MOST_PAGES:
                raise failed(Obstacle.ODD_ANSWER)
            seen.add(page.next)
            page = read(await self._ask(call, self._next(page.next)), _Page)

    def _next(self, link: str) -> URL:
        """Microsoft asks that its links be followed as they are. Ours bear a token, so they lead to Graph or nowhere."""
        base = URL(self.base)
        try:
            url = URL(link, encoded=True)
            ours = url.user is None and url.origin() == base.origin() and url.path.startswith(f"{base.path}/")
        except ValueError:
            raise failed(Obstacle.ODD_ANSWER) from None
        if not ours or {".", ".."} & set(url.path.split("/")):
            raise failed(Obstacle.ODD_ANSWER)
        return url

    async def _ask(self, call: Call, address: URL) -> object:
        """A consent stands in the token: one that was given since the token was is seen with the next, so it is asked again
        with a fresh one. At most once a minute, or a lasting refusal would fetch a token for each invitation.
        """
        error, token = None, ""
        for _ in range(2):
            answer = await self._once(call, address)
            if _OK <= answer.status < _NOT_OK:
                return answer.body
            error, token = self._refused(call, answer), answer.token
            if error.obstacle not in CONSENTS or self._seconds() - self._renewed < _RENEW_EVERY:
                break
            self._renewed = self._seconds()
            self._asking.tokens.forget(token)
        raise error or failed(Obstacle.REFUSED)

    async def _once(self, call: Call, address: URL) -> Answered:
        data = None if call.body is None else orjson.dumps(call.body)
        try:
            return await self._asking(call.method, address, data, call.headers)
        except SendError as error:
            no_answer = error.code in {TOO_SLOW, UNREACHABLE, "token_unreachable"}
            code = Obstacle.NO_ANSWER if no_answer else Obstacle.SIGN_IN_REFUSED
            raise failed(code, error.retry_after) from error

    def _refused(self, call: Call, answer: Answered) -> RefusedError:
        error = refusal(call.area, answer)
        say = log.debug if answer.status in call.foreseen else log.warning
        say(
            "graph_refused",
            area=call.area,
            status=answer.status,
            code=error.code,
            said=error.said,
            reference=_NO_REFERENCE.sub("", answer.reference)[:36],
        )
        return error


def read(answer: object, shape: type[T]) -> T:
    """Raises SendError for what is not what was asked for."""
    try:
        return msgspec.convert(answer, shape)
    except msgspec.ValidationError as error:
        raise failed(Obstacle.ODD_ANSWER) from error
