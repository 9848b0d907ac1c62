"""Our own proof towards Teams and Graph, from Microsoft's identity platform.

msal is blocking, and the SDK makes a new application and a new request on the event loop for every turn that sends. Here
one application lives as long as the process, in a thread, is loaded there too, and is asked once an hour.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.adapters.credentials import Credentials, NoTokenError
from bot.usecases.ports import SendError

if TYPE_CHECKING:
    from bot.adapters.msal_tokens import Msal

__all__ = ["Credentials", "Tokens"]

_REFRESH_BEFORE = 300.0
_FAILURE_KEPT = 5.0


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    token: str
    ends: float


class Tokens:
    """Call it for a bearer token good for at least a moment. Raises SendError, never final: credentials get mended.

    Lifetimes are counted as durations, as msal counts them, so a clock that the rehearsal moves costs no tokens.
    Many callers make one request. Under five minutes before the end one caller fetches anew while the others go on with
    the old one, and so does everybody while Microsoft cannot be reached.
    """

    def __init__(self, credentials: Credentials, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._credentials = credentials
        self._monotonic = monotonic
        self._asking = asyncio.Lock()
        self._held: _Held | None = None
        self._failed: tuple[str, float] = ("", float("-inf"))
        self._loading = threading.Lock()
        self._msal: Msal | None = None

    async def __call__(self) -> str:
        held = self._held
        if held is not None and (
            self._left(held) > _REFRESH_BEFORE or (self._asking.locked() and self._left(held) > 0)
        ):
            return held.token
        async with self._asking:
            return await self._fresh()

    def forget(self, token: str) -> None:
        """Do not give this one out again: Teams refused it."""
        if self._held is not None and self._held.token == token:
            self._held = None
            if self._msal is not None:
                self._msal.forget()

    def close(self) -> None:
        """Let the connections go; to be called once, at the end."""
        if self._msal is not None:
            self._msal.close()

    def load(self) -> "Msal":
        """Takes a while, the first time: for a thread."""
        from bot.adapters.msal_tokens import Msal  # noqa: PLC0415 - a start need not wait for it

        with self._loading:
            if self._msal is None:
                self._msal = Msal(self._credentials)
            return self._msal

    async def _fresh(self) -> str:
        held = self._held
        if held is not None and self._left(held) > _REFRESH_BEFORE:
            return held.token
        try:
            self._held = held = await self._ask()
        except SendError:
            if held is None or self._left(held) <= 0:
                raise
        return held.token

    async def _ask(self) -> _Held:
        """Those who waited for a request that failed share its failure, or fifty of them would ask one after another."""
        code, until = self._failed
        if self._monotonic() < until:
            raise SendError(code, final=False)
        asked = self._monotonic()
        try:
            token, seconds = await asyncio.to_thread(lambda: self.load().acquire())
        except NoTokenError as error:
            self._failed = (error.code, self._monotonic() + _FAILURE_KEPT)
            raise SendError(error.code, final=False) from None
        return _Held(token, asked + seconds)

    def _left(self, held: _Held) -> float:
        return held.ends - self._monotonic()
